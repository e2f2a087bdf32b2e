"""How the database keeps the log: it only grows, and a sequencer gives places and signs heads."""
