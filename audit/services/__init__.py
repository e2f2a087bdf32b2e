"""The acts of the audit room itself, by noun."""
