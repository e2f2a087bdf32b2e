"""The words of a motion: shown, numbered, compared, cleaned."""
