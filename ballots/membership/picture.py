"""Turnout over time as a picture: a stepped line, a mark for each message, a share up the side.

Pure. Places are in the units of the SVG's own box, so that a template draws them as they come.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from math import ceil
from typing import Final

WIDTH: Final = 640
HEIGHT: Final = 290
_LEFT, _RIGHT, _TOP, _BOTTOM = 44, 12, 14, 34
_STEPS: Final = (5, 10, 20, 25, 50, 100)
_MOST_DAYS: Final = 6


@dataclass(frozen=True, slots=True)
class Tick:
    """A line of the grid, with its words."""

    at: float
    words: str


@dataclass(frozen=True, slots=True)
class Picture:
    """What is drawn: the line and what is under it, grid, days, messages."""

    line: str
    area: str
    shares: tuple[Tick, ...]
    days: tuple[Tick, ...]
    messages: tuple[float, ...]
    base: float = HEIGHT - _BOTTOM
    left: float = _LEFT
    right: float = WIDTH - _RIGHT
    top: float = _TOP
    width: int = WIDTH
    height: int = HEIGHT


def turnout_picture(
    points: Sequence[tuple[datetime, int]],
    *,
    roll: int,
    closes_at: datetime,
    messages: Sequence[datetime] = (),
) -> Picture | None:
    """Draw turnout from the opening to the closing time; None where there is nothing to draw.

    Two points at least, in order of time; `roll` is how many may vote.
    """
    if len(points) < 2 or not roll:  # noqa: PLR2004 - a line has two ends
        return None
    begins, ends = points[0][0], max(closes_at, points[-1][0])
    whole = max(1.0, (ends - begins).total_seconds())
    highest = 100 * max(voted for _at, voted in points) / roll
    step = next(each for each in _STEPS if each * 4 >= highest or each == _STEPS[-1])
    ceiling = max(step, ceil(highest / step) * step)

    def across(at: datetime) -> float:
        return round(_LEFT + (WIDTH - _LEFT - _RIGHT) * (at - begins).total_seconds() / whole, 1)

    def up(share: float) -> float:
        return round(HEIGHT - _BOTTOM - (HEIGHT - _TOP - _BOTTOM) * share / ceiling, 1)

    places = [(across(at), up(100 * voted / roll)) for at, voted in points]
    line = " ".join(f"{x},{y}" for x, y in places)
    base = HEIGHT - _BOTTOM
    return Picture(
        line=line,
        area=f"{places[0][0]},{base} {line} {places[-1][0]},{base}",
        shares=tuple(Tick(up(each), f"{each}%") for each in range(0, ceiling + 1, step)),
        days=tuple(_days(begins, ends, across)),
        messages=tuple(across(at) for at in messages if begins <= at <= points[-1][0]),
    )


def _days(begins: datetime, ends: datetime, across: Callable[[datetime], float]) -> list[Tick]:
    days = max(1, (ends - begins).days)
    every = ceil(days / _MOST_DAYS)
    found = [begins + timedelta(days=number) for number in range(0, days + 1, every)]
    return [Tick(across(day), f"{day:%-d %b}") for day in found]
