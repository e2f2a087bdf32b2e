"""The numbers and letters of points: the next one, and those that move when one comes or goes."""

import re
from collections.abc import Sequence

from motions.wording.edits import Splice
from motions.wording.structure import Block, blocks

_INSIDE = re.compile(r"(\d+|[a-z])(?=\W|$)")


def next_marker(marker: str) -> str:
    """Give the marker that follows: "3." after "2.", "(c)" after "(b)", "-" after "-"."""
    return moved(marker, 1)


def moved(marker: str, by: int) -> str:
    """Give a marker moved up or down by so many; one that does not count stays."""
    found = _INSIDE.search(marker)
    if not found:
        return marker
    value = found[0]
    if value.isdigit():
        new = str(int(value) + by)
    else:
        new = chr(ord(value) + by)
        if not "a" <= new <= "z":
            return marker
    return marker[: found.start()] + new + marker[found.end() :]


def marker_like(marker: str, label: str) -> str:
    """Write the number of a label in the style of a marker: label "4", marker "3)" gives "4)"."""
    found = _INSIDE.search(marker)
    own = label.rpartition("(")[2].rstrip(")")
    return marker[: found.start()] + own + marker[found.end() :] if found else marker


def before_in_order(every: Sequence[Block], tops: Sequence[int], label: str) -> int | None:
    """Give the point after which a numbered one comes, with its sub-points; None for the last."""
    if "(" not in label[1:]:
        return None
    parent = label[: label.index("(")]
    below = [i for i in tops if every[i].label == parent or every[i].label.startswith(f"{parent}(")]
    return below[-1] if below else None


def following_marks(text: str, at: int) -> list[int]:
    """Give the points that come after one in its own list, by their place among the blocks."""
    every = blocks(text)
    own = every[at]
    found: list[int] = []
    for i in range(at + 1, len(every)):
        block = every[i]
        if block.paragraph != own.paragraph or block.level < own.level:
            break
        if block.level == own.level and not block.is_bullet:
            found.append(i)
    return found


def shift_marks(text: str, shifts: dict[int, int], made: Sequence[Splice]) -> list[Splice]:
    """Give the changes that renumber points, but for those that another change takes away."""
    every = blocks(text)
    found: list[Splice] = []
    for at, by in shifts.items():
        block = every[at]
        start = text.index(block.marker, block.start)
        if by and not any(s.start <= start < s.end for s in made):
            found.append(Splice(start, start + len(block.marker), moved(block.marker, by)))
    return found


def renumbered(text: str) -> str:
    """Give a text with its points numbered anew: from 1, or on from the list before."""
    every = [block for block in blocks(text) if block.level == 1 and block.label.isdigit()]
    goes_on = _goes_on(every)
    parts: list[str] = []
    at, number, paragraph = 0, 0, 0
    for block in every:
        number = number + 1 if goes_on or block.paragraph == paragraph else 1
        paragraph = block.paragraph
        start = text.index(block.marker, block.start)
        parts += [text[at:start], marker_like(block.marker, str(number))]
        at = start + len(block.marker)
    return "".join([*parts, text[at:]])


def _goes_on(points: Sequence[Block]) -> bool:
    firsts = [
        int(block.label)
        for before, block in zip([None, *points], points, strict=False)
        if before is None or before.paragraph != block.paragraph
    ]
    return len(firsts) > 1 and all(first > 1 for first in firsts[1:])
