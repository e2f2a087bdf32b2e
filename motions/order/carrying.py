"""When an item is carried to another session, its motions that are still to come go with it."""

from audit.recording import OpenEntry
from conferences.models import AgendaItem
from motions.models import Motion
from motions.order.scheduling import place_in
from motions.states import MotionState


def motions_carry(log: OpenEntry, item: AgendaItem, carried: AgendaItem) -> None:
    """Give the scheduled motions of an item their places in its new slot, in their order."""
    waiting = item.motions.filter(state=MotionState.SCHEDULED).order_by("place", "lodged_order")
    for motion in Motion.objects.filter(pk__in=waiting.values("pk")).order_by("place"):
        place_in(log, motion, carried)
