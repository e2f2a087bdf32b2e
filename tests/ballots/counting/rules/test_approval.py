"""Approval: as many crosses as one likes, and never one twice."""

from ballots.counting.crosses import TWICE
from ballots.counting.lots import Lots
from ballots.counting.record import PaperTotals
from ballots.counting.rules import approval
from tests.ballots.counting.elections import contest, names, papers


def test_everyone_approved_of_gets_a_vote_and_the_most_win():
    cast = papers((5, 1, 2, 3), (4, 3, 2), (1, 2), (2, 1, 1), (3,))
    count = approval.count(contest("ABC", 2), cast, Lots())
    assert count.stages[0].votes == (5, 10, 9)
    assert names(count, count.elected) == ["B", "C"]
    assert count.papers == PaperTotals(valid=10, blank=3, invalid={TWICE: 2})
