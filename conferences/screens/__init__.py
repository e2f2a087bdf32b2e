"""The screens on the wall, and where the hall is seen and heard from."""
