"""A motion finds its place in the order of business, moves in it, and leaves it again.

To leave its place does not take a motion off the final agenda: it stays scheduled, in no session,
until it is given another place or time runs out (there is no way back in the lifecycle's table).
"""

from collections import defaultdict

from audit.recording import OpenEntry
from audit.refusal import Refusal
from ballots.enums import Majority
from conferences.enums import AgendaKind
from conferences.models import AgendaItem, Conference
from conferences.rules import acting
from members.models import Member
from motions.enums import RULE_KINDS
from motions.models import Motion
from motions.states import Act, MotionState
from motions.steps import advance, held_motion, hold_floor


def motion_schedule(
    *, motion: Motion, actor: Member, item: AgendaItem, place: int | None = None
) -> Motion:
    """Give a motion its place: in an item, before the others from `place` on, or last.

    The first time fixes its majority: an amendment of rules or standing orders needs two thirds of
    the votes cast (guide 3.5). A motion that has a place already is moved.
    """
    if item.session.conference_id != motion.conference_id:
        raise Refusal("foreign-item", "That item is on another conference's agenda.")
    with acting(actor, motion.conference, "motion.schedule") as log:
        hold_floor(motion.conference)
        motion = held_motion(motion)
        _refuse_item(item)
        moved = motion.standing == MotionState.SCHEDULED
        if motion.kind in RULE_KINDS and motion.majority == Majority.SIMPLE:
            motion.majority = Majority.TWO_THIRDS_CAST
        if not moved and motion.standing != MotionState.IN_ORDER:
            advance(log, motion, Act.SCHEDULE)  # refuses, and says what can be done now
        among = _put(motion, item, place)
        if moved:
            motion.save(update_fields=["agenda_item", "place", "majority"])
            log.record("motion.placed", subject=motion, item=item.log_name, place=among)
        else:
            advance(
                log,
                motion,
                Act.SCHEDULE,
                item=item.log_name,
                place=among,
                majority=motion.majority,
            )
    return motion


def motion_unplace(*, motion: Motion, actor: Member) -> Motion:
    """Take a motion out of its place: it stays on the final agenda, and is in no session."""
    with acting(actor, motion.conference, "motion.schedule") as log:
        hold_floor(motion.conference)
        motion = held_motion(motion)
        if motion.standing != MotionState.SCHEDULED or motion.agenda_item is None:
            raise Refusal("not-placed", f"{motion.spoken} has no place to be taken out of.")
        left = motion.agenda_item.log_name
        motion.agenda_item = motion.place = None
        motion.save(update_fields=["agenda_item", "place"])
        log.record("motion.unplaced", subject=motion, item=left)
    return motion


def place_in(log: OpenEntry, motion: Motion, item: AgendaItem) -> None:
    """Place a scheduled motion last in an item, in the entry of another act."""
    among = _put(motion, item, None)
    motion.save(update_fields=["agenda_item", "place"])
    log.record("motion.placed", subject=motion, item=item.log_name, place=among)


def _refuse_item(item: AgendaItem) -> None:
    if item.kind == AgendaKind.BREAK:
        raise Refusal("a-break", f"{item.title} is a break: no motion is taken in it.")
    if item.ended_at or item.session.closed_at:
        raise Refusal("item-is-over", f"{item.title} is over: choose an item still to come.")


def _put(motion: Motion, item: AgendaItem, place: int | None) -> int:
    """Set a motion among the others of an item, and number the whole order of business anew.

    Gives its place in the item, from 1. The motion itself is left for the caller to save.
    """
    by_item = _by_item(motion.conference, without=motion)
    among = by_item[item.pk]
    at = len(among) if place is None else min(max(place, 1) - 1, len(among))
    among.insert(at, motion)
    motion.agenda_item = item
    changed = []
    items = AgendaItem.objects.filter(session__conference=motion.conference)
    in_order = [each for pk in items.values_list("pk", flat=True) for each in by_item[pk]]
    for number, each in enumerate(in_order, start=1):
        if each.place != number:
            each.place = number
            changed.append(each)
    Motion.objects.bulk_update([each for each in changed if each is not motion], ["place"])
    return at + 1


def _by_item(conference: Conference, *, without: Motion) -> defaultdict[int, list[Motion]]:
    found: defaultdict[int, list[Motion]] = defaultdict(list)
    placed = conference.motions.filter(agenda_item__isnull=False).exclude(pk=without.pk)
    for each in placed.order_by("place", "lodged_order"):
        if each.agenda_item_id:
            found[each.agenda_item_id].append(each)
    return found
