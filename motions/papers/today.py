"""What a delegate must decide in a session: each motion in order, with what turns on it."""

from collections.abc import Sequence
from dataclasses import dataclass

from conferences.models import Conference, Session
from motions.amendment_life import ENDED, AmendmentState
from motions.models import Amendment, Motion
from motions.papers import gathering
from motions.papers.gathering import Gathered, in_order_of_text
from motions.papers.naming import time_words
from motions.selectors import ON_THE_FLOOR
from motions.states import MotionState

TO_COME = ON_THE_FLOOR | {MotionState.SCHEDULED, MotionState.ADJOURNED}


@dataclass(frozen=True, slots=True)
class AmendmentToDecide:
    """An amendment of one of the motions."""

    heading: str
    by: str
    said: str
    falls: Sequence[str]
    decided: bool


@dataclass(frozen=True, slots=True)
class ToDecide:
    """A motion of the session, and how far conference has got with it."""

    subject: str  # its name in the log, by which a branch's mandate on it is found
    number: str
    heading: str
    at: str
    mover: str
    position: str
    vote: str
    grouping: str
    amendments: Sequence[AmendmentToDecide]
    falls: Sequence[str]
    state: str
    label: str
    decided: bool
    is_now: bool


def session_now(conference: Conference, number: int | None = None) -> Session | None:
    """Give the session asked for; else the one that sits, or the next, or the last there was."""
    sessions = list(conference.sessions.all())
    if number is not None:
        return next((each for each in sessions if each.number == number), None)
    to_come = [each for each in sessions if not each.closed_at]
    sitting = [each for each in to_come if each.opened_at]
    return next(iter([*sitting, *to_come, *sessions[::-1]]), None)


def to_decide(conference: Conference, session: Session) -> list[ToDecide]:
    """List the motions of a session in the order in which they are taken."""
    found = gathering.gathered(conference, session)
    placed = [(each.agenda_item, each) for each in found.motions if each.agenda_item]
    placed.sort(key=lambda each: (each[0].starts_at, each[1].place or 0))
    return [_to_decide(motion, found) for _, motion in placed]


def _to_decide(motion: Motion, found: Gathered) -> ToDecide:
    state = motion.standing
    return ToDecide(
        subject=motion.log_name,
        number=motion.number,
        heading=motion.heading,
        at=time_words(motion.agenda_item) if motion.agenda_item else "",
        mover=str(motion.lodged_by),
        position=gathering.position_words(motion, shown=found.shows_positions).rstrip("."),
        vote=gathering.vote_words(motion),
        grouping=gathering.lower_first(gathering.grouping(motion)),
        amendments=[_amendment(each, found) for each in in_order_of_text(motion)],
        falls=found.falls.get(motion.pk, ()),
        state=motion.state,
        label=state.label,
        decided=state not in TO_COME,
        is_now=state in ON_THE_FLOOR,
    )


def _amendment(amendment: Amendment, found: Gathered) -> AmendmentToDecide:
    state = AmendmentState(amendment.state)
    decided = state in ENDED
    return AmendmentToDecide(
        amendment.heading,
        str(amendment.lodged_by),
        gathering.stands(amendment).lower(),
        () if decided else [each.removesuffix(".") for each in found.falls.get(amendment.pk, ())],
        decided,
    )
