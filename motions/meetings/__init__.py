"""What a meeting has before it: motions moved there, and those a rule lets it decide."""
