"""When a ballot of the membership opens, closes and reminds: defaults, and what is wrong with days.

Pure. Times are aware and in the union's own zone, so that "ten in the morning" is that all year.
"""

from collections.abc import Sequence
from datetime import datetime, time, timedelta
from itertools import pairwise
from typing import Final

SHORTEST: Final = timedelta(days=1)
LONGEST: Final = timedelta(days=92)
MOST_REMINDERS: Final = 5
APART: Final = timedelta(hours=20)
"""Two messages to one person are never nearer than this."""

IN_TIME: Final = timedelta(hours=3)
"""A reminder nearer to the close helps nobody who needs a letter, or somebody to help."""

WAKING: Final = (time(8), time(20))
"""Telephones are left alone outside these hours."""

_MORNING: Final = time(10)
_NOON: Final = time(12)
_NOTICE: Final = timedelta(days=7)
_OPEN_FOR: Final = timedelta(days=14)


def usual_opening(now: datetime) -> datetime:
    """Give ten in the morning, a week ahead."""
    return _at(now + _NOTICE, _MORNING)


def usual_closing(opens_at: datetime) -> datetime:
    """Give noon, two weeks after the opening: the helpdesk is there for the last calls."""
    return _at(opens_at + _OPEN_FOR, _NOON)


def usual_reminders(opens_at: datetime, closes_at: datetime) -> list[datetime]:
    """Give ten in the morning half-way, three days before the close and on the last day before it.

    Only as many as find room between the opening and the close; none in a ballot of a day.
    """
    halfway = opens_at + (closes_at - opens_at) / 2
    wanted = (halfway, closes_at - timedelta(days=3), closes_at - timedelta(days=1))
    chosen: list[datetime] = []
    for one in sorted(_at(each, _MORNING) for each in wanted):
        before = chosen[-1] if chosen else opens_at
        if one - before >= APART and closes_at - one >= IN_TIME:
            chosen.append(one)
    return chosen


def faults(
    opens_at: datetime, closes_at: datetime, reminders: Sequence[datetime], now: datetime
) -> list[str]:
    """Say what is wrong with a calendar, if anything is."""
    found = []
    if opens_at <= now:
        found.append("It has to open later than now: members are told when it opens.")
    if closes_at - opens_at < SHORTEST:
        found.append("Members need a day at least between opening and closing.")
    if closes_at - opens_at > LONGEST:
        found.append("Three months is the longest that it may stay open.")
    if len(reminders) > MOST_REMINDERS:
        found.append(f"At most {MOST_REMINDERS} reminders: more are pestering.")
    moments = [opens_at, *sorted(reminders)]
    for before, one in pairwise(moments):
        if one - before < APART:
            found.append(f"{_said(one)}: too soon after the message before it.")
        if closes_at - one < IN_TIME:
            found.append(f"{_said(one)}: too late to be of help. The close is {_said(closes_at)}.")
        if not WAKING[0] <= one.timetz().replace(tzinfo=None) < WAKING[1]:
            found.append(f"{_said(one)}: messages go out between 8 in the morning and 8 at night.")
    return found


def _at(day: datetime, hour: time) -> datetime:
    return datetime.combine(day.date(), hour, tzinfo=day.tzinfo)


def _said(moment: datetime) -> str:
    return f"{moment:%-d %B at %H:%M}"
