"""The scrutiny pack of a conference."""
