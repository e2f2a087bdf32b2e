"""A picture of the day: the planned line above, the real and expected line below. Pure.

Drawn in units of 360, as wide as a phone. The words beside it say all that it shows.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from conferences.running.plan import Expected, Plan

WIDTH: Final = 360
_TONES: Final = ("break", "over", "now", "late", "ahead")


@dataclass(frozen=True, slots=True)
class Block:
    """An item on one of the lines; its tone is one of break, over, now, late or ahead."""

    x: float
    width: float
    tone: str
    title: str
    begins: datetime


@dataclass(frozen=True, slots=True)
class DayPicture:
    """Two lines over the same hours, with the closing time and now upon them."""

    planned: tuple[Block, ...]
    real: tuple[Block, ...]
    hours: tuple[tuple[float, datetime], ...]
    closes: float
    now: float | None


def picture_of(plan: Plan, now: datetime) -> DayPicture | None:
    """Draw a session; None where it would have no width."""
    first = min(min(each.begins, each.slot.starts_at) for each in plan.items)
    last = max(plan.ends_at, plan.closes_at, *(each.ends for each in plan.items))
    span = (last - first).total_seconds()
    if span <= 0:
        return None

    def place(moment: datetime) -> float:
        return round(WIDTH * (moment - first).total_seconds() / span, 1)

    planned = tuple(
        _block(
            each, each.slot.starts_at, each.due, "break" if each.slot.is_break else "ahead", place
        )
        for each in plan.items
    )
    real = tuple(
        _block(each, each.begins, each.ends, _tone(each), place)
        for each in plan.items
        if not each.is_passed
    )
    return DayPicture(
        planned,
        real,
        tuple((place(hour), hour) for hour in _hours(first, last)),
        place(plan.closes_at),
        place(now) if first <= now <= last else None,
    )


def _block(
    each: Expected,
    begins: datetime,
    ends: datetime,
    tone: str,
    place: Callable[[datetime], float],
) -> Block:
    x = place(begins)
    return Block(x, round(max(1.0, place(ends) - x - 1), 1), tone, each.slot.title, begins)


def _tone(each: Expected) -> str:
    if each.slot.is_break:
        return "break"
    if each.is_over:
        return "over"
    if each.is_under_way:
        return "now"
    return "ahead" if each.is_reached else "late"


def _hours(first: datetime, last: datetime) -> list[datetime]:
    """Name the full hours on the line, and every other of them where they are many."""
    hour = first.replace(minute=0, second=0, microsecond=0) + timedelta(hours=1)
    found = []
    while hour < last:
        found.append(hour)
        hour += timedelta(hours=1)
    return found[:: 1 + len(found) // 8]
