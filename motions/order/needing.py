"""What the motions of each item still take, told to the room below, which plans the day by it."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Final

from ballots.enums import VotingForm
from conferences.models import Conference
from conferences.running.reading import Need
from motions.clock import TO_COME
from motions.models import Motion
from motions.order.minutes import CHAIR_SECONDS
from motions.order.planning import seconds_of
from motions.states import MotionState

_VOTE_TO_COME: Final = (MotionState.QUESTION_PUT, MotionState.VOTING)
_VOTED: Final = (MotionState.COUNTED, MotionState.CHALLENGED)
_SECONDED: Final = (MotionState.IN_DEBATE, MotionState.AMENDMENT_IN_DEBATE, MotionState.ADJOURNED)


def needs_of_items(conference: Conference) -> Mapping[int, Need]:
    """Reckon each item that holds motions: 0 seconds once none of them is still to come.

    The guillotine of an item is the time of the last of its sections, where all have one.
    """
    placed = conference.motions.filter(agenda_item__isnull=False).select_related("conference")
    by_item: defaultdict[int | None, list[Motion]] = defaultdict(list)
    found = placed.prefetch_related("amendments", "debate_groups").order_by("place", "lodged_order")
    for motion in found:
        motion.conference = conference
        by_item[motion.agenda_item_id].append(motion)
    ends = dict(conference.section_times.values_list("section", "ends_at"))
    return {
        key: Need(
            sum(seconds_left(conference, each, motions) for each in motions),
            _stops_at(motions, ends),
        )
        for key, motions in by_item.items()
        if key is not None
    }


def seconds_left(conference: Conference, motion: Motion, beside: Sequence[Motion]) -> int:
    """Reckon what a motion still takes, by how far conference has got with it."""
    orders, state = conference.orders, motion.standing
    if state not in TO_COME:
        return 0
    if state in _VOTED:
        return CHAIR_SECONDS
    if state in _VOTE_TO_COME:
        windows = orders.windows
        is_card = motion.form == VotingForm.CARD_VOTE
        return CHAIR_SECONDS + (windows.card if is_card else windows.default)
    times = orders.speaking_times
    spoken = times.mover if state in (MotionState.MOVED, *_SECONDED) else 0
    if state in _SECONDED and orders.seconder_needed:
        spoken += times.speaker
    return seconds_of(conference, motion, beside) - spoken


def _stops_at(motions: Sequence[Motion], ends: Mapping[str, datetime]) -> datetime | None:
    waiting = [each for each in motions if each.standing == MotionState.SCHEDULED]
    times = [ends[each.section] for each in waiting if each.section in ends]
    return max(times) if times and len(times) == len(waiting) else None
