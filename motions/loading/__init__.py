"""A whole conference from one file."""
