"""Papers in piles before the candidates who hold them, and the sorting of piles.

A pile is an array of places in one long row of marks, each place at the preference that brought the
paper there. Papers are only ever counted here; what they are worth is whole numbers in Python, so
nothing can overflow and nothing is rounded.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from ballots.counting.preferences import Preferences

END: Final = 0
"""The mark after the last preference of a paper."""

Pile = NDArray[np.integer]


@dataclass(frozen=True, slots=True)
class Marks:
    """All papers, one after the other: each takes `stride` marks.

    A mark is the number of a candidate, `END`, or `unclear` where the next preference is.
    `weights` says how many papers each row stands for, and is None where each is one.
    """

    row: NDArray[np.integer]
    stride: int
    unclear: int
    weights: NDArray[np.int64] | None

    @property
    def kinds(self) -> int:
        """Count the different marks there may be."""
        return self.unclear + 1

    def starts(self) -> Pile:
        """Give the place of the first preference of every paper."""
        narrow = np.int32 if self.row.size < np.iinfo(np.int32).max else np.int64
        return np.arange(0, self.row.size, self.stride, dtype=narrow)


@dataclass(frozen=True, slots=True)
class Bundle:
    """Papers of one value in one hand: what a returning officer ties together with a slip."""

    holder: int
    value: int
    pile: Pile


@dataclass(frozen=True, slots=True)
class Sorted:
    """Papers out of one bundle that have the same next available preference, a mark."""

    bundle: Bundle
    mark: int
    papers: int
    pile: Pile


def lay_out(candidates: int, preferences: Preferences) -> Marks:
    """Lay papers out as marks."""
    rows, width = preferences.ranks.shape
    unclear = candidates + 1
    marks = np.zeros((rows, width + 1), np.min_scalar_type(unclear))
    marks[:, :width] = preferences.ranks
    if preferences.unclear.any():
        cut = np.flatnonzero(preferences.unclear)
        marks[cut, (preferences.ranks[cut] != END).sum(axis=1)] = unclear
    single = bool((preferences.weights == 1).all())
    return Marks(marks.ravel(), width + 1, unclear, None if single else preferences.weights)


def sort(marks: Marks, bundles: Sequence[Bundle], is_passed: NDArray[np.bool_]) -> Iterator[Sorted]:
    """Sort papers by their next available preference, passing over the marks that `is_passed`.

    Gives the bundles in their order, and out of each the marks in theirs: papers that end, papers
    for each candidate, papers that are unclear.
    """
    if not bundles:
        return
    places = np.concatenate([bundle.pile for bundle in bundles])
    found = marks.row[places]
    moving = np.flatnonzero(is_passed[found])
    while moving.size:
        places[moving] += 1
        found[moving] = here = marks.row[places[moving]]
        moving = moving[is_passed[here]]

    keys = found
    if len(bundles) > 1:  # as narrow as can be, for numpy sorts 8 and 16 bits in one pass
        narrow = np.min_scalar_type(len(bundles) * marks.kinds)
        firsts = np.arange(0, len(bundles) * marks.kinds, marks.kinds, dtype=narrow)
        keys = np.repeat(firsts, [bundle.pile.size for bundle in bundles]) + found
    places = places[np.argsort(keys, kind="stable")]
    sizes = np.bincount(keys)
    kinds = np.flatnonzero(sizes)
    sizes = sizes[kinds]
    ends = np.cumsum(sizes)
    papers = sizes
    if marks.weights is not None and places.size:
        papers = np.add.reduceat(marks.weights[places // marks.stride], ends - sizes)
    columns = (kinds.tolist(), ends.tolist(), sizes.tolist(), papers.tolist())
    for kind, end, size, number in zip(*columns, strict=True):
        place, mark = divmod(kind, marks.kinds)
        yield Sorted(bundles[place], mark, number, places[end - size : end])
