"""How many registered on each day: the bars of a small picture. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

WIDTH: Final = 360  # as wide as a phone
HEIGHT: Final = 96
MOST_BARS: Final = 60
_GAP: Final = 1


@dataclass(frozen=True, slots=True)
class Bar:
    """The days from `first` to `last`, one day each where there are few, and where to draw them."""

    first: date
    last: date
    count: int
    x: int
    y: int
    width: int
    height: int


@dataclass(frozen=True, slots=True)
class DaysPicture:
    """The bars from the first day to the last, and the highest of them."""

    bars: list[Bar]
    days_a_bar: int
    most: int

    @property
    def busiest(self) -> Bar:
        """Give the first of the highest bars."""
        return max(self.bars, key=lambda bar: bar.count)


def days_picture(counts: Mapping[date, int]) -> DaysPicture | None:
    """Draw these counts, days without any between them included; None where there is no day."""
    if not counts:
        return None
    first, last = min(counts), max(counts)
    span = (last - first).days + 1
    days_a_bar = -(-span // MOST_BARS)
    number = -(-span // days_a_bar)
    sums = [0] * number
    for day, count in counts.items():
        sums[(day - first).days // days_a_bar] += count
    most, wide = max(sums), WIDTH // number
    bars = []
    for at, count in enumerate(sums):
        start, height = first + timedelta(days=at * days_a_bar), -(-count * HEIGHT // most)
        end = min(start + timedelta(days=days_a_bar - 1), last)
        across = {"x": at * wide, "width": max(1, wide - _GAP)}
        bars.append(Bar(start, end, count, y=HEIGHT - height, height=height, **across))
    return DaysPicture(bars, days_a_bar, most)
