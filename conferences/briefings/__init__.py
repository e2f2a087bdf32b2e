"""Briefings online, and the visitors' gallery of a conference: who registers, and for what."""
