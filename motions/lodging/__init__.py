"""From a draft at a branch to a motion confirmed by its second officer."""
