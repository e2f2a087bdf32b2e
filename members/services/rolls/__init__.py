"""Importing a membership roll: arriving, reading, comparing, deciding, importing, undoing."""
