"""Re-open nominations under STV, by the NUS model ruling: elected, and then a further one."""

import pytest

from ballots.counting.lots import Lots
from ballots.counting.named import RULES
from ballots.counting.record import Ending, Exhausted
from ballots.counting.sheet.wording import fates
from tests.ballots.counting.elections import contest, papers

BOTH = pytest.mark.parametrize("code", ["ers97", "scottish"])
RON = "Re-open nominations"


def run(code, stood, cast):
    return RULES[code][1](stood, cast, Lots("seed"))


@BOTH
def test_ron_takes_as_many_places_as_it_has_quotas(code):
    stood = contest(["Ann", "Bea", RON], 3, ron=3)
    count = run(code, stood, papers((90, 3, 1), (6, 1), (4, 2)))
    assert (count.elected, count.unfilled, count.ending) == ((), 3, Ending.COMPLETE)
    assert count.elected_by_stage == ((), (), ())
    assert [stage.who for stage in count.stages] == [(), (3,), (3,)]
    assert count.figures["reopened_at"] == [1, 2, 3]
    assert fates(count)[2] == "3 places unfilled at stage 1, 2 and 3"
    assert "goes to Re-open nominations (2)" in count.stages[0].explanation
    assert "Re-open nominations (3) has 3" in count.stages[2].explanation
    assert " ".join(count.remarks) == (
        "Re-open nominations was deemed elected to 3 places, which are declared unfilled: "
        "nominations re-open for them (NUS model ruling on RON and STV)."
    )


@BOTH
def test_the_surplus_of_ron_goes_to_a_further_ron_and_to_nobody_else(code):
    stood = contest(["Ann", "Bea", "Cal", RON], 2, ron=4)
    count = run(code, stood, papers((70, 4, 1), (30, 1), (25, 2), (15, 3)))
    moved, rounding = count.stages[1].transfers
    assert (moved.source, moved.to, moved.papers) == (4, 4, 70)
    assert rounding.why is Exhausted.ROUNDING
    assert count.stages[1].votes[0] == count.stages[0].votes[0]


@BOTH
def test_the_places_that_ron_leaves_go_on_to_candidates(code):
    stood = contest(["Ann", "Bea", "Cal", RON], 2, ron=4)
    count = run(code, stood, papers((70, 4, 1), (30, 1), (25, 2), (15, 3)))
    assert (count.elected, count.unfilled) == ((1,), 1)
    out = next(stage for stage in count.stages if 4 in stage.excluded)
    assert out.explanation.count("Re-open nominations (2) has the fewest votes") == 1
    assert {each.to for each in out.transfers} == {1}  # the further RON gone, they go to Ann
    assert count.stages[-1].votes[3] == count.quota  # what the first RON keeps


@BOTH
def test_one_candidate_is_confirmed_or_not_against_ron(code):
    stood = contest(["Ann", RON], ron=2)
    assert run(code, stood, papers((51, 1), (49, 2))).elected == (1,)
    count = run(code, stood, papers((49, 1), (51, 2)))
    assert (count.elected, count.unfilled) == ((), 1)


@BOTH
def test_a_last_place_that_only_ron_is_left_for_stays_unfilled(code):
    stood = contest(["Ann", "Bea", RON], 3, ron=3)
    count = run(code, stood, papers((60, 1), (50, 2), (9, 3)))
    assert (count.elected, count.unfilled) == ((1, 2), 1)
    assert "The place of Re-open nominations stays unfilled" in count.stages[0].explanation


def test_a_further_ron_with_votes_may_take_the_last_place():
    stood = contest(["Ann", "Bea", RON], 3, ron=3)
    count = run("scottish", stood, papers((45, 1), (5, 2, 3), (25, 3)))
    assert (count.elected, count.unfilled) == ((1,), 2)
    assert count.figures["reopened_at"] == [1, 4]
    assert "The place of Re-open nominations (2) stays unfilled" in count.stages[3].explanation


@BOTH
def test_a_further_ron_without_a_vote_takes_no_place(code):
    stood = contest(["Ann", RON], 3, ron=2)
    count = run(code, stood, papers((3, 1), (1, 2)))
    assert count.elected == (1,)
    assert count.remarks[0].startswith("Re-open nominations was deemed elected to 1 place,")
    assert count.remarks[1] == "1 place stays unfilled, for want of candidates."


def test_a_further_ron_that_cannot_catch_up_goes_while_the_surplus_waits():
    stood = contest(["Ann", "Bea", "Cal", RON], 2, ron=4)
    count = run("ers97", stood, papers((50, 4, 1), (30, 1), (25, 2), (15, 3)))
    assert count.stages[1].excluded == (3, 4)
    assert count.stages[1].explanation.startswith(
        "Cal and Re-open nominations (2) have 15 votes together, and with every surplus still "
        "waiting 25; Bea, next above, has 25. So these surpluses can wait (5.2.2(b))"
    )
    assert (count.elected, count.unfilled) == ((1,), 1)
