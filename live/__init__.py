"""Events to browsers. Knows nothing of the rest of the house."""
