"""What the totals of a weighted vote tell of single votes. Pure: nothing here is a secret.

The weights are public and the total of each choice is exact, so the totals are sums of weights. A
vote is told where every way of voting that has these totals gives that voter the same choice
(design page, "Card votes", whose figures are of For and Against alone: who may abstain besides is
told more often). A sum is kept as one number, the total of each choice but the last in a field of
its own; what may have been chosen as one bit for each voter and choice.
"""

import random
from collections.abc import Sequence
from typing import Final, NamedTuple

CHOICES: Final = 3
"""For, against and abstain."""

EXACT_UP_TO: Final = 8
"""Delegations for whom all 3^n votes are looked at; of more, some votes are drawn and solved."""

LARGEST: Final = 18
"""Delegations of whom that can be found out while a page waits, a second or two."""

SAMPLES: Final = 12
_FIELD: Final = 48  # bits for one total: no union has so many members

_Ways = dict[int, int]


class Exposure(NamedTuple):
    """The share of votes that the totals tell, from 0 to 1, and whether it was sampled."""

    share: float
    is_sampled: bool

    @property
    def words(self) -> str:
        """Say it for whoever sets the vote up."""
        about = "about " if self.is_sampled else ""
        return (
            f"With these weights the totals alone tell {about}{round(100 * self.share)} in 100 of "
            "the votes, to anybody who reckons."
        )


def exposure(weights: Sequence[int], *, choices: int = CHOICES, seed: int = 0) -> Exposure | None:
    """Give the share of single votes that the totals determine, where votes are cast at random.

    Every way to vote is as likely as another. None where there are too many to find out.
    """
    if not weights:
        return Exposure(0.0, is_sampled=False)
    if len(weights) <= EXACT_UP_TO:
        return Exposure(_exact(weights, choices), is_sampled=False)
    if len(weights) > LARGEST:
        return None
    draw = random.Random(seed)  # noqa: S311 - votes that nobody casts
    return Exposure(_sampled(weights, choices, draw), is_sampled=True)


def _exact(weights: Sequence[int], choices: int) -> float:
    """Count for all totals how many votes have them, and who in those votes never differs."""
    ways: _Ways = {0: 0}
    votes = {0: 1}
    for voter, weight in enumerate(weights):
        more: dict[int, int] = {}
        for total, number in votes.items():
            for choice in range(choices):
                key = total + _term(weight, choice, choices)
                more[key] = more.get(key, 0) + number
        ways, votes = _with(ways, voter, weight, choices), more
    told = sum(votes[total] * _told(seen, len(weights), choices) for total, seen in ways.items())
    every: int = choices ** len(weights)
    return told / (every * len(weights))


def _sampled(weights: Sequence[int], choices: int, draw: random.Random) -> float:
    """Solve the totals of some votes cast at random, by meeting in the middle."""
    half = len(weights) // 2
    left: _Ways = {0: 0}
    right: _Ways = {0: 0}
    for voter, weight in enumerate(weights):
        if voter < half:
            left = _with(left, voter, weight, choices)
        else:
            right = _with(right, voter, weight, choices)
    told = 0
    for _ in range(SAMPLES):
        wanted = sum(_term(weight, draw.randrange(choices), choices) for weight in weights)
        seen = 0
        for total, marks in left.items():
            others = right.get(wanted - total)
            if others is not None:
                seen |= marks | others
        told += _told(seen, len(weights), choices)
    return told / (SAMPLES * len(weights))


def _with(ways: _Ways, voter: int, weight: int, choices: int) -> _Ways:
    """Let one more voter choose: for all totals, what each may have chosen to come to them."""
    found: _Ways = {}
    for total, seen in ways.items():
        for choice in range(choices):
            key = total + _term(weight, choice, choices)
            found[key] = found.get(key, 0) | seen | 1 << (voter * choices + choice)
    return found


def _term(weight: int, choice: int, choices: int) -> int:
    """Add a weight to one total. The last choice has none: it is what is left of all."""
    return weight << (_FIELD * choice) if choice < choices - 1 else 0


def _told(seen: int, voters: int, choices: int) -> int:
    """Count the voters who made one and the same choice in every way that was found."""
    one = (1 << choices) - 1
    return sum(((seen >> voter * choices) & one).bit_count() == 1 for voter in range(voters))
