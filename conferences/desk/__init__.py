"""The teller's desk and the returning officer's."""
