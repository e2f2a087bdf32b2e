"""A conference before it meets: called, with its standing orders, sessions and items."""
