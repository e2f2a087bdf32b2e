"""What delegates ask for from the floor: procedural motions, card votes, challenges."""
