"""What the rules of the single transferable vote share: papers in piles, and who still stands."""
