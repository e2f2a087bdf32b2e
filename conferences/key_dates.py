"""What is open: the one timetable that everything which opens or closes reads.

    key_date(conference, Key.MOTIONS_CLOSE)                 the moment that counts, or None if unset
    open_now(conference, Key.MOTIONS_OPEN, Key.MOTIONS_CLOSE)   by the server's clock
    timetable(conference)                                   every date in the order of time

A deadline's own moment is still in time: noon is not late, a microsecond after it is (guide 3.2,
`server time <= deadline`). A deadline on a day lasts until that day is over.
"""

from datetime import datetime

from django.utils import timezone

from conferences.enums import Key
from conferences.models import Conference, KeyDate


def key_date(conference: Conference, key: Key) -> datetime | None:
    """Give a deadline's last moment, or the first of anything else; None where it is not set."""
    found = conference.key_dates.filter(key=key).first()
    return found.moment if found else None


def open_now(
    conference: Conference, opens: Key | None, closes: Key, at: datetime | None = None
) -> bool:
    """Say whether something is open now, or was at a moment.

    A date that nobody has set stops nothing: without an opening it was open all along, and without
    a deadline it stays so.
    """
    now = at or timezone.now()
    begins = key_date(conference, opens) if opens else None
    ends = key_date(conference, closes)
    return (begins is None or begins <= now) and (ends is None or now <= ends)


def timetable(conference: Conference) -> list[KeyDate]:
    """Give every date of a conference in the order of time."""
    dates = list(conference.key_dates.all())
    for each in dates:
        each.conference = conference
    return dates
