"""The pages of a ballot: voting in it, and the declaration of its result."""

from ballots.views.voting import ballot, cast, receipt, unable

__all__ = ["ballot", "cast", "receipt", "unable"]
