"""What falls with what: "if motion 9 is carried, motion 10 falls", as a graph.

Only what is carried makes another fall; what falls in that way does so itself without being
carried, so nothing falls in its turn. Two that make each other fall are alternatives. A longer
round (1 fells 2, 2 fells 3, 3 fells 1) is refused unless each two of it are alternatives: nobody
could say from it which of them the committee means to stand. Pure.
"""

from collections import deque
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Final

from audit.refusal import Refusal

MOST_CHAINS: Final = 40  # as many as anybody reads


@dataclass(frozen=True, slots=True, order=True)
class Fall:
    """If one is carried, another falls. Each is called by its number: M9, M5.1."""

    carried: str
    fallen: str

    @property
    def turned(self) -> "Fall":
        """Give the same the other way round."""
        return Fall(self.fallen, self.carried)


def refuse_fall(new: Fall, known: Collection[Fall]) -> None:
    """Refuse a consequence that cannot stand beside those known."""
    if new.carried == new.fallen:
        raise Refusal("falls-with-itself", f"{new.carried} cannot fall because it is carried.")
    if new in known:
        raise Refusal(
            "said-already",
            f"It is entered already: if {new.carried} is carried, {new.fallen} falls.",
        )
    if _are_alternatives(new.fallen, new.carried, known):
        return
    if path := _path(new.fallen, new.carried, {*known} - {new.turned}):
        raise Refusal(
            "falls-in-a-round",
            f"These would make each other fall in a round: {' → '.join([new.carried, *path])}. "
            "Enter them as alternatives, each two of them both ways.",
            rule="Consequences",
        )


def chains(falls: Collection[Fall]) -> list[tuple[str, ...]]:
    """Give the chains of three and more: 1 fells 2, which, had it been carried, would fell 3.

    They are shown because people misread them: if 1 is carried, 2 falls and 3 does not.
    """
    one_way = {fall for fall in falls if fall.turned not in falls}
    starts = {fall.carried for fall in one_way} - {fall.fallen for fall in one_way}
    paths = (path for start in sorted(starts) for path in _onward((start,), one_way))
    return list(islice((path for path in paths if len(path) > 2), MOST_CHAINS))  # noqa: PLR2004


def alternatives(falls: Collection[Fall]) -> list[tuple[str, str]]:
    """Give each two that make each other fall, once."""
    return sorted(
        (fall.carried, fall.fallen)
        for fall in falls
        if fall.turned in falls and fall.carried < fall.fallen
    )


def out_of_turn(falls: Collection[Fall], order: Sequence[str]) -> list[Fall]:
    """Find the consequences that come too late: what would fall is taken before what fells it."""
    place = {number: at for at, number in enumerate(order)}
    return sorted(
        fall
        for fall in falls
        if fall.turned not in falls
        and fall.carried in place
        and fall.fallen in place
        and place[fall.fallen] < place[fall.carried]
    )


def _are_alternatives(one: str, other: str, falls: Collection[Fall]) -> bool:
    """Say whether two are joined by alternatives alone, however many lie between them."""
    return bool(_path(one, other, {fall for fall in falls if fall.turned in falls}))


def _path(start: str, end: str, falls: Collection[Fall]) -> tuple[str, ...]:
    """Find the shortest way from one to another; empty if there is none."""
    onward = _by_carried(falls)
    waiting: deque[tuple[str, ...]] = deque([(start,)])
    seen = {start}
    while waiting:
        path = waiting.popleft()
        if path[-1] == end:
            return path
        for step in onward.get(path[-1], ()):
            if step not in seen:
                seen.add(step)
                waiting.append((*path, step))
    return ()


def _onward(path: tuple[str, ...], falls: Collection[Fall]) -> Iterator[tuple[str, ...]]:
    steps = sorted(f.fallen for f in falls if f.carried == path[-1] and f.fallen not in path)
    if not steps:
        yield path
    for step in steps:
        yield from _onward((*path, step), falls)


def _by_carried(falls: Collection[Fall]) -> Mapping[str, list[str]]:
    found: dict[str, list[str]] = {}
    for fall in sorted(falls):
        found.setdefault(fall.carried, []).append(fall.fallen)
    return found
