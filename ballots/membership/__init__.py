"""Indicative ballots of a whole membership, over days or weeks (docs/indicative-ballots.md)."""
