"""Sealed votes on the server: who opens them, casting into an archive, tally and opening."""
