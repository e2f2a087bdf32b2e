"""The pages of compositing."""
