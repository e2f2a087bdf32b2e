"""How a passcode reaches its owner."""
