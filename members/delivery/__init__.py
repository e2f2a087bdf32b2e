"""How a passcode reaches its owner: the channels, their words, and who sends."""
