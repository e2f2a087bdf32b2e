"""Borda: points by place, shared by equals, and two ways to treat those left out."""

from ballots.counting.lots import Lots
from ballots.counting.record import Ending
from ballots.counting.rules import borda
from tests.ballots.counting.elections import contest, names, papers


def test_the_two_treatments_of_those_left_out_can_elect_differently():
    cast = papers((5, 1), (4, 2, 3), (2, 3, 2))
    nothing = borda.count(contest("ABC"), cast, Lots())
    shares = borda.count_average(contest("ABC"), cast, Lots())
    assert nothing.stages[0].votes == (100, 100, 80)
    assert (nothing.ending, nothing.tied) == (Ending.LOT_NEEDED, (1, 2))
    assert shares.stages[0].votes == (100, 125, 105)
    assert names(shares, shares.elected) == ["B"]


def test_equals_share_the_points_of_their_places():
    cast = papers((1, 1, -2, 3))
    assert borda.count(contest("ABCD"), cast, Lots()).stages[0].votes == (25, 25, 10, 0)
    assert borda.count_average(contest("ABCD"), cast, Lots("s")).stages[0].votes == (25, 25, 10, 0)


def test_points_are_among_those_who_stand():
    stood = contest("ABC", withdrawn=frozenset({1}))
    count = borda.count(stood, papers((2, 1, 2, 3), (1, 3, 2)), Lots())
    assert count.stages[0].votes == (0, 20, 10)
