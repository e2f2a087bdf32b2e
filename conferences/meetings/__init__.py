"""Committees and branches meet with the tools of a conference."""
