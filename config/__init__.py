"""Settings, addresses and the way the house is served."""
