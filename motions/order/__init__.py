"""The order of business: places, groups, parts, what falls with what, the executive's position."""
