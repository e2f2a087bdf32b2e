"""Reserved places by STV: guarded and doomed candidates, and places that stay vacant."""

import pytest

from ballots.counting.contest import Reserved
from ballots.counting.lots import Lots
from ballots.counting.named import RULES
from ballots.counting.record import Ending
from ballots.counting.stv.reserving import places
from tests.ballots.counting.elections import contest, figures, names, papers

STV = pytest.mark.parametrize("code", ["ers97", "scottish", "scottish-stop"])


def with_women(candidates, seats, women, reserved=1, **more):
    """Make a contest with places reserved for the women among its candidates."""
    return contest(
        candidates,
        seats,
        reserved=(Reserved("women", reserved),),
        tags=tuple(frozenset({"women"} if name in women else ()) for name in candidates),
        **more,
    )


def run(code, stood, cast, seed=None):
    return RULES[code][1](stood, cast, Lots(seed))


def said(count):
    return " ".join(stage.explanation for stage in count.stages)


@STV
def test_a_guarded_candidate_is_passed_over_and_elected(code):
    cast = papers((22, 1), (21, 2), (20, 3), (5, 4), (19, 5, 3))
    count = run(code, with_women("ABCDE", 3, "D"), cast)
    assert names(count, count.elected) == ["A", "C", "D"]
    assert (
        "D is guarded: without this candidate the places reserved for women could not be filled"
    ) in said(count)
    assert figures(count)["places"] == [
        {"place": "women", "holder": "D"},
        {"place": "general", "holder": "A"},
        {"place": "general", "holder": "C"},
    ]


@STV
def test_a_doomed_candidate_is_excluded_whatever_the_votes(code):
    cast = papers((40, 1), (39, 2, 3), (12, 3), (9, 4))
    count = run(code, with_women("ABCD", 2, "CD"), cast)
    assert names(count, count.elected) == ["A", "C"]
    assert "B is doomed: the places that are left are reserved for women" in said(count)
    assert (2,) in [stage.excluded for stage in count.stages]


@STV
def test_equals_who_cannot_both_have_the_place_are_told_apart_by_lot(code):
    cast = papers((40, 1), (40, 2), (15, 3), (14, 4))
    stood = with_women("ABCD", 2, "CD")
    count = run(code, stood, cast)
    assert (count.ending, count.tied) == (Ending.LOT_NEEDED, (1, 2))
    assert count.stages[-1].votes == tuple(
        votes * 10**count.rule.places for votes in (40, 40, 15, 14)
    )
    drawn = run(code, stood, cast, seed="dice")
    assert len(set(drawn.elected) & {1, 2}) == len(set(drawn.elected) & {3, 4}) == 1
    assert drawn.lots[0].tied == (1, 2)


@STV
def test_a_place_that_nobody_may_take_stays_vacant(code):
    cast = papers((40, 1), (30, 2), (20, 3), (2, 4))
    count = run(code, with_women("ABCD", 3, "", reserved=2), cast)
    assert (names(count, count.elected), count.unfilled) == (["A"], 2)
    assert [each["holder"] for each in figures(count)["places"]] == [None, None, "A"]


@STV
def test_ron_may_take_a_reserved_place_and_leaves_it_open(code):
    cast = papers((60, 1, 3), (55, 3), (4, 2))
    count = run(code, with_women(["Ann", "Bea", "RON"], 2, ["Bea"], ron=3), cast)
    assert (names(count, count.elected), count.unfilled) == (["Ann"], 1)


def test_places_move_to_make_room():
    stood = contest(
        "ABC",
        3,
        reserved=(Reserved("women", 1), Reserved("young", 1)),
        tags=(frozenset({"women", "young"}), frozenset({"women"}), frozenset()),
    )
    assert places(stood, [1, 2, 3]) == [("women", 2), ("young", 1), ("general", 3)]
    assert places(stood, [3, 1]) == [("women", 1), ("young", None), ("general", 3)]
