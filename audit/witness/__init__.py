"""A witness for a laptop: remembers how far the log had come, and signs only what adds to it."""
