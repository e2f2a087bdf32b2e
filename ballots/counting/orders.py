"""Read ranked papers as orders: who stands before whom, with equals, and all unnamed last.

For rules that compare candidates and follow no paper from one to the next: a preference that is
shared is simply equal, and one left out changes no order.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from ballots.counting.contest import SKIPPED, Contest, Papers
from ballots.counting.preferences import ONLY_WITHDRAWN
from ballots.counting.record import PaperTotals


@dataclass(frozen=True, slots=True)
class Orders:
    """The valid papers: `places[row, number]` is where a row puts a candidate, from 0 for first.

    Everyone whom it does not name stands at `unnamed`, after all others.
    """

    places: NDArray[np.integer]
    unnamed: int
    weights: NDArray[np.int64]
    totals: PaperTotals
    each_is_one: bool

    def before(self, one: int, other: int) -> int:
        """Count the papers that put one candidate before another."""
        return self._papers(self.places[:, one] < self.places[:, other])

    def equal(self, one: int, other: int) -> int:
        """Count the papers that name two candidates and put them equal."""
        mine = self.places[:, one]
        return self._papers((mine == self.places[:, other]) & (mine != self.unnamed))

    def _papers(self, rows: NDArray[np.bool_]) -> int:
        if self.each_is_one:
            return int(np.count_nonzero(rows))
        return int(np.dot(rows, self.weights))


def read(contest: Contest, papers: Papers) -> Orders:
    """Read the papers of a contest. Of two mentions of a candidate, the first counts."""
    rankings, weights = papers.rankings, papers.weights
    rows, width = rankings.shape
    unnamed = width
    kind = np.min_scalar_type(-max(width, 1))  # signed, and wide enough for every place
    places = np.full((rows, len(contest.candidates) + 1), unnamed, kind, order="F")
    place = np.cumsum(rankings > 0, axis=1, dtype=kind) - 1
    everyone = np.arange(rows)
    names_any = np.zeros(rows, np.bool_)
    for column in reversed(range(width)):
        named = rankings[:, column] != SKIPPED
        numbers = np.where(named, np.abs(rankings[:, column]), 0)
        names_any |= numbers != 0
        places[everyone, numbers] = place[:, column]
    places[:, [0, *contest.withdrawn]] = unnamed
    valid = (places != unnamed).any(axis=1)
    invalid = dict(papers.invalid)
    if only_withdrawn := int(weights[names_any & ~valid].sum()):
        invalid[ONLY_WITHDRAWN] = invalid.get(ONLY_WITHDRAWN, 0) + only_withdrawn
    kept = weights[valid]
    totals = PaperTotals(int(kept.sum()), int(weights[~names_any].sum()), invalid)
    if not valid.all():
        places = np.asfortranarray(places[valid])
    return Orders(places, unnamed, kept, totals, bool((kept == 1).all()))
