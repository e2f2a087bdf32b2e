"""Listen to the room below: when a ballot changes, the question it answers moves with it."""

from typing import Any

from django.dispatch import receiver

from ballots.models import Ballot
from ballots.signals import ballot_changed
from conferences import receivers as hall  # noqa: F401 - the hall is shown before the desk
from conferences.hall import FLOOR, Part, show
from conferences.models import Floor
from members.models import Member
from motions.debate import decisions
from motions.models import Question
from motions.order.priority import priority_result_keep

_FOLLOWING = {
    "extended": decisions.ballot_was_extended,
    "close_announced": decisions.ballot_close_was_announced,
    "closed": decisions.ballot_was_closed,
    "declared": decisions.ballot_was_declared,
    "void_recommended": decisions.ballot_void_was_recommended,
    "voided": decisions.ballot_was_voided,
}
_OF_FIGURES = frozenset({"figures", "part_opened", "opened_sums", "left_sealed"})
"""What is known of a vote that a question's own step has shown before."""
_SEALED_NO_MORE = frozenset({"opened_sums", "left_sealed"})
"""What a hall that waits for a sealed vote is told: not what came of it, but that it is known."""


@receiver(ballot_changed)
def follow(ballot: Ballot, act: str, actor: Member | None = None, **_: Any) -> None:
    """Follow the ballot, in the transaction of the act upon it."""
    if following := _FOLLOWING.get(act):
        following(ballot, actor)
    if act == "declared":
        priority_result_keep(ballot, actor)


@receiver(ballot_changed)
def tell_the_chair(ballot: Ballot, act: str, **_: Any) -> None:
    """Show the chair a vote that answers no question, or what has become known of its figures."""
    if act not in _OF_FIGURES and Question.objects.filter(ballot=ballot).exists():
        return
    for floor in Floor.objects.filter(ballot=ballot).select_related("conference"):
        hall_too = FLOOR if act in _SEALED_NO_MORE else ()
        show(floor.conference, *hall_too, Part.DESK)
