"""Where the days of a complaint stand on a line: the picture of its time limit."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from conferences.complaint_clock import ComplaintClock

WIDTH = 360  # as wide as a phone, so that its numbers are read there too
MARGIN = 14
APART = 20
"""From one numbered mark to the next at the least: neighbours are moved, never hidden."""


@dataclass(frozen=True, slots=True)
class Mark:
    """One day on the line: how far along, under which number, and what it is."""

    number: int
    x: int
    on: date
    words: str
    tone: str = ""


@dataclass(frozen=True, slots=True)
class Span:
    """A stretch of the line: the six months, the internal procedure, or what may yet be added."""

    x: int
    width: int
    tone: str


@dataclass(frozen=True, slots=True)
class ClockPicture:
    """The line from the breach to the latest possible day, with today on it."""

    marks: list[Mark]
    spans: list[Span]
    today: int | None


def clock_picture(clock: ComplaintClock, today: date) -> ClockPicture:
    """Set a clock out on a line from the breach to the last day it could ever run to."""
    end = max(clock.latest_possible, clock.procedure_ended or clock.breach)
    days = max(1, (end - clock.breach).days)

    def place(day: date) -> int:
        along = min(max((day - clock.breach).days, 0), days)
        return MARGIN + along * (WIDTH - 2 * MARGIN) // days

    told = [
        (clock.breach, "The day of the breach: six months start with it", ""),
        (clock.procedure_began, "The internal procedure began", ""),
        (
            clock.first_limit,
            "The last day to begin an internal procedure, and to complain without one",
            "",
        ),
        (clock.procedure_ended, "The internal procedure ended", ""),
        (clock.procedure_limit, "One year of the internal procedure", ""),
        (clock.last_day, "The last day to complain to the Certification Officer", "limit"),
        (clock.latest_possible, "The latest that the last day could ever be", ""),
    ]
    known = sorted(
        ((day, words, tone) for day, words, tone in told if day is not None), key=lambda one: one[0]
    )
    places = apart([place(day) for day, _words, _tone in known])
    marks = [
        Mark(number, x, day, words, tone)
        for number, (x, (day, words, tone)) in enumerate(zip(places, known, strict=True), start=1)
    ]
    spans = [_span(place(clock.breach), place(clock.first_limit), "first")]
    if clock.procedure_began and clock.procedure_counts:
        spans.append(_span(place(clock.procedure_began), place(clock.runs_from), "procedure"))
        spans.append(_span(place(clock.runs_from), place(clock.last_day), "again"))
    is_on_the_line = clock.breach <= today <= end
    return ClockPicture(marks, spans, place(today) if is_on_the_line else None)


def apart(places: Sequence[int]) -> list[int]:
    """Move marks that would lie on each other, in their order, and none of them off the line."""
    moved: list[int] = []
    for place in places:
        moved.append(max(place, moved[-1] + APART) if moved else place)
    limit = WIDTH - MARGIN
    for at in reversed(range(len(moved))):
        moved[at] = min(moved[at], limit)
        limit = moved[at] - APART
    return moved


def _span(start: int, stop: int, tone: str) -> Span:
    return Span(start, max(1, stop - start), tone)
