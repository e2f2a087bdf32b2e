"""What templates need to set a page."""
