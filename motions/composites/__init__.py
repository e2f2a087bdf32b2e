"""One motion made from several, every sentence of it with its source."""
