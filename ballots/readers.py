"""Votes that are not everyone's to read: a meeting's are its own members' (docs/meetings.md)."""

from collections.abc import Callable
from typing import Final

from django.contrib.auth.models import AnonymousUser

from ballots.membership.words import is_of_membership
from ballots.models import Ballot, RollEntry, SealedVote
from members.enums import BodyKind

own: Final[list[Callable[[object, Ballot], bool]]] = []
"""Rooms above say whether somebody may read a vote of a branch or committee."""


def may_read(reader: object, ballot: Ballot) -> bool:
    """Say whether a vote is shown to somebody: the union's to everyone, others as it is told.

    A question to the whole membership, and its answer, are for members.

    Whoever was on the roll keeps their receipt, wherever they belong since; and who has to open a
    sealed vote reads what they check before that, wherever they belong.
    """
    if is_of_membership(ballot.asked_for):
        return bool(getattr(reader, "is_authenticated", False))
    if ballot.body is None or ballot.body.kind == BodyKind.UNION:
        return True
    if all(may(reader, ballot) for may in own):
        return True
    voter = getattr(reader, "pk", None)
    if voter is None:
        return False
    opens = SealedVote.objects.filter(pk=ballot.pk, board__trustees__member=voter)
    return RollEntry.objects.filter(ballot=ballot, voter=voter).exists() or opens.exists()


def is_public(ballot: Ballot) -> bool:
    """Say whether a vote is shown to anybody at all, such as a program that fetches its archive."""
    return may_read(AnonymousUser(), ballot)
