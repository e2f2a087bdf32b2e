"""What a branch has told its delegates to do with a motion."""
