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


def keep_the_clock(log: OpenEntry, motion: Motion, *, was: MotionState, now: MotionState) -> None:
    """Note in the entry of the act that the motion's item was taken, or is over."""
    item = motion.agenda_item
    if item is None:
        return
    if now == MotionState.CALLED or was == MotionState.ADJOURNED:
        item_begin(log, item)
    elif (
        was in TO_COME
        and now not in TO_COME
        and item.taken_at is not None
        and item.ended_at is None
        and not item.motions.filter(state__in=TO_COME).exists()
    ):
        item_finish(log, item)
    else:
        return
    plan_publish(motion.conference)
