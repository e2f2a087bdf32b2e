"""Who asks for the floor, who has it and for how long, and points of order."""
