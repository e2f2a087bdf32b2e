"""What the ratings of an idea come to: three friends cannot carry it past a hundred members.

An idea's score is its average as if five more people had rated it, with one star, two, three, four
and five: few ratings leave it near the middle, many let it go where they say.
"""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from fractions import Fraction

OTHERS = (1, 2, 3, 4, 5)
"""The ratings that every idea is counted with besides its own."""

SHOWN_FROM = 5
"""The average of fewer ratings than this is not shown: one could guess whose they are."""


@dataclass(frozen=True, slots=True)
class Standing:
    """How an idea stands: how many rated it, how many passed it over, its average and its score.

    `average` is None where fewer than SHOWN_FROM rated it.
    """

    rated: int
    passed: int
    average: Fraction | None
    score: Fraction


def standings(ratings: Mapping[int, Iterable[int]]) -> dict[int, Standing]:
    """Give how each idea stands from its ratings, 0 being one that was passed over."""
    found = {idea: _standing(Counter(given)) for idea, given in ratings.items()}
    return dict(sorted(found.items(), key=lambda each: (-each[1].score, -each[1].rated, each[0])))


def _standing(counts: Counter[int]) -> Standing:
    rated = sum(counts[stars] for stars in OTHERS)
    total = sum(stars * counts[stars] for stars in OTHERS)
    return Standing(
        rated=rated,
        passed=counts[0],
        average=Fraction(total, rated) if rated >= SHOWN_FROM else None,
        score=Fraction(total + sum(OTHERS), rated + len(OTHERS)),
    )
