"""The returning officer's declaration: what it says, and when it may be signed (guide 5.1, 5.2)."""
