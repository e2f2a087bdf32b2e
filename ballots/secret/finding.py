"""Finding a sealed ballot by its tracker: whether it counts, was replaced, or is not there."""

from typing import Final, NamedTuple

from django.db.models import Exists, OuterRef, QuerySet

from ballots.models import SealedBallot, SealedVote

TRACKER: Final = r"[A-Za-z0-9+/]{43}"
"""What a tracker looks like: SHA-256 in base64, no padding."""


class Found(NamedTuple):
    """One ballot of an archive."""

    tracker: str
    height: int
    head: str
    counts: bool


def trackers(vote: SealedVote) -> QuerySet[SealedBallot]:
    """Give every ballot with whether a later one of the same credential took its place.

    They are sorted by tracker: their order, and so when each came, is for the archive to say.
    """
    later = SealedBallot.objects.filter(
        vote=vote, credential=OuterRef("credential"), height__gt=OuterRef("height")
    )
    return vote.ballots.annotate(is_replaced=Exists(later)).order_by("tracker")


def found(vote: SealedVote, tracker: str) -> Found | None:
    """Look for one ballot."""
    looked_for = trackers(vote).filter(tracker=tracker.rstrip("="))
    one = looked_for.values("tracker", "height", "head", "is_replaced").first()  # type: ignore[misc]
    if one is None:
        return None
    return Found(one["tracker"], one["height"], one["head"], counts=not one["is_replaced"])
