"""What is not reached: the motions of a section that time runs out for, and where they go."""

from collections.abc import Sequence

from django.utils import timezone

from conferences.models import Conference
from motions.models import Motion, SectionTime
from motions.states import MotionState


def not_reached(conference: Conference, section: str) -> Sequence[Motion]:
    """Give the motions of a section that are scheduled and were not called."""
    left = conference.motions.filter(section=section, state=MotionState.SCHEDULED)
    return list(left.select_related("conference", "lodged_by").order_by("place", "lodged_order"))


def sections_over(conference: Conference) -> Sequence[SectionTime]:
    """Give the sections whose time is over while motions of theirs are still scheduled."""
    open_sections = conference.motions.filter(state=MotionState.SCHEDULED).values("section")
    return list(
        conference.section_times.filter(ends_at__lte=timezone.now(), section__in=open_sections)
    )


def where_it_goes(conference: Conference) -> str:
    """Say what becomes of a motion that is not reached, as the standing orders have it."""
    return "goes to the executive" if conference.orders.not_reached == "executive" else "falls"
