"""The credential of a day: one passcode, entered in advance of the business (guide L1, R31).

A delegate signs in once for a day of a conference, on the day or in the evening before, so that
nobody waits for a code while business goes on. The passcode that was sent for the day signs in,
from then on. Days and hours are London's.
"""

from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from typing import Final

from django.utils import timezone

EVENING: Final = time(17)
PREFIX: Final = "day:"


def day_purpose(conference: str, day: date) -> str:
    """Name what a passcode for a day of a conference is for."""
    return f"{days_of(conference)}{day.isoformat()}"


def days_of(conference: str) -> str:
    """Give how the purposes of all days of a conference begin."""
    return f"{PREFIX}{conference}/"


def evening_before(day: date) -> datetime:
    """Give the moment from which signing in counts for a day."""
    return timezone.make_aware(datetime.combine(day - timedelta(days=1), EVENING))


def end_of(day: date) -> datetime:
    """Give the moment at which a day's passcodes are over."""
    return timezone.make_aware(datetime.combine(day + timedelta(days=1), time()))


def is_for(began: datetime | None, day: date) -> bool:
    """Say whether a session that began then counts for a day."""
    return began is not None and evening_before(day) <= began < end_of(day)


def endings_now() -> Iterator[str]:
    """Give how the purposes of the days end that a passcode signs in for now."""
    now = timezone.localtime()
    for day in (now.date(), now.date() + timedelta(days=1)):
        if evening_before(day) <= now < end_of(day):
            yield f"/{day.isoformat()}"
