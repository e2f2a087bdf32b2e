"""Calendars for other programs (RFC 5545, and RFC 7986 for a feed's name and its refreshing).

Pure. The format is icalendar's to write: lines folded after 75 octets, texts escaped, VTIMEZONE for
the zones used. Ours are the rules that it does not know: a UID stays for good; SEQUENCE rises with
every change and never falls; what is off is CANCELLED and not left out; DTSTAMP is the moment of
the last change, as 3.8.7.2 has it without a METHOD, so that the same calendar is the same bytes.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Final

from icalendar import Calendar, Event

PRODID: Final = "-//Tellers//Calendars//EN"
REFRESHED_EACH: Final = timedelta(minutes=15)


@dataclass(frozen=True, slots=True)
class CalendarEntry:
    """What stands in the calendar. A day without a time is a `date`; its end is the day after."""

    uid: str
    sequence: int
    stamped_at: datetime
    starts_at: datetime | date
    ends_at: datetime | date | None
    title: str
    words: str
    url: str
    is_cancelled: bool = False
    changed_at: datetime | None = None
    takes_up_time: bool = True


def as_icalendar(*entries: CalendarEntry) -> bytes:
    """Write entries as a file that any calendar opens and takes in."""
    calendar = _calendar()
    calendar.add("method", "PUBLISH")
    return _written(calendar, entries)


def as_feed(name: str, entries: Iterable[CalendarEntry], *, refreshed: bool = True) -> bytes:
    """Write a calendar that a program reads again by itself."""
    calendar = _calendar()
    calendar.add("name", _plain(name))
    calendar.add("x-wr-calname", _plain(name))  # what programs read that are older than RFC 7986
    if refreshed:
        calendar.add("refresh-interval", REFRESHED_EACH, parameters={"value": "DURATION"})
        calendar.add("x-published-ttl", "PT15M")
    return _written(calendar, list(entries))


def _calendar() -> Calendar:
    calendar = Calendar()
    calendar.add("version", "2.0")
    calendar.add("prodid", PRODID)
    calendar.add("calscale", "GREGORIAN")
    return calendar


def _written(calendar: Calendar, entries: Iterable[CalendarEntry]) -> bytes:
    days = []
    for entry in entries:
        calendar.add_component(_event(entry))
        days.append(_day(entry.starts_at))
    if days:
        year = timedelta(days=366)
        calendar.add_missing_timezones(min(days) - year, max(days) + year)
    return bytes(calendar.to_ical())


def _event(entry: CalendarEntry) -> Event:
    event = Event()
    event.add("uid", _plain(entry.uid))
    event.add("sequence", entry.sequence)
    event.add("dtstamp", entry.stamped_at)
    if entry.changed_at:
        event.add("last-modified", entry.changed_at)
    event.add("dtstart", entry.starts_at)
    if entry.ends_at is not None:  # an event with no end is a moment, and that is lawful (3.6.1)
        event.add("dtend", entry.ends_at)
    event.add("summary", _plain(entry.title))
    event.add("description", _plain(entry.words))
    event.add("url", _plain(entry.url))
    event.add("status", "CANCELLED" if entry.is_cancelled else "CONFIRMED")
    if not entry.takes_up_time:
        event.add("transp", "TRANSPARENT")
    return event


def _day(at: datetime | date) -> date:
    return at.date() if isinstance(at, datetime) else at


def _plain(text: str) -> str:
    """Leave out what a text cannot hold: of control characters only a line's end means anything."""
    lines = ("".join(each for each in line if each.isprintable()) for line in text.splitlines())
    return "\n".join(lines)
