"""Ties: the points of a count that they look back to."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Point:
    """How the votes stood at the end of a stage or after a batch, and what that point is called."""

    name: str
    votes: tuple[int, ...]

    def of(self, holder: int) -> int:
        """Give a holder's votes; a further RON that came later had none."""
        return self.votes[holder] if holder < len(self.votes) else 0


Pick = Callable[[Iterable[int]], int]
"""`max` or `min`: who is chosen among those who tie, the one with the most or the fewest votes."""


@dataclass(frozen=True, slots=True)
class Tie:
    """How a rule breaks a tie: at which points it looks, in order, and what it asks of a lot.

    `what` says what is decided, as in "who is excluded"; `which` describes the point, as in "the
    earliest point"; `rule` and `lot` are the paragraphs that look back and that draw a lot.
    """

    points: Sequence[Point]
    pick: Pick
    what: str
    which: str
    rule: str
    lot: str

    @property
    def had(self) -> str:
        """Say what the one chosen had."""
        return "the most" if self.pick is max else "the fewest"


def narrow(tied: Sequence[int], points: Iterable[Point], pick: Pick) -> tuple[list[int], str]:
    """Keep those who stand out at the first point at which they differ, and go on among them.

    Gives who is left, more than one where they were equal all along, and the name of the point that
    decided last.
    """
    left, decided = list(tied), ""
    for point in points:
        if len(left) == 1:
            break
        best = pick(point.of(holder) for holder in left)
        standing_out = [holder for holder in left if point.of(holder) == best]
        if len(standing_out) < len(left):
            left, decided = standing_out, point.name
    return left, decided
