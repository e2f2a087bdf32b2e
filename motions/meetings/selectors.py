"""What a meeting has before it, and what it may yet take of a conference's business."""

from django.db.models import Exists, OuterRef, QuerySet

from conferences.models import Conference
from motions.models import Motion
from motions.states import MotionState


def of_meeting(meeting: Conference) -> QuerySet[Motion]:
    """Give the motions on a meeting's agenda, each with the one it decides for conference."""
    return (
        meeting.motions.select_related("conference", "decides__conference", "agenda_item")
        .prefetch_related("texts")
        .order_by("place")
    )


def left_to_it(meeting: Conference) -> QuerySet[Motion]:
    """Give conference's waiting motions that this meeting may decide and has not taken."""
    if not meeting.delegated_by or meeting.within is None:
        return Motion.objects.none()
    taken = Motion.objects.filter(decides=OuterRef("pk")).exclude(state=MotionState.NOT_MOVED)
    return (
        meeting.within.motions.filter(~Exists(taken), state=MotionState.SCHEDULED)
        .select_related("conference", "lodged_by")
        .order_by("place", "lodged_order")
    )
