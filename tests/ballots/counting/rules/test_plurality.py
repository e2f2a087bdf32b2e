"""Crosses: spoilt and blank papers, ties for the last place, reserved places and RON."""

import pytest

from ballots.counting.contest import Reserved
from ballots.counting.crosses import TOO_MANY, TWICE
from ballots.counting.lots import Lots, PhysicalLot
from ballots.counting.preferences import ONLY_WITHDRAWN
from ballots.counting.record import Ending, PaperTotals
from ballots.counting.rules import plurality
from tests.ballots.counting.elections import contest, election, expected, names, papers

TIED = papers((120, 1), (100, 2), (90, 3), (90, 4), (5, 5))


@pytest.mark.conformance
def test_first_preferences_alone_elect_as_expected(conformance_data):
    for name, each in expected(conformance_data).items():
        if not (wanted := each["counts"].get("first_preference_plurality")):
            continue
        stood, cast = election(conformance_data, name)
        first = papers(*zip(cast.weights, cast.rankings[:, 0], strict=True))
        count = plurality.count(stood, first, Lots())
        assert list(count.stages[0].votes) == [int(votes) for votes in wanted["votes"]]
        assert sorted(names(count, count.elected)) == sorted(wanted["elected"])
        assert names(count, count.tied) == wanted["tie_for_last_places"]


def test_papers_are_spoilt_by_more_crosses_than_places_or_one_candidate_twice():
    cast = papers((5, 1, 2), (2, 1), (3, 1, 2, 3), (4, 2, 2), (6,))
    count = plurality.count(contest("ABC", 2), cast, Lots())
    assert count.papers == PaperTotals(valid=7, blank=6, invalid={TOO_MANY: 3, TWICE: 4})
    assert count.stages[0].votes == (7, 5, 0)
    assert count.figures == {"votes_not_used": 2}


def test_crosses_for_candidates_who_withdrew_are_passed_over():
    cast = papers((5, 1, 2), (2, 1, 2, 3), (1, 3), (1, 3, 3))
    count = plurality.count(contest("ABC", 2, withdrawn=frozenset({3})), cast, Lots())
    assert count.papers == PaperTotals(valid=7, invalid={ONLY_WITHDRAWN: 2})
    assert count.stages[0].votes == (7, 7, 0)
    assert count.remarks == ("C withdrew before the count and is passed over on every paper.",)


def test_a_tie_for_the_last_place_needs_a_lot():
    count = plurality.count(contest("ABCDE", 3), TIED, Lots())
    assert (count.ending, count.tied, count.tied_places) == (Ending.LOT_NEEDED, (3, 4), 1)
    assert names(count, count.elected) == ["A", "B"]
    assert count.stages[0].explanation.endswith(
        "C (90 votes) and D (90 votes) tie for 1 place, and a lot has to be drawn between them."
    )


def test_a_tie_that_does_not_reach_the_last_place_needs_no_lot():
    count = plurality.count(contest("ABCDE", 4), TIED, Lots())
    assert names(count, count.elected) == ["A", "B", "C", "D"]
    assert count.ending is Ending.COMPLETE


def test_a_lot_by_hand_is_recorded_with_its_witness():
    by_hand = [PhysicalLot(frozenset({3, 4}), 4, "K. Osei")]
    count = plurality.count(contest("ABCDE", 3), TIED, Lots(by_hand=by_hand))
    assert names(count, count.elected) == ["A", "B", "D"]
    assert [(draw.drawn, draw.witness) for draw in count.lots] == [(4, "K. Osei")]
    assert count.stages[0].lots == (0,)


def test_a_lot_from_a_seed_may_fill_several_places():
    cast = papers((9, 1), (4, 2), (4, 3), (4, 4))
    count = plurality.count(contest("ABCD", 3), cast, Lots("dice 4 2 6"))
    assert (count.ending, len(count.elected), len(count.lots)) == (Ending.COMPLETE, 3, 2)
    assert [len(draw.tied) for draw in count.lots] == [3, 2]
    assert plurality.count(contest("ABCD", 3), cast, Lots("dice 4 2 6")) == count


RESERVED = contest(
    "ABCDEF",
    4,
    reserved=(Reserved("women", 2), Reserved("low-paid", 1)),
    tags=tuple(
        frozenset(tags)
        for tags in ([], ["women"], [], ["low-paid"], ["women", "low-paid"], ["low-paid"])
    ),
)


def test_reserved_places_are_filled_first_and_say_who_was_passed_over():
    cast = papers((50, 1), (45, 2), (40, 3), (20, 4), (30, 5), (10, 6))
    count = plurality.count(RESERVED, cast, Lots())
    assert count.figures["places"] == [
        {"place": "women", "holder": "B"},
        {"place": "women", "holder": "E"},
        {"place": "low-paid", "holder": "D"},
        {"place": "general", "holder": "A"},
    ]
    said = count.stages[0].explanation
    assert "2 places reserved for women: B (45 votes) and E (30 votes) are elected." in said
    assert (
        "A (50 votes) and C (40 votes) stand higher, but such a place is not open to these "
        "candidates."
    ) in said


def test_a_tie_for_a_reserved_place_needs_a_lot_between_those_alone_who_may_take_it():
    cast = papers((50, 1), (45, 2), (45, 5), (45, 3), (9, 4), (9, 6))
    count = plurality.count(RESERVED, cast, Lots())
    assert (count.elected, count.tied, count.tied_places) == ((2, 5), (4, 6), 1)


def test_candidates_have_to_beat_ron():
    stood = contest(["Ann", "Bea", "Cal", "RON"], 3, ron=4)
    count = plurality.count(stood, papers((45, 1), (9, 2), (8, 3), (9, 4)), Lots())
    assert (names(count, count.elected), count.unfilled) == (["Ann"], 2)
    assert (
        "RON has 9 votes. Bea (9 votes) and Cal (8 votes) have no more than that and cannot be "
        "elected."
    ) in count.stages[0].explanation


def test_ron_that_wins_a_single_place_leaves_it_open():
    stood = contest(["Ann", "RON"], ron=2)
    count = plurality.count(stood, papers((4, 1), (5, 2)), Lots())
    assert (count.elected, count.unfilled, count.ending) == ((), 1, Ending.COMPLETE)


def test_more_places_than_candidates_are_vacant():
    count = plurality.count(contest("AB", 4), papers((3, 1, 2), (1, 2)), Lots())
    assert (names(count, count.elected), count.unfilled) == (["B", "A"], 2)
    assert "2 of these 4 places stay vacant" in count.stages[0].explanation


def test_nobody_is_elected_without_a_valid_paper():
    count = plurality.count(contest("AB"), papers((3,), (2, 1, 2)), Lots())
    assert (count.ending, count.elected, count.unfilled) == (Ending.NO_VOTES, (), 1)
    assert count.papers == PaperTotals(0, 3, {TOO_MANY: 2})
