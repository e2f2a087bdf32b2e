"""Replay the votes of a conference file through the services, and compare what comes out."""
