"""What is held of a person here: that they had a secret address for their own calendar."""

from typing import Any

from audit.personal_data import Part, Row
from conferences.models import CalendarFeed


def _addresses(person: Any) -> list[Row]:
    held = CalendarFeed.objects.filter(member=person).select_related("conference")
    return [
        {"conference": one.conference.title, "made": one.made_at, "revoked": one.revoked_at}
        for one in held
    ]


PART = Part(
    "calendars",
    "Addresses of my own calendar; the keys in them are not kept",
    "seats",
    frozenset({"conferences.CalendarFeed.member"}),
    _addresses,
)
