"""Read papers marked with crosses: how many for whom, and which papers are no vote.

The order of a row means nothing here. Crosses for candidates who withdrew are passed over; a
candidate marked twice spoils a paper, as do more crosses than it allows.
"""

from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from ballots.counting.contest import SKIPPED, Contest, Papers
from ballots.counting.preferences import ONLY_WITHDRAWN, repeated
from ballots.counting.record import PaperTotals

TOO_MANY: Final = "more crosses than places"
TWICE: Final = "a candidate marked twice"


@dataclass(frozen=True, slots=True)
class Crosses:
    """The crosses for each candidate, in the order of the paper, and the papers they are on."""

    votes: tuple[int, ...]
    totals: PaperTotals


def read(contest: Contest, papers: Papers, at_most: int | None = None) -> Crosses:
    """Count the crosses on valid papers, each of which has `at_most` so many."""
    weights = papers.weights
    numbers = np.abs(np.where(papers.rankings == SKIPPED, 0, papers.rankings))
    marked = numbers != 0
    counted = marked & ~np.isin(numbers, list(contest.withdrawn))
    twice = (repeated(papers.rankings) & counted).any(axis=1)
    crosses = counted.sum(axis=1)
    too_many = ~twice & (crosses > (at_most if at_most is not None else numbers.shape[1]))
    only_withdrawn = marked.any(axis=1) & (crosses == 0)
    valid = (crosses > 0) & ~twice & ~too_many
    invalid = dict(papers.invalid)
    for reason, rows in ((TOO_MANY, too_many), (TWICE, twice), (ONLY_WITHDRAWN, only_withdrawn)):
        if number := _papers(weights, rows):
            invalid[reason] = invalid.get(reason, 0) + number
    votes = np.zeros(len(contest.candidates) + 1, np.int64)
    for column in np.where(counted & valid[:, None], numbers, 0).T:
        np.add.at(votes, column, weights)
    blank = _papers(weights, ~marked.any(axis=1))
    totals = PaperTotals(_papers(weights, valid), blank, invalid)
    return Crosses(tuple(int(each) for each in votes[1:]), totals)


def _papers(weights: NDArray[np.int64], rows: NDArray[np.bool_]) -> int:
    return int(weights[rows].sum())
