"""What meets beside a conference, and whether conference sits meanwhile."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from conferences.meetings.belonging import may_see
from conferences.models import Conference
from conferences.running.plan import Plan
from conferences.running.reading import SessionAsPlanned, moment


@dataclass(frozen=True, slots=True)
class Beside:
    """One sitting of a meeting; it clashes where a session is planned for the same time."""

    meeting: Conference
    begins: datetime
    ends: datetime
    clashes: bool
    is_open_to_reader: bool


def beside(
    conference: Conference, planned: Sequence[SessionAsPlanned], reader: object
) -> list[Beside]:
    """List the sittings of the meetings within a conference, in the order of time."""
    plans = [each.plan for each in planned if each.plan]
    found = []
    meetings = conference.meetings.select_related("body__parent")
    for meeting in meetings.prefetch_related("sessions__items"):
        for session in meeting.sessions.all():
            times = [moment(session.held_on, item.starts_at) for item in session.items.all()]
            if times:
                begins, ends = min(times), max(times)
                clashes = any(_overlap(plan, begins, ends) for plan in plans)
                found.append(Beside(meeting, begins, ends, clashes, may_see(reader, meeting)))
    return sorted(found, key=lambda each: (each.begins, each.meeting.code))


def _overlap(plan: Plan, begins: datetime, ends: datetime) -> bool:
    """Say whether business of a session is planned for a part of that time; breaks are free."""
    return any(
        not each.slot.is_break and each.slot.starts_at < max(ends, begins) and begins < each.due
        for each in plan.items
    )
