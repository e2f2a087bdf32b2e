"""The priority ballot: which motions come first, as branches name so many of them.

Each branch or delegation names up to as many motions as there are places on the paper
(`contest.seats`), and each paper counts as often as its weight says. In the equal form every motion
named gets one vote; in the form with points the first gets as many points as there are places, the
next one fewer, down to one. Motions come in the order of their totals, and equal totals share a
place: nothing here breaks a tie, and certainly not the order of the agenda (NUS priority ballot;
the contemporary-motions ballots of Labour and CWU conferences name their top few in the same way).

It puts in order and elects nobody: `figures["order"]` has a list of names for each place.
"""

from collections.abc import Sequence
from itertools import groupby
from typing import Final

import numpy as np

from ballots.counting import crosses, preferences
from ballots.counting.contest import Contest, Papers
from ballots.counting.lots import Lots
from ballots.counting.outcomes import no_votes, remarks
from ballots.counting.record import Action, Count, PaperTotals, Rule, Stage
from ballots.counting.words import labels, listed, many

RULE: Final = Rule(
    code="priority",
    name="Priority ballot, all choices equal",
    text=(
        "NUS priority ballot: each paper names up to so many motions, all equal, times its weight; "
        "motions in order of their totals; equal totals share a place."
    ),
    is_ranked=False,
    elects=False,
)

POINTS: Final = Rule(
    code="priority-points",
    name="Priority ballot, with points",
    text=(
        "Priority ballot with points: the first choice gets as many points as there are choices, "
        "each next one fewer, times the weight of the paper; equal totals share a place."
    ),
    unit="points",
    elects=False,
)


def count(contest: Contest, papers: Papers, lots: Lots) -> Count:
    """Give each motion named one vote, times the weight of the paper."""
    marked = crosses.read(contest, papers, at_most=contest.seats)
    how = f"Each paper names up to {many(contest.seats, 'choice')}, and each is one vote."
    return _order(RULE, contest, papers, lots, totals=marked.totals, votes=marked.votes, how=how)


def count_points(contest: Contest, papers: Papers, lots: Lots) -> Count:
    """Give the first motion `contest.seats` points, the next one fewer, times the weight."""
    read = preferences.read(contest, papers)
    points = np.zeros(len(contest.candidates) + 1, np.int64)
    for place in range(min(contest.seats, read.ranks.shape[1])):
        np.add.at(points, read.ranks[:, place], (contest.seats - place) * read.weights)
    votes = [int(each) for each in points[1:]]
    how = (
        f"The first choice on a paper has {many(contest.seats, 'point')}, and each next one fewer."
    )
    return _order(POINTS, contest, papers, lots, totals=read.totals, votes=votes, how=how)


def _order(
    rule: Rule,
    contest: Contest,
    papers: Papers,
    lots: Lots,
    *,
    totals: PaperTotals,
    votes: Sequence[int],
    how: str,
) -> Count:
    """Put the motions in the order of their totals."""
    if not totals.valid:
        return no_votes(rule, contest, totals, papers, lots)
    names = labels(contest)
    standing = sorted(contest.standing, key=lambda number: -votes[number - 1])
    order = [
        [names[number - 1] for number in equal]
        for _, equal in groupby(standing, key=lambda number: votes[number - 1])
    ]
    shared = [listed(place) for place in order if len(place) > 1]
    said = [f"{listed(order[0])} {'comes' if len(order[0]) == 1 else 'come'} first."]
    said += [f"{each} have equal totals and share a place." for each in shared]
    stage = Stage(
        action=Action.FIRST,
        who=(),
        votes=tuple(votes),
        non_transferable=0,
        explanation=" ".join([how, "The highest total comes first.", *said]),
    )
    return Count(
        rule=rule,
        contest=contest,
        papers=totals,
        stages=(stage,),
        elected=(),
        seed=lots.seed,
        remarks=(*remarks(contest), "A priority ballot puts in order; it elects nobody."),
        notes=papers.notes,
        figures={"order": order},
    )
