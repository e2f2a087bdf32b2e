"""Ties: who stood out at an earlier point of the count, and else a lot."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

Pick = Callable[[Iterable[int]], int]
"""`max` or `min`: who is chosen among those who tie, the one with the most or the fewest votes."""


@dataclass(frozen=True, slots=True)
class Point:
    """How the votes stood at the end of a stage or after a batch, and what that point is called."""

    name: str
    votes: tuple[int, ...]

    def of(self, holder: int) -> int:
        """Give a holder's votes; a further RON that came later had none."""
        return self.votes[holder] if holder < len(self.votes) else 0


def narrow(tied: Sequence[int], points: Iterable[Point], pick: Pick) -> tuple[list[int], str]:
    """Keep those who stand out at the first point at which they differ, and go on among them.

    Gives who is left, more than one where they were equal all along, and the name of the point that
    decided last, which is empty where none did.
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
