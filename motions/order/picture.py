"""Pictures of the order of business: what falls with what, as arcs beside the list of motions.

Plain numbers for an SVG template: the names stand one under the other in the order in which they
are taken, and an arc leads from what is carried to what falls. Pure.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Final

from motions.order.falls import Fall

ROW: Final = 36
LEFT: Final = 76
_NEAR, _FAR = 26, 12


@dataclass(frozen=True, slots=True)
class Name:
    """One motion or amendment of the picture."""

    words: str
    y: int


@dataclass(frozen=True, slots=True)
class Arc:
    """One consequence: a path from what is carried to what falls; both ways for alternatives."""

    path: str
    words: str
    both_ways: bool


@dataclass(frozen=True, slots=True)
class Picture:
    """What falls with what, to be drawn."""

    names: Sequence[Name]
    arcs: Sequence[Arc]
    width: int
    height: int


def falls_picture(falls: Collection[Fall], order: Sequence[str]) -> Picture:
    """Lay out the names in their order, those that are not in it last, and the arcs."""
    named = {name for fall in falls for name in (fall.carried, fall.fallen)}
    known = [name for name in order if name in named]
    names = [*known, *sorted(named - set(known))]
    at = {name: ROW // 2 + place * ROW for place, name in enumerate(names)}
    arcs = []
    reach = 0
    for fall in sorted(falls):
        both = fall.turned in falls
        if both and fall.carried > fall.fallen:
            continue
        start, end = at[fall.carried], at[fall.fallen]
        bulge = _NEAR + _FAR * abs(start - end) // ROW
        reach = max(reach, bulge)
        sign = "⇄" if both else "→"
        path = f"M{LEFT} {start} C{LEFT + bulge} {start} {LEFT + bulge} {end} {LEFT} {end}"
        arcs.append(Arc(path, f"{fall.carried} {sign} {fall.fallen}", both))
    return Picture(
        [Name(name, y) for name, y in at.items()], arcs, LEFT + reach + _FAR, ROW * len(names)
    )
