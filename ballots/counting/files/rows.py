"""Gathers papers block by block, and lays them out as the rows of a matrix at the end."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Final

import numpy as np
from numpy.typing import NDArray

from ballots.counting.contest import SKIPPED, Papers
from ballots.counting.files.faults import Findings

MOST_CANDIDATES: Final = 9_999
MOST_PAPERS: Final = 999_999_999
"""More than any electorate, and few enough that amounts of votes stay well inside 64 bits."""
MOST_CELLS: Final = 500_000_000

WHOLE: Final = re.compile(r"0*[0-9]{1,9}")
"""A whole number in a file, of a size that can be dealt with."""

_SMALL: Final = 127
_BLOCK: Final = 100_000


def most_preferences(candidates: int) -> int:
    """Say how long a paper may be, with some names twice, before it must be a slip in the file."""
    return 2 * candidates + 20


def named_twice(preferences: Sequence[int]) -> int | None:
    """Find the first candidate, if any, whom a paper names twice."""
    named = [abs(number) for number in preferences if number != SKIPPED]
    if len(set(named)) == len(named):
        return None
    return next(number for place, number in enumerate(named) if number in named[:place])


def note_twice(findings: Findings, line: int, candidate: int) -> None:
    """Note a paper that names a candidate twice."""
    findings.note(line, f"candidate {candidate} is named more than once on this paper")


def note_left_out(findings: Findings, line: int) -> None:
    """Note a line that stands for no paper."""
    findings.note(line, "this paper has the weight 0, and was left out")


@dataclass(frozen=True, slots=True)
class Block:
    """Papers in a row: all preferences one after the other, and where each paper's end."""

    preferences: NDArray[np.integer]
    lengths: NDArray[np.int32]
    weights: NDArray[np.int64]


@dataclass(slots=True)
class Rows:
    """The papers read so far, in blocks or one by one."""

    candidates: int
    _blocks: list[Block] = field(default_factory=list)
    _preferences: list[int] = field(default_factory=list)
    _lengths: list[int] = field(default_factory=list)
    _weights: list[int] = field(default_factory=list)

    def add(self, block: Block) -> None:
        self._close_block()
        self._blocks.append(block)

    def add_paper(self, weight: int, preferences: Sequence[int]) -> None:
        """Add one line of papers, with preferences as `Papers` has them."""
        self._preferences += preferences
        self._lengths.append(len(preferences))
        self._weights.append(weight)
        if len(self._preferences) > _BLOCK:
            self._close_block()

    def add_line(
        self, findings: Findings, line: int, weight: int, preferences: Sequence[int]
    ) -> None:
        """Add the papers of one line of a file, and note what is odd about them."""
        if weight:
            self.add_paper(weight, preferences)
        else:
            note_left_out(findings, line)
        if twice := named_twice(preferences):
            note_twice(findings, line, twice)

    def papers(self, findings: Findings) -> Papers:
        """Lay out the matrix. It is as narrow as the longest paper and the numbers allow."""
        self._close_block()
        weights = np.concatenate([np.zeros(0, np.int64), *(part.weights for part in self._blocks)])
        if (total := int(weights.sum())) > MOST_PAPERS:
            findings.fault(0, f"{total:,} papers in all: this counts up to {MOST_PAPERS:,}.")
        width = max((int(part.lengths.max(initial=0)) for part in self._blocks), default=0)
        if width * len(weights) > MOST_CELLS:
            findings.fault(
                0,
                f"{len(weights):,} lines of papers with up to {width:,} preferences are more than "
                "this counts; put papers that say the same on one line.",
            )
        notes = findings.notes()
        skips = any(part.preferences.min(initial=0) == SKIPPED for part in self._blocks)
        small = self.candidates <= _SMALL and not skips
        rankings = np.zeros((len(weights), width), np.int8 if small else np.int16)
        is_used, row = np.tri(width + 1, width, -1, dtype=np.bool_), 0  # by the length of a paper
        for number, part in enumerate(self._blocks):
            rows = rankings[row : row + len(part.lengths)]
            rows[is_used.take(part.lengths, axis=0)] = part.preferences
            row += len(part.lengths)
            self._blocks[number] = _DONE  # lets go of what has been laid out
        return Papers(rankings, weights, notes)

    def _close_block(self) -> None:
        self._blocks.append(
            Block(
                np.array(self._preferences, np.int16),
                np.array(self._lengths, np.int32),
                np.array(self._weights, np.int64),
            )
        )
        self._preferences, self._lengths, self._weights = [], [], []


_DONE: Final = Block(np.zeros(0, np.int16), np.zeros(0, np.int32), np.zeros(0, np.int64))
