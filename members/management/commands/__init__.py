"""Commands of the members room."""
