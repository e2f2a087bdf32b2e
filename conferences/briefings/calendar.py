"""An entry for somebody's own calendar (RFC 5545), written as text.

Pure. Lines end in CR LF and are folded after 75 octets, never inside a letter; what people typed
is escaped, so that it cannot begin a line of its own. Times are UTC: every calendar shows them in
its owner's time. The same UID with a higher SEQUENCE replaces the entry that was there.
"""

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Final

OCTETS_IN_A_LINE: Final = 75


@dataclass(frozen=True, slots=True)
class CalendarEntry:
    """What stands in the calendar."""

    uid: str
    sequence: int
    stamped_at: datetime
    starts_at: datetime
    ends_at: datetime
    title: str
    words: str
    url: str
    is_cancelled: bool = False


def as_icalendar(entry: CalendarEntry) -> bytes:
    """Write the entry as a file that any calendar opens."""
    lines = [
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        "PRODID:-//Tellers//Briefings//EN",
        "CALSCALE:GREGORIAN",
        "METHOD:PUBLISH",
        "BEGIN:VEVENT",
        f"UID:{_escaped(entry.uid)}",
        f"SEQUENCE:{entry.sequence}",
        f"DTSTAMP:{_moment(entry.stamped_at)}",
        f"DTSTART:{_moment(entry.starts_at)}",
        f"DTEND:{_moment(entry.ends_at)}",
        f"SUMMARY:{_escaped(entry.title)}",
        f"DESCRIPTION:{_escaped(entry.words)}",
        f"URL:{_one_line(entry.url)}",
        f"STATUS:{'CANCELLED' if entry.is_cancelled else 'CONFIRMED'}",
        "END:VEVENT",
        "END:VCALENDAR",
    ]
    return b"".join(_folded(line) for line in lines)


def _moment(at: datetime) -> str:
    return at.astimezone(UTC).strftime("%Y%m%dT%H%M%SZ")


def _escaped(text: str) -> str:
    """Escape a text (3.3.11); of control characters only the end of a line means anything."""
    lines = (_one_line(line) for line in text.splitlines())
    marked = (line.replace("\\", "\\\\").replace(";", "\\;").replace(",", "\\,") for line in lines)
    return "\\n".join(marked)


def _one_line(text: str) -> str:
    return "".join(letter for letter in text if letter.isprintable())


def _folded(line: str) -> bytes:
    """Fold a line (3.1): each further part begins with a space, which counts."""
    parts, part = [], b""
    for letter in line:
        data = letter.encode()
        if len(part) + len(data) > OCTETS_IN_A_LINE:
            parts.append(part)
            part = b" "
        part += data
    return b"\r\n".join([*parts, part]) + b"\r\n"
