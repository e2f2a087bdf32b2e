"""The list of dispositions: what has become of every motion and amendment.

As the TUC's General Purposes Committee prints it (guide 3.0): "Stands", "Composite 01", "amendment
accepted", "amendment not accepted". Three queries, however many there are.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from django.db.models import QuerySet

from conferences.models import Conference
from motions.amendment_life import AmendmentState
from motions.enums import MotionKind
from motions.models import Amendment, CompositeGroup, Motion
from motions.selectors import NOT_YET_LODGED, amendments_told_of
from motions.states import MotionState


@dataclass(frozen=True, slots=True)
class Disposition:
    """A motion, or an amendment, and what has become of it so far."""

    number: str
    title: str
    of: str
    """The body that lodged it."""
    words: str
    """Stands, Composite A, Accepted, Not accepted, Withdrawn, Not in order, Late, …"""
    tone: str
    motion: Motion
    amendment: Amendment | None = None
    composite: str = ""
    """The letter of the composite, where there is one."""


_OPEN: Final = {
    MotionState.LODGED: "With the committee",
    MotionState.WITH_SOC: "With the committee",
    MotionState.QUERY: "Queried with the branch",
    MotionState.NOT_IN_ORDER: "Not in order",
    MotionState.LATE: "Late",
    MotionState.REFERRED_ELSEWHERE: "Referred elsewhere",
    MotionState.NOT_PRIORITISED: "Not prioritised",
    MotionState.WITHDRAWN: "Withdrawn",
    MotionState.IN_ORDER: "Stands",
    MotionState.SCHEDULED: "Stands",
}
_OF_AMENDMENTS: Final = {
    AmendmentState.LODGED: "With the committee",
    AmendmentState.WITH_SOC: "With the committee",
    AmendmentState.ACCEPTED: "Accepted",
    AmendmentState.NOT_ACCEPTED: "Not accepted",
    AmendmentState.GROUPED: "Stands, grouped",
}
_ANSWERED: Final = {True: "Accepted", False: "Not accepted", None: "Stands"}
_TONES: Final = {"Stands": "carried", "Accepted": "carried", "Late": "lost", "Not in order": "lost"}


def motions_disposed(conference: Conference) -> QuerySet[Motion]:
    """Give the motions of the list, in the order of receipt."""
    return (
        conference.motions.exclude(state__in=NOT_YET_LODGED)
        .select_related("lodged_by", "composite", "conference")
        .order_by("lodged_order")
    )


def dispositions(
    conference: Conference, motions: Sequence[Motion] | None = None
) -> list[Disposition]:
    """List every motion that was lodged, or some of them, each with its amendments."""
    told = amendments_told_of(conference).select_related("lodged_by")
    if motions is not None:
        told = told.filter(motion__in=motions)
    amendments: dict[object, list[Amendment]] = {}
    for amendment in told:
        amendments.setdefault(amendment.motion_id, []).append(amendment)
    proposed = CompositeGroup.objects.filter(conference=conference, ended_at=None)
    grouped = dict(
        proposed.filter(sources__left_at=None).values_list("sources__motion_id", "letter")
    )
    rows: list[Disposition] = []
    for motion in motions if motions is not None else motions_disposed(conference):
        rows.append(_of_motion(motion, grouped.get(motion.pk, "")))
        rows += [_of_amendment(each, motion) for each in amendments.get(motion.pk, ())]
    return rows


def _of_motion(motion: Motion, letter: str) -> Disposition:
    composite = ""
    match motion.standing:
        case MotionState.COMPOSITED if motion.composite:
            composite = motion.composite.number.removeprefix("C")
            words = f"Composite {composite}"
        case MotionState.COMPOSITE_PROPOSED:
            composite = letter
            words = f"Proposed for composite {letter}"
        case state:
            words = _OPEN.get(state, state.label)
    tone = "now" if composite else _TONES.get(words, "")
    if motion.kind == MotionKind.COMPOSITE:
        composite = motion.number.removeprefix("C")
    return Disposition(
        motion.number, motion.title, motion.lodged_by.name, words, tone, motion, None, composite
    )


def _of_amendment(amendment: Amendment, motion: Motion) -> Disposition:
    state = AmendmentState(amendment.state)
    composite = ""
    if state is AmendmentState.COMPOSITED and motion.composite:
        composite = motion.composite.number.removeprefix("C")
        words = f"Composite {composite}"
    elif state is AmendmentState.IN_ORDER:
        words = _ANSWERED[amendment.mover_accepts]
    else:
        words = _OF_AMENDMENTS.get(state, state.label)
    tone = "now" if composite else _TONES.get(words, "")
    return Disposition(
        amendment.number,
        amendment.instruction,
        amendment.lodged_by.name,
        words,
        tone,
        motion,
        amendment,
        composite,
    )
