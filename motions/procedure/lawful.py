"""Which procedural motions may be moved now, by whom, and by what majority (guide 3.4)."""

from collections.abc import Sequence
from typing import Final

from ballots.enums import Majority
from conferences.models import Conference, Credential
from conferences.speaking.reading import has_spoken
from motions.enums import QuestionKind
from motions.models import Motion
from motions.order.parts import parts_taken, parts_waiting
from motions.selectors import Business, amendments_waiting, business, policy_to_rescind
from motions.states import MotionState

ABOUT_A_DEBATE: Final = frozenset(
    {
        QuestionKind.CLOSURE,
        QuestionKind.PREVIOUS_QUESTION,
        QuestionKind.NEXT_BUSINESS,
        QuestionKind.ADJOURN_DEBATE,
        QuestionKind.REMIT,
        QuestionKind.LEAVE_TO_WITHDRAW,
        QuestionKind.TAKE_IN_PARTS,
    }
)
"""Procedural motions that need a motion in debate."""

PUTS_THE_MOTION: Final = frozenset({QuestionKind.CLOSURE, QuestionKind.PREVIOUS_QUESTION})
"""What, carried or lost, puts the motion at once: its amendments and parts are taken before."""

NOT_FROM_MOVER: Final = frozenset(
    {QuestionKind.CLOSURE, QuestionKind.NEXT_BUSINESS, QuestionKind.ADJOURN_DEBATE}
)
"""Procedural motions that one who has spoken may not move."""

_ALWAYS: Final = (
    QuestionKind.CHALLENGE_RULING,
    QuestionKind.NO_CONFIDENCE,
    QuestionKind.SUSPEND_STANDING_ORDERS,
    QuestionKind.TEST_VOTE,
)


def procedures(conference: Conference, now: Business | None = None) -> Sequence[QuestionKind]:
    """Give the procedural motions that may be moved now (guide 3.4)."""
    now = now or business(conference)
    if now.question:
        return []
    if now.amendment:
        return [QuestionKind.CLOSURE, *_ALWAYS]
    if now.motion and now.motion.standing == MotionState.IN_DEBATE:
        return [*_in_debate(now.motion), *_ALWAYS]
    if now.motion:
        return _ALWAYS
    between = [QuestionKind.REFERENCE_BACK]
    if policy_to_rescind(conference).exists():
        between.append(QuestionKind.RESCIND)
    return [*between, *_ALWAYS]


def procedural_majority(conference: Conference, kind: QuestionKind) -> Majority:
    """Give the majority that a procedural motion needs, by the guide and the standing orders."""
    match kind:
        case QuestionKind.CHALLENGE_RULING:
            return Majority(conference.orders.ruling_majority)
        case QuestionKind.LEAVE_TO_WITHDRAW:
            return Majority(conference.orders.withdrawal_majority)
        case QuestionKind.SUSPEND_STANDING_ORDERS:
            return Majority.TWO_THIRDS_PRESENT
        case QuestionKind.RESCIND | QuestionKind.NO_CONFIDENCE:
            return Majority.TWO_THIRDS_CAST
        case _:
            return Majority.SIMPLE


def why_not_move(kind: QuestionKind, credential: Credential, now: Business) -> str:
    """Say in words why the holder may not move this now; empty if they may."""
    motion, about = now.motion, now.amendment or now.motion
    if kind in NOT_FROM_MOVER and motion and about:
        moved = credential.pk in (motion.mover_id, motion.seconder_id)
        if moved or has_spoken(credential, about.log_name):
            return "You have spoken in this debate: it is moved by one who has not."
    if kind == QuestionKind.LEAVE_TO_WITHDRAW and motion and credential.pk != motion.mover_id:
        return "Only the mover asks for leave to withdraw."
    return ""


def _in_debate(motion: Motion) -> Sequence[QuestionKind]:
    ready = not amendments_waiting(motion) and not parts_waiting(motion)
    return [
        *([QuestionKind.CLOSURE, QuestionKind.PREVIOUS_QUESTION] if ready else []),
        QuestionKind.NEXT_BUSINESS,
        QuestionKind.ADJOURN_DEBATE,
        QuestionKind.REMIT,
        QuestionKind.LEAVE_TO_WITHDRAW,
        *([] if parts_taken(motion) else [QuestionKind.TAKE_IN_PARTS]),
    ]
