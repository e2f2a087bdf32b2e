"""A motion taken in parts: which lines each part has, and what is left once some are lost.

A part is put to the vote by itself; what is not in a part lost is put last, as a whole (guide 3.4,
take in parts). Parts are named as people name them, apart by semicolons:

    last paragraph        paragraph 2        paragraphs 2-3        point 3        points 2 to 4

A paragraph has the points under it. The numbers of the points that are left stay as they were, so
that what was said of point 3 in the debate is still about point 3. Pure.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Final

from audit.refusal import Refusal

MOST_PARTS: Final = 20
_POINT: Final = re.compile(r"(\d{1,4})\. ")
_SAID: Final = re.compile(
    r"(?:the )?(?:(?P<last>last) paragraph|(?P<kind>paragraph|point)s? "
    r"(?P<first>\d{1,4})(?: ?(?:-|–|to) ?(?P<until>\d{1,4}))?)",  # noqa: RUF001 - a dash is typed
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Division:
    """A run of lines of a text, counted from 1, both ends in it, and what they are called."""

    first: int
    last: int
    name: str


def division_read(said: str, text: str) -> tuple[Division, ...]:
    """Understand into which parts a text is divided, in the order of the text; or refuse."""
    names = [each.strip().rstrip(".") for each in said.split(";") if each.strip()]
    if not names:
        raise Refusal("no-part", "Say which part is to be put by itself, such as: last paragraph.")
    if len(names) > MOST_PARTS:
        raise Refusal("too-many-parts", f"A motion is taken in {MOST_PARTS} parts at most.")
    parts = sorted((_part(" ".join(name.split()), text) for name in names), key=_start)
    for before, after in pairwise(parts):
        if after.first <= before.last:
            raise Refusal(
                "parts-overlap",
                f"The {before.name} and the {after.name} have words in common. Each word is voted "
                "on in one part.",
            )
    if len(parts) == 1 and not text_left(text, parts):
        raise Refusal("part-is-the-whole", f"The {parts[0].name} is the whole motion.")
    return tuple(parts)


def words_of(text: str, part: Division) -> str:
    """Give the words of a part."""
    return "\n".join(text.split("\n")[part.first - 1 : part.last])


def text_left(text: str, lost: Iterable[Division]) -> str:
    """Give what is left of a text once the lost parts are taken out; empty if nothing is."""
    gone = {line for part in lost for line in range(part.first, part.last + 1)}
    kept = [line for at, line in enumerate(text.split("\n"), start=1) if at not in gone]
    return "\n".join(kept) if any(line.strip() for line in kept) else ""


def only_part_left(text: str, waiting: Sequence[Division], lost: Sequence[Division]) -> bool:
    """Say whether the one part still waiting is all that is left.

    Then it is put as the motion itself: voted on as a part first, it would be voted on twice. So a
    motion that loses every part is lost.
    """
    return len(waiting) == 1 and not text_left(text, [*waiting, *lost])


def parts_sentence(parts: Sequence[tuple[str, str]], rest: str) -> str:
    """Say how a motion taken in parts ended, as conference papers do.

    "Taken in parts: last paragraph LOST, remaining motion CARRIED."
    """
    said = [f"{name} {outcome.upper()}" for name, outcome in parts]
    if rest:
        said.append(f"remaining motion {rest.upper()}")
    return f"Taken in parts: {', '.join(said)}."


def _start(part: Division) -> int:
    return part.first


def _part(name: str, text: str) -> Division:
    found = _SAID.fullmatch(name)
    if found is None:
        raise Refusal(
            "part-not-understood",
            f"“{name}” names no part. Write, for example: last paragraph; or paragraphs 2-3; or "
            "point 3. Put a semicolon between parts.",
        )
    paragraphs, points = _lines(text)
    if found["last"]:
        return Division(*paragraphs[-1], "last paragraph")
    first = int(found["first"])
    last = int(found["until"] or first)
    kind = found["kind"].lower()
    where = points if kind == "point" else dict(enumerate(paragraphs, start=1))
    for number in (first, last):
        if number not in where:
            raise Refusal("no-such-part", f"The motion has no {kind} {number}, or more than one.")
    if last < first:
        raise Refusal("part-backwards", f"{kind.capitalize()}s {first} to {last} run backwards.")
    called = f"{kind} {first}" if first == last else f"{kind}s {first} to {last}"
    return Division(where[first][0], where[last][1], called)


def _lines(text: str) -> tuple[list[tuple[int, int]], dict[int, tuple[int, int]]]:
    """Find the lines of each paragraph, with its points, and of each point named once."""
    paragraphs: list[tuple[int, int]] = []
    points: dict[int, list[tuple[int, int]]] = {}
    for at, line in enumerate(text.split("\n"), start=1):
        if not line.strip():
            continue
        point = _POINT.match(line)
        if point:
            points.setdefault(int(point[1]), []).append((at, at))
        if paragraphs and (point or line.startswith("- ")):
            paragraphs[-1] = (paragraphs[-1][0], at)
        else:
            paragraphs.append((at, at))
    return paragraphs, {number: found[0] for number, found in points.items() if len(found) == 1}
