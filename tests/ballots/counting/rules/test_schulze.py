"""Schulze: pairwise sums, rankings and winners of real elections, ties and unranked papers."""

import pytest

from ballots.counting.lots import Lots
from ballots.counting.record import Ending
from ballots.counting.rules import schulze
from tests.ballots.counting.elections import contest, election, expected, figures, names, papers


@pytest.mark.conformance
def test_every_election_has_the_expected_order(conformance_data):
    for name, each in expected(conformance_data).items():
        wanted = each["counts"]["schulze"]
        count = schulze.count(*election(conformance_data, name, seats=1), Lots())
        assert names(count, count.elected) == wanted["elected"]
        assert [sorted(place) for place in figures(count)["order"]] == [
            sorted(place) for place in wanted["ranking"]
        ], name
        if wanted["pairwise"]:
            assert figures(count)["pairwise"] == wanted["pairwise"]


def test_a_circle_is_broken_at_its_weakest_defeat():
    cast = papers((8, 1, 2, 3), (7, 2, 3, 1), (6, 3, 1, 2))
    count = schulze.count(contest("ABC"), cast, Lots())
    assert figures(count)["pairwise"] == [[0, 14, 8], [7, 0, 15], [13, 6, 0]]
    assert figures(count)["strongest_chains"] == [[0, 14, 14], [13, 0, 15], [13, 13, 0]]
    assert figures(count)["order"] == [["A"], ["B"], ["C"]]
    assert "A does not defeat C" in count.stages[0].explanation


def test_those_left_out_stand_last():
    count = schulze.count(contest("ABC"), papers((3, 1), (2, 2, 3)), Lots())
    assert figures(count)["pairwise"] == [[0, 3, 3], [2, 0, 2], [2, 0, 0]]


def test_a_tie_for_the_place_needs_a_lot():
    count = schulze.count(contest("ABC"), papers((1, 1, 2), (1, 2, 1)), Lots())
    assert (count.ending, count.tied) == (Ending.LOT_NEEDED, (1, 2))
    assert figures(count)["order"] == [["A", "B"], ["C"]]


def test_several_places_go_down_the_order_and_below_ron_nobody_is_elected():
    stood = contest(["Ann", "Bea", "Cal", "RON"], 3, ron=4)
    cast = papers((5, 1, 2, 4, 3), (2, 2, 1, 4))
    count = schulze.count(stood, cast, Lots())
    assert (names(count, count.elected), count.unfilled) == (["Ann", "Bea"], 1)
    assert count.remarks == (schulze._FOR_ONE,)
