"""Listen to the room below: when a ballot changes, the question it answers moves with it."""

from typing import Any

from django.dispatch import receiver

from ballots.models import Ballot
from ballots.signals import ballot_changed
from members.models import Member
from motions.services import decisions

_FOLLOWING = {
    "extended": decisions.ballot_was_extended,
    "closed": decisions.ballot_was_closed,
    "declared": decisions.ballot_was_declared,
    "void_recommended": decisions.ballot_void_was_recommended,
    "voided": decisions.ballot_was_voided,
}


@receiver(ballot_changed)
def follow(ballot: Ballot, act: str, actor: Member | None = None, **_: Any) -> None:
    """Follow the ballot, in the transaction of the act upon it."""
    if following := _FOLLOWING.get(act):
        following(ballot, actor)
