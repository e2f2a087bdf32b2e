"""Schulze's method: candidates compared two by two, along the strongest chains of victories.

M. Schulze, "A new monotonic, clone-independent, reversal symmetric, and Condorcet-consistent
single-winner election method", Social Choice and Welfare 36 (2011) 267-303; Debian Constitution
A.6, which calls it cloneproof Schwartz sequential dropping.

* d[a, b] is how many papers put a before b. Whoever a paper does not name stands on it after all
  whom it names, equal with the others that it does not name.
* a defeats b where d[a, b] > d[b, a], and the defeat is as strong as d[a, b] (winning votes).
* A chain of defeats is as strong as the weakest in it. p[a, b] is the strongest chain from a to b.
* a stands before b where p[a, b] > p[b, a].

Those before whom nobody stands come first, and so on without them; those of one place are equal.
The method is made for one place. Where a contest has more they go down this order, which gives the
same majority all of them; remarks say so. A tie for the last place is for a lot, where Debian has
a casting vote; nobody is elected who does not stand before RON.
"""

from typing import Final

from ballots.counting import orders
from ballots.counting.contest import Contest, Papers
from ballots.counting.lots import Lots
from ballots.counting.orders import Orders
from ballots.counting.outcomes import no_votes
from ballots.counting.places import declare
from ballots.counting.record import Count, Rule
from ballots.counting.words import labels, listed

RULE: Final = Rule(
    code="schulze",
    name="Schulze method",
    text=(
        "M. Schulze, A new monotonic, clone-independent, reversal symmetric, and "
        "Condorcet-consistent single-winner election method, Social Choice and Welfare 36 (2011) "
        "267-303, with winning votes; candidates whom a paper does not name stand equal last."
    ),
    unit="pairwise wins",
)

_FOR_ONE: Final = (
    "The Schulze method is made for one place. Here the places go down its order, so one majority "
    "can take them all: it is not proportional."
)


def count(contest: Contest, papers: Papers, lots: Lots) -> Count:
    """Compare everyone with everyone, and fill the places in the order that follows.

    A candidate's `votes` in the one stage are how many others it defeats. `figures` has the whole
    comparison in the order of the paper: `pairwise` (d), `strongest_chains` (p), and `order`, the
    names for each place.
    """
    read = orders.read(contest, papers)
    if not read.totals.valid:
        return no_votes(RULE, contest, read.totals, papers, lots)
    standing = contest.standing
    preferred = _preferred(read, len(contest.candidates))
    chains = _strongest_chains(preferred)
    order = _order(chains, standing)
    place = {number: at for at, equal in enumerate(order, start=1) for number in equal}
    last = len(order) + 1
    names = labels(contest)
    wins = [
        sum(preferred[a - 1][b - 1] > preferred[b - 1][a - 1] for b in standing if a in standing)
        for a in range(1, len(names) + 1)
    ]
    return declare(
        RULE,
        contest,
        papers,
        lots,
        totals=read.totals,
        votes=wins,
        order=[last - place.get(number, last) for number in range(1, len(names) + 1)],
        said=[f"no. {place.get(number, last)} in order" for number in range(1, len(names) + 1)],
        explanation=_said(contest, preferred, order),
        citation="Schulze: equal in the order, so a lot decides",
        remarks=[_FOR_ONE] if contest.seats > 1 else [],
        figures={
            "pairwise": preferred,
            "strongest_chains": chains,
            "order": [[names[number - 1] for number in equal] for equal in order],
        },
    )


def _preferred(read: Orders, candidates: int) -> list[list[int]]:
    """Count for each pair the papers that put the one before the other."""
    everyone = range(1, candidates + 1)
    return [[0 if a == b else read.before(a, b) for b in everyone] for a in everyone]


def _strongest_chains(preferred: list[list[int]]) -> list[list[int]]:
    """Find the strongest chain of defeats between any two: Floyd and Warshall's algorithm."""
    everyone = range(len(preferred))
    chains = [
        [preferred[a][b] if preferred[a][b] > preferred[b][a] else 0 for b in everyone]
        for a in everyone
    ]
    for through in everyone:
        for a in everyone:
            if a != through:
                first = chains[a][through]
                chains[a] = [
                    max(direct, min(first, then))
                    for direct, then in zip(chains[a], chains[through], strict=True)
                ]
                chains[a][a] = 0
    return chains


def _order(chains: list[list[int]], standing: tuple[int, ...]) -> list[list[int]]:
    """Put those first before whom nobody stands, then the same of the rest."""
    order, left = [], list(standing)
    while left:
        first = [a for a in left if all(chains[a - 1][b - 1] >= chains[b - 1][a - 1] for b in left)]
        order.append(first)
        left = [number for number in left if number not in first]
    return order


def _said(contest: Contest, preferred: list[list[int]], order: list[list[int]]) -> str:
    """Say how the first place was won."""
    names = labels(contest)
    said = "Everyone is compared with everyone else on all papers, and defeats are as strong as "
    said += "the papers behind them. "
    first = order[0]
    if len(first) > 1:
        equal = listed([names[number - 1] for number in first])
        return f"{said}{equal} come first together: no chain of defeats tells them apart."
    winner = first[0]
    others = [number for number in contest.standing if number != winner]
    beaten = [b for b in others if preferred[winner - 1][b - 1] > preferred[b - 1][winner - 1]]
    if len(beaten) == len(others):
        return f"{said}{names[winner - 1]} defeats every other candidate."
    lost = listed([names[number - 1] for number in others if number not in beaten])
    return (
        f"{said}{names[winner - 1]} does not defeat {lost}, but no chain of defeats against "
        f"{names[winner - 1]} is as strong as the one that answers it."
    )
