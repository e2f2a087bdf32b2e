"""A motion's call takes its item of the agenda, and the decision on its last motion ends it."""

from typing import Final

from audit.recording import OpenEntry
from conferences.running.clock import item_begin, item_finish
from conferences.running.showing import plan_publish
from motions.models import Motion
from motions.states import MotionState

TO_COME: Final = frozenset(
    {
        MotionState.SCHEDULED,
        MotionState.CALLED,
        MotionState.MOVED,
        MotionState.IN_DEBATE,
        MotionState.AMENDMENT_IN_DEBATE,
        MotionState.ADJOURNED,
        MotionState.QUESTION_PUT,
        MotionState.VOTING,
        MotionState.COUNTED,
        MotionState.CHALLENGED,
    }
)
"""The states of a motion on the agenda that conference has not finished with."""


def clock_starts(log: OpenEntry, motion: Motion, *, was: MotionState, now: MotionState) -> None:
    """Note in the entry of the act, before it, that the motion's item is taken."""
    if motion.agenda_item and (now == MotionState.CALLED or was == MotionState.ADJOURNED):
        item_begin(log, motion.agenda_item)
        plan_publish(motion.conference)


def clock_stops(log: OpenEntry, motion: Motion, *, was: MotionState, now: MotionState) -> None:
    """Note in the entry of the act, after it, that the motion's item is over."""
    item = motion.agenda_item
    if item is None or was not in TO_COME or now in TO_COME:
        return
    if item.taken_at is None or item.ended_at or item.motions.filter(state__in=TO_COME).exists():
        return
    item_finish(log, item)
    plan_publish(motion.conference)
