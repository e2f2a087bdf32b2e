"""Conferences, sessions, credentials, agenda, quorum and the floor."""
