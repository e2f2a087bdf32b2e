"""The papers of a Meek count, gathered by the path that each takes.

A paper goes down its preferences: past those who are out, through those elected, who each keep a
part, to the first who is hopeful and keeps what is left of it, or to nobody. Papers with the same
elected candidates in the same order are worth the same all along the way, however many they are:
so the paths form a tree, and only the tree is worked out anew in each iteration.

Amounts are int64 in units of 10^-9. What is left of a paper and a keep value are at most 10^9 each,
so their product is at most 10^18; and 10^9 times a billion papers is 10^18 too: both are below
2^63, about 9.2 * 10^18. Keep values, whose products are larger, are worked out elsewhere in
Python's whole numbers.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Final

import numpy as np
from numpy.typing import NDArray

from ballots.counting.preferences import Preferences
from ballots.counting.record import Exhausted, Transfer

PLACES: Final = 9
ONE: Final = 10**PLACES

_DENSE: Final = 1 << 22  # a table of so many int64 (32 MiB) is quicker than sorting the papers


@dataclass(slots=True)
class Paths:
    """Where papers lie. `keep` has the keep value of each candidate; 0 is nobody.

    RON is on a paper once but can be elected `further` times more: these further ones are numbered
    after the candidates, and a paper that names RON goes to them one after the other.
    """

    read: Preferences
    candidates: int
    ron: int
    further: int
    keep: list[int] = field(init=False)
    _ranks: NDArray[np.integer] = field(init=False)
    _rank: NDArray[np.integer] = field(init=False)
    _holder: NDArray[np.integer] = field(init=False)
    _node: NDArray[np.integer] = field(init=False)
    _children: dict[int, int] = field(default_factory=dict)
    _parent: list[int] = field(default_factory=lambda: [0])
    _elected: list[int] = field(default_factory=lambda: [0])
    _depth: list[int] = field(default_factory=lambda: [0])
    _tree: "_Tree | None" = None

    def __post_init__(self) -> None:
        self.keep = [ONE] * (self.candidates + self.further + 1)
        self._ranks = self._with_further_ron(self.read.ranks) if self.further else self.read.ranks
        self._rank = np.zeros(len(self._ranks), np.int16)
        self._holder = self._ranks[:, 0].copy()
        self._node = np.zeros(len(self._ranks), np.int32)

    def further_ron(self, number: int) -> int:
        """Give the number of the RON after this one, or 0 where this is none or the last."""
        if not self.further:
            return 0
        after = self.candidates + 1 if number == self.ron else number + 1
        is_ron = number == self.ron or number > self.candidates
        return after if is_ron and after <= self.candidates + self.further else 0

    def release(
        self, numbers: Sequence[int], hopeful: Sequence[int], elected: Sequence[int]
    ) -> tuple[Transfer, ...]:
        """Send the papers on that lie with candidates who are now elected, or out.

        Gives how many papers went from a single candidate to whom.
        """
        moving = np.flatnonzero(np.isin(self._holder, numbers))
        passes = np.zeros(len(self.keep), np.bool_)
        passes[list(elected)] = True
        stops = np.zeros(len(self.keep), np.bool_)
        stops[[0, *hopeful]] = True
        rows = moving
        through = rows[passes[self._holder[rows]]]
        while len(rows):
            if len(through):
                self._step(through)
            self._rank[rows] += 1
            at = self._rank[rows]
            found = self._ranks[rows, np.minimum(at, self._ranks.shape[1] - 1)]
            found = np.where(at < self._ranks.shape[1], found, 0).astype(self._holder.dtype)
            self._holder[rows] = found
            rows, found = rows[~stops[found]], found[~stops[found]]
            through = rows[passes[found]]
        self._tree = None
        return self._transfers(numbers[0], moving) if len(numbers) == 1 else ()

    def share_out(self) -> list[int]:
        """Send all papers down the tree. Gives the votes by holder; those of 0 are nobody's."""
        if self._tree is None:
            self._tree = self._grow()
        return self._tree.share_out(self.keep)

    def _step(self, rows: NDArray[np.intp]) -> None:
        """Move papers one step down the tree, through the elected candidate who holds them."""
        width = len(self.keep)
        steps, which = np.unique(
            self._node[rows].astype(np.int64) * width + self._holder[rows], return_inverse=True
        )
        nodes = np.empty(len(steps), np.int32)
        for place, step in enumerate(steps.tolist()):
            if step not in self._children:
                self._children[step] = len(self._parent)
                parent, elected = divmod(step, width)
                self._parent.append(parent)
                self._elected.append(elected)
                self._depth.append(self._depth[parent] + 1)
            nodes[place] = self._children[step]
        self._node[rows] = nodes[which]

    def _grow(self) -> "_Tree":
        """Add up the papers at each node of the tree, by who holds the rest of them."""
        width = len(self.keep)
        keys = self._node.astype(np.int64) * width + self._holder
        size = len(self._parent) * width
        if size <= _DENSE:
            table = np.zeros(size, np.int64)
            np.add.at(table, keys, self.read.weights)
            used = np.flatnonzero(table)
            papers = table[used]
        else:
            used, which = np.unique(keys, return_inverse=True)
            papers = np.zeros(len(used), np.int64)
            np.add.at(papers, which, self.read.weights)
        return _Tree(
            width,
            np.array(self._parent),
            np.array(self._elected),
            np.array(self._depth),
            used // width,
            used % width,
            papers,
        )

    def _transfers(self, source: int, rows: NDArray[np.intp]) -> tuple[Transfer, ...]:
        """Count whole papers from one candidate to the next holders."""
        papers = np.zeros(len(self.keep), np.int64)
        np.add.at(papers, self._holder[rows], self.read.weights[rows])
        lost = rows[self._holder[rows] == 0]
        unclear = int(self.read.weights[lost[self.read.unclear[lost]]].sum())
        no_further = int(papers[0]) - unclear
        exhausted = ((Exhausted.NO_FURTHER, no_further), (Exhausted.UNCLEAR, unclear))
        return (
            *(
                Transfer(source, to, number, ONE, number * ONE)
                for to, number in enumerate(papers.tolist())
                if to and number
            ),
            *(
                Transfer(source, None, each, ONE, each * ONE, why)
                for why, each in exhausted
                if each
            ),
        )

    def _with_further_ron(self, ranks: NDArray[np.integer]) -> NDArray[np.integer]:
        """Put the further RONs after RON on every paper that names it."""
        kind = np.int16 if len(self.keep) >= np.iinfo(ranks.dtype).max else ranks.dtype
        wide = np.zeros((len(ranks), ranks.shape[1] + self.further), kind)
        wide[:, : ranks.shape[1]] = ranks
        first = self.candidates + 1
        for place in range(ranks.shape[1]):
            rows = np.flatnonzero(ranks[:, place] == self.ron)
            after = place + 1 + self.further
            wide[rows, after:] = ranks[rows, place + 1 :]
            wide[rows, place + 1 : after] = np.arange(first, first + self.further)
        return wide


