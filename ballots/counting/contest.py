"""What is counted: a contest for places, and the papers that were cast in it.

Candidates are known by number, from 1, in the order of the paper, as in a BLT file. Everything is
whole numbers: nothing in this package may compute with a float.
"""

from dataclasses import dataclass, field
from typing import Final

import numpy as np
from numpy.typing import NDArray

SKIPPED: Final = -32_768
"""Stands in a ranking for a preference that was left out, as `-` does in a BLT file."""


@dataclass(frozen=True, slots=True)
class Reserved:
    """Places kept for candidates with a tag, such as women's seats."""

    tag: str
    seats: int


@dataclass(frozen=True, slots=True)
class Contest:
    """The places to be filled, and who stands.

    `withdrawn` and `ron` hold numbers of candidates. `ron` is Re-open nominations, if it is on the
    paper: where it is elected, a place stays unfilled. `reserved` places are part of `seats` and
    are filled first, in that order; `tags` has one set for each candidate, or is empty.
    """

    title: str
    candidates: tuple[str, ...]
    seats: int
    withdrawn: frozenset[int] = frozenset()
    ron: int | None = None
    reserved: tuple[Reserved, ...] = ()
    tags: tuple[frozenset[str], ...] = ()

    def name(self, number: int) -> str:
        """Name the candidate of a number."""
        return self.candidates[number - 1]

    @property
    def standing(self) -> tuple[int, ...]:
        """Number those who stand, in the order of the paper."""
        numbers = range(1, len(self.candidates) + 1)
        return tuple(number for number in numbers if number not in self.withdrawn)


@dataclass(frozen=True, slots=True)
class Note:
    """Something on a paper that its reader passed over, for people to see: line and reason."""

    line: int
    reason: str

    def __str__(self) -> str:
        return f"line {self.line}: {self.reason}"


@dataclass(frozen=True, slots=True)
class Papers:
    """The papers cast in a contest.

    `rankings` has one row for each line of papers that say the same, integers of any width,
    candidates by number in order of preference, 0 after the last. A negative number is a candidate
    put equal with the one before; `SKIPPED` is a preference left out. A row of zeros is blank. On a
    paper marked with crosses the order of a row means nothing.
    `weights` (int64) says how many papers each row stands for. Candidates who withdrew, and any
    named twice, still stand in the rows: what that means is for the rule to say.
    `invalid` counts papers that were set aside before they came here, by reason.
    """

    rankings: NDArray[np.integer]
    weights: NDArray[np.int64]
    notes: tuple[Note, ...] = ()
    invalid: dict[str, int] = field(default_factory=dict)

    @property
    def total(self) -> int:
        """Count the papers, with the blank and without the invalid ones."""
        return int(self.weights.sum())
