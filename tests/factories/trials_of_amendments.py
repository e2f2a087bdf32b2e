"""The acts on amendments before conference, tried; those in debate are with the chair's."""

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Final

from django.utils import timezone

from members.models import Member
from motions.amendments import answering, drafting, sending
from motions.committee import ruling_amendments
from motions.lodging.approval import Certificate
from motions.models import Amendment

if TYPE_CHECKING:
    from tests.factories.trials import Stage

Trial = Callable[["Stage", Member], object]


def _its(stage: "Stage") -> Amendment:
    """Make up an amendment of the branch, to its own motion."""
    return Amendment(motion=stage.motion, lodged_by=stage.branch)


AMENDMENTS: Final[Mapping[str, Trial]] = {
    "amendment.draft": lambda stage, who: drafting.amendment_draft(
        motion=stage.motion, body=stage.branch, instruction="At end add: 'now.'", actor=who
    ),
    "amendment.submit": lambda stage, who: sending.amendment_submit(
        amendment=_its(stage), actor=who, certificate=Certificate(timezone.localdate(), 9, 5)
    ),
    "amendment.confirm": lambda stage, who: sending.amendment_confirm(
        amendment=_its(stage), actor=who
    ),
    "amendment.withdraw": lambda stage, who: sending.amendment_withdraw(
        amendment=_its(stage), actor=who
    ),
    "amendment.answer": lambda stage, who: answering.amendment_decline(
        amendment=_its(stage), actor=who
    ),
    "amendment.receive": lambda stage, who: ruling_amendments.amendment_receive(
        amendment=stage.amendment, actor=who
    ),
    "amendment.rule": lambda stage, who: ruling_amendments.amendment_rule_in_order(
        amendment=stage.amendment, actor=who
    ),
}
