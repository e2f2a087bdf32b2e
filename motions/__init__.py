"""Motions, amendments, debate and decisions."""
