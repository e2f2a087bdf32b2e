"""The agenda of a meeting, typed as it is sent round: a time and a title on each line."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import time
from itertools import pairwise
from typing import Final

from conferences.enums import AgendaKind

MOST: Final = 60
LONGEST: Final = 200
_LINE: Final = re.compile(r"(?P<hour>\d{1,2})[:.](?P<minute>\d{2})\s+(?P<title>\S.*)")
_KINDS: Final = (
    (AgendaKind.BREAK, re.compile(r"\b(break|lunch|tea|pause)\b", re.IGNORECASE)),
    (AgendaKind.REPORT, re.compile(r"\b(reports?|minutes|accounts)\b", re.IGNORECASE)),
    (AgendaKind.MOTION, re.compile(r"\b(motions?|resolutions?)\b", re.IGNORECASE)),
    (AgendaKind.SPEAKER, re.compile(r"\b(speakers?|address)\b", re.IGNORECASE)),
)


@dataclass(frozen=True, slots=True)
class Line:
    """One item: when it starts, what it is called, and what sort of item its words make it."""

    starts_at: time
    title: str
    kind: AgendaKind


class AgendaError(ValueError):
    """A line that is no item, in words for whoever typed it."""


def read_agenda(typed: str) -> Sequence[Line]:
    """Read an agenda: `19:00 Opening` on each line, in the order of the times.

    Raises AgendaError, which names the line.
    """
    lines = [" ".join(line.split()) for line in typed.splitlines() if line.strip()]
    if not lines:
        raise AgendaError("An agenda has an item at least, such as: 19:00 Opening.")
    if len(lines) > MOST:
        raise AgendaError(f"An agenda has {MOST} items at most; this has {len(lines)}.")
    found = [_read(line) for line in lines]
    for before, after in pairwise(found):
        if after.starts_at <= before.starts_at:
            raise AgendaError(
                f"“{after.title}” starts no later than “{before.title}”: put them in order."
            )
    return found


def _read(line: str) -> Line:
    fits = _LINE.fullmatch(line)
    if fits is None:
        raise AgendaError(f"“{line[:60]}” has no time: write it as 19:00 Opening.")
    hour, minute = int(fits["hour"]), int(fits["minute"])
    if hour > 23 or minute > 59:  # noqa: PLR2004 - a day's last minute
        raise AgendaError(f"“{line[:60]}” names no time of day.")
    title = fits["title"]
    if len(title) > LONGEST:
        raise AgendaError(f"“{title[:60]}…” is too long: {LONGEST} letters at most.")
    kind = next((kind for kind, words in _KINDS if words.search(title)), AgendaKind.FORMAL)
    return Line(time(hour, minute), title, kind)