@dataclass(slots=True)
class _Tree:
    """The paths of one round: nodes for elected candidates, and at each node who holds the rest."""

    width: int
    parent: NDArray[np.integer]
    elected: NDArray[np.integer]
    depth: NDArray[np.integer]
    end_node: NDArray[np.integer]
    end_holder: NDArray[np.integer]
    end_papers: NDArray[np.int64]
    _levels: list[NDArray[np.intp]] = field(init=False)
    _through: NDArray[np.int64] = field(init=False)

    def __post_init__(self) -> None:
        deepest = int(self.depth.max())
        self._levels = [np.flatnonzero(self.depth == level) for level in range(1, deepest + 1)]
        self._through = np.zeros(len(self.parent), np.int64)
        np.add.at(self._through, self.end_node, self.end_papers)
        for nodes in reversed(self._levels):
            np.add.at(self._through, self.parent[nodes], self._through[nodes])

    def share_out(self, keep: Sequence[int]) -> list[int]:
        """Let each elected candidate keep its part, rounded up, and the holder the rest (B.2.a)."""
        kept_part = np.array(keep, np.int64)
        votes = np.zeros(self.width, np.int64)
        left = np.full(len(self.parent), ONE, np.int64)
        for nodes in self._levels:
            comes = left[self.parent[nodes]]
            kept = (comes * kept_part[self.elected[nodes]] + (ONE - 1)) // ONE
            left[nodes] = comes - kept
            np.add.at(votes, self.elected[nodes], kept * self._through[nodes])
        np.add.at(votes, self.end_holder, left[self.end_node] * self.end_papers)
        return [int(each) for each in votes]
