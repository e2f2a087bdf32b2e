"""Borda's count: points for every place on a paper, with a stated treatment of those left out.

J.-C. de Borda, "Mémoire sur les élections au scrutin", Histoire de l'Académie royale des sciences
(1781). With n who stand, the first on a paper has n - 1 points, the next n - 2, the last 0: a point
for each candidate put after, and half a point for each put equal, as those who share a place share
its points. What a paper gives to those whom it does not name has to
be declared before, as it can change who is elected:

* `borda`: nothing;
* `borda-average`: an equal share of the points left over, as though all came last together.

A blank paper is counted apart, and under `borda-average` gives everyone the same, which changes no
order. A share of consecutive whole numbers is a whole or a half, so one decimal place is exact.
The most points win; a tie for the last place is for a lot; nobody is elected without more points
than RON.
"""

from itertools import combinations
from typing import Final

from ballots.counting import orders
from ballots.counting.contest import Contest, Papers
from ballots.counting.lots import Lots
from ballots.counting.outcomes import no_votes
from ballots.counting.places import declare
from ballots.counting.record import Count, Rule

_TEXT: Final = (
    "J.-C. de Borda, Mémoire sur les élections au scrutin (1781): n - 1 points for the first of n, "
    "n - 2 for the second, and so on; "
)

RULE: Final = Rule(
    code="borda",
    name="Borda count, none for those left out",
    text=f"{_TEXT}candidates whom a paper does not name get nothing from it.",
    places=1,
    unit="points",
)

AVERAGE: Final = Rule(
    code="borda-average",
    name="Borda count, shares for those left out",
    text=f"{_TEXT}candidates whom a paper does not name share its remaining points equally.",
    places=1,
    unit="points",
)


def count(contest: Contest, papers: Papers, lots: Lots) -> Count:
    """Count with nothing for those whom a paper does not name."""
    return _count(RULE, contest, papers, lots)


def count_average(contest: Contest, papers: Papers, lots: Lots) -> Count:
    """Count with equal shares of the remaining points for those whom a paper does not name."""
    return _count(AVERAGE, contest, papers, lots)


def _count(rule: Rule, contest: Contest, papers: Papers, lots: Lots) -> Count:
    """Add up the points, in tenths."""
    read = orders.read(contest, papers)
    if not read.totals.valid:
        return no_votes(rule, contest, read.totals, papers, lots)
    standing = contest.standing
    has_equals = bool((papers.rankings < 0).any())
    tenths = [0] * len(contest.candidates)
    everything = read.totals.valid + read.totals.blank
    for one, other in combinations(standing, 2):
        before, after, equal = read.before(one, other), read.before(other, one), 0
        if rule is AVERAGE:
            equal = everything - before - after
        elif has_equals:
            equal = read.equal(one, other)
        tenths[one - 1] += 10 * before + 5 * equal
        tenths[other - 1] += 10 * after + 5 * equal
    left_out = (
        "candidates whom a paper does not name get nothing from it"
        if rule is RULE
        else "candidates whom a paper does not name share the points left over"
    )
    return declare(
        rule,
        contest,
        papers,
        lots,
        totals=read.totals,
        votes=tenths,
        explanation=(
            f"The first of {len(standing)} on a paper has {len(standing) - 1} points, and each "
            f"next one fewer; {left_out}. The most points win."
        ),
        citation="Borda: a tie for the last place is decided by lot",
    )
