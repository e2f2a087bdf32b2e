"""A scale drawn as steps: members of a branch to the right, delegates upwards."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from conferences.delegates.entitlement import Scale

WIDTH: Final = 360  # as wide as a phone, so that its numbers are read there too
HEIGHT: Final = 180
LEFT: Final = 30
RIGHT: Final = 22
FOOT: Final = 26
TOP: Final = 12
_LANDMARKS: Final = 5


@dataclass(frozen=True, slots=True)
class Tick:
    """A number beside an axis."""

    at: float
    words: str


@dataclass(frozen=True, slots=True)
class Dot:
    """One branch on the scale."""

    x: float
    y: float
    words: str


@dataclass(frozen=True, slots=True)
class ScalePicture:
    """The steps as an SVG path, the numbers at its axes, and the branches on it."""

    path: str
    across: list[Tick]
    up: list[Tick]
    dots: list[Dot]
    reach: int


def scale_picture(scale: Scale, branches: Sequence[tuple[str, int]]) -> ScalePicture:
    """Draw a scale up to the largest of these branches, given by name and members."""
    largest = max((members for _, members in branches), default=0)
    reach = _round_up(max(largest, 100))
    most = max(scale.delegates(reach), 1)

    def x(members: float) -> float:
        return round(LEFT + members * (WIDTH - LEFT - RIGHT) / reach, 1)

    def y(delegates: float) -> float:
        return round(HEIGHT - FOOT - delegates * (HEIGHT - FOOT - TOP) / most, 1)

    steps = _steps(scale, reach)
    path = f"M{x(0)} {y(scale.delegates(1))}"
    for members, delegates in steps:
        path += f"H{x(members)}V{y(delegates)}"
    path += f"H{x(reach)}"
    each = -(-most // _LANDMARKS)
    return ScalePicture(
        path=path,
        across=[Tick(x(part * reach / 4), f"{part * reach // 4:,}") for part in range(5)],
        up=[Tick(y(number), str(number)) for number in range(0, most + 1, each)],
        dots=[
            Dot(x(members), y(scale.delegates(members)), f"{name}: {members:,} members")
            for name, members in branches
        ],
        reach=reach,
    )


def _steps(scale: Scale, reach: int) -> list[tuple[int, int]]:
    """Find where a scale rises: the most members before each step, and what it rises to.

    A scale never falls, so each rise is found by halving.
    """
    steps, here = [], 1
    while scale.delegates(here) < scale.delegates(reach):
        low, high = here, reach
        while high - low > 1:
            middle = (low + high) // 2
            if scale.delegates(middle) > scale.delegates(here):
                high = middle
            else:
                low = middle
        steps.append((low, scale.delegates(high)))
        here = high
    return steps


def _round_up(number: int) -> int:
    """Go up to a number that divides into four round parts."""
    unit: int = 4 * 10 ** max(0, len(str(number)) - 2)
    return -(-number // unit) * unit
