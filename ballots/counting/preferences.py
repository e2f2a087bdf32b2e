"""Read ranked papers as a returning officer would: each one down to where it stops being clear.

Candidates who withdrew are passed over, and so is any second mention of a candidate. A paper can be
followed up to a preference that is shared between two candidates, or that was left out: what comes
after cannot be told. All rules that pass papers on ask for a next preference that is clear.
"""

from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from ballots.counting.contest import SKIPPED, Contest, Papers
from ballots.counting.record import PaperTotals

UNCLEAR_FIRST: Final = "no clear first preference"
ONLY_WITHDRAWN: Final = "only candidates who withdrew"

_AT_ONCE: Final = 1 << 14  # rows that the processor's cache holds while they are looked through


@dataclass(frozen=True, slots=True)
class Preferences:
    """The valid papers, cleaned: `ranks` has candidates in order of preference, then zeros.

    `unclear` marks the rows that end at a preference which cannot be told, and not for want of one.
    """

    ranks: NDArray[np.integer]
    weights: NDArray[np.int64]
    unclear: NDArray[np.bool_]
    totals: PaperTotals

    def first(self) -> NDArray[np.integer]:
        """Give the candidate whom each row puts first."""
        return self.ranks[:, 0]


def read(contest: Contest, papers: Papers) -> Preferences:
    """Read the papers of a contest, and sort those that are valid from those that are not."""
    small = np.int8 if len(contest.candidates) < np.iinfo(np.int8).max else np.int16
    width = max(1, papers.rankings.shape[1])
    ranks = np.zeros((len(papers.weights), width), small)
    unclear = np.zeros(len(ranks), np.bool_)
    doubtful = _doubtful(contest, papers.rankings)
    ranks[:, : papers.rankings.shape[1]] = papers.rankings
    named = ranks[:, 0] != 0
    if doubtful.any():
        cleaned, ends_unclear, names_any = _clean(contest, papers.rankings[doubtful])
        ranks[doubtful, : cleaned.shape[1]] = cleaned
        unclear[doubtful] = ends_unclear
        named[doubtful] = names_any
    weights = papers.weights
    has_first = ranks[:, 0] != 0
    invalid = dict(papers.invalid)
    for reason, rows in (
        (UNCLEAR_FIRST, unclear & ~has_first),
        (ONLY_WITHDRAWN, named & ~unclear & ~has_first),
    ):
        if number := int(weights[rows].sum()):
            invalid[reason] = invalid.get(reason, 0) + number
    blank = int(weights[~named].sum())
    valid = has_first & (weights > 0)
    if not valid.all():
        ranks, weights, unclear = ranks[valid], weights[valid], unclear[valid]
    totals = PaperTotals(valid=int(weights.sum()), blank=blank, invalid=invalid)
    return Preferences(ranks, weights, unclear, totals)


def repeated(rankings: NDArray[np.integer]) -> NDArray[np.bool_]:
    """Mark each place of a paper whose candidate it has named before."""
    numbers = np.asfortranarray(np.where(rankings == SKIPPED, 0, np.abs(rankings)))
    marks = np.zeros(numbers.shape, np.bool_, order="F")
    for later in range(1, numbers.shape[1]):
        for earlier in range(later):
            marks[:, later] |= numbers[:, later] == numbers[:, earlier]
    marks[numbers == 0] = False
    return marks


def _doubtful(contest: Contest, rankings: NDArray[np.integer]) -> NDArray[np.bool_]:
    """Mark the rows that cannot be taken as they stand."""
    doubtful = np.zeros(len(rankings), np.bool_)
    for start in range(0, len(rankings), _AT_ONCE):
        columns = np.ascontiguousarray(rankings[start : start + _AT_ONCE].T)
        rows = doubtful[start : start + _AT_ONCE]
        is_set = columns != 0
        rows |= (columns < 0).any(axis=0)
        rows |= (is_set[1:] > is_set[:-1]).any(axis=0)
        for number in contest.withdrawn:
            rows |= (columns == number).any(axis=0)
        for place in range(1, len(columns)):
            rows |= (columns[:place] == columns[place]).any(axis=0) & is_set[place]
    return doubtful


def _clean(
    contest: Contest, rankings: NDArray[np.integer]
) -> tuple[NDArray[np.integer], NDArray[np.bool_], NDArray[np.bool_]]:
    """Follow each row to its end. Gives the rows, which end unclear, and which name anyone."""
    skipped = rankings == SKIPPED
    numbers = np.where(skipped, 0, np.abs(rankings))
    stands = numbers > 0
    names_any = np.asarray(stands.any(axis=1))
    stands &= ~np.isin(numbers, list(contest.withdrawn)) & ~repeated(rankings)
    width = rankings.shape[1]
    stop = np.full(len(rankings), width)
    group, last_group, last_place = (np.full(len(rankings), -1) for _ in range(3))
    for place in range(width):
        group = group + ((rankings[:, place] >= 0) | skipped[:, place])
        stop = np.where(skipped[:, place], np.minimum(stop, place), stop)
        shared = stands[:, place] & (group == last_group)
        stop = np.where(shared, np.minimum(stop, last_place), stop)
        last_group = np.where(stands[:, place], group, last_group)
        last_place = np.where(stands[:, place], place, last_place)
    followed = stands & (np.arange(width) < stop[:, None])
    ends_unclear = np.asarray((stands & ~followed).any(axis=1))
    cleaned = np.zeros(rankings.shape, rankings.dtype)
    rows, places = np.nonzero(followed)
    cleaned[rows, (followed.cumsum(axis=1) - 1)[rows, places]] = numbers[rows, places]
    return cleaned, ends_unclear, names_any
