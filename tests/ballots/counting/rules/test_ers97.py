"""ERS97 by the paragraphs of its booklet, on elections small enough to count by hand."""

import pytest

from ballots.counting.lots import Lots, PhysicalLot
from ballots.counting.record import Action, Ending, Exhausted, Transfer
from ballots.counting.rules import ers97
from tests.ballots.counting.elections import contest, names, papers


def run(names_, seats, *rows, lots=None):
    return ers97.count(contest(names_, seats), papers(*rows), lots or Lots())


def test_the_model_election_begins_as_the_booklet_says():
    # Section 8: 753 valid papers, 6 places; Smith has 134, of which 123 can be transferred.
    others = [(105, 3), (104, 4), (103, 5), (102, 6), (101, 7), (62, 8), (42, 2)]
    count = run("SBCDEFGH", 6, (123, 1, 2), (11, 1), *others)
    second = count.stages[1]
    assert (count.papers.valid, count.stages[0].quota) == (753, 107_58)
    assert (second.action, second.who) == (Action.SURPLUS, (1,))
    assert count.stages[0].votes[0] - second.votes[0] == 26_42
    assert (second.transfer_value, second.non_transferable) == (21, 59)
    assert second.votes[1] == 42_00 + 123 * 21
    assert second.transfers == (
        Transfer(1, 2, 123, 21, 123 * 21),
        Transfer(1, None, 0, 0, 59, Exhausted.ROUNDING),
    )
    assert second.explanation == (
        "S has 26.42 votes more than the quota. That could still change who has the fewest votes, "
        "so it is transferred now (5.2.2). All papers are looked at, 134 papers; 123 of them can "
        "be transferred and 11 cannot (5.3.1, 5.3.3). Each of these now counts for 26.42 divided "
        "by 123, cut to 0.01: 0.21 (5.3.7). 0.59 votes become non-transferable (fractions cut off)."
    )


@pytest.mark.parametrize(
    ("valid", "seats", "quota"), [(100, 3, 25_00), (100, 2, 33_34), (1, 2, 34)]
)
def test_the_quota_is_rounded_up_to_two_places_unless_exact(valid, seats, quota):
    count = run("ABCDE", seats, (valid, 1), lots=Lots("s"))
    assert count.stages[0].quota == quota


def test_a_surplus_moves_the_batch_that_came_last_and_no_other():
    # D's 6 papers bring A over the quota of 10; A's first 9 papers, all for C next, do not move.
    count = run("ABCD", 2, (9, 1, 3), (8, 2), (7, 3), (6, 4, 1, 2))
    assert [stage.who for stage in count.stages] == [(), (4,), (1,)]
    third = count.stages[2]
    assert third.transfer_value == 83  # 5 divided by 6 papers
    assert third.votes == (10_00, 8_00 + 6 * 83, 7_00, 0)
    assert names(count, count.elected) == ["A", "B"]
    assert "Only the batch that came last is looked at, 6 papers" in third.explanation


def test_papers_keep_their_value_where_they_do_not_exceed_the_surplus():
    # Of D's 6 papers only 3 go further; worth 3 together, they do not exceed the surplus of 5.
    count = run("ABCD", 2, (9, 1, 3), (8, 2), (7, 3), (3, 4, 1, 2), (3, 4, 1))
    third = count.stages[2]
    assert third.transfer_value == 100
    assert third.votes == (10_00, 11_00, 7_00, 0)
    assert third.transfers == (
        Transfer(1, 2, 3, 100, 3_00),
        Transfer(1, None, 3, 100, 2_00, Exhausted.NO_FURTHER),
    )
    assert "these do not exceed the surplus, so they keep it (5.3.7)" in third.explanation


def test_a_surplus_above_the_batch_that_came_last_is_lost_but_for_that_batch():
    # A has 11 when the quota falls below that, and so 1.66 to spare, but only 1 paper came last.
    count = run("ABCDE", 2, (10, 1, 2), (9, 2), (8, 3), (7, 4), (1, 5, 1, 3), (1, 5))
    assert [stage.quota for stage in count.stages[:3]] == [12_00, 11_67, 9_34]
    assert [names(count, stage.elected) for stage in count.stages[:3]] == [[], [], ["A"]]
    fourth = count.stages[3]
    assert (fourth.who, fourth.transfer_value) == ((1,), 100)
    assert fourth.transfers == (
        Transfer(1, 3, 1, 100, 1_00),
        Transfer(1, None, 0, 0, 66, Exhausted.UNCARRIED),
    )


def test_a_surplus_too_small_to_matter_is_deferred():
    # A has 10.34 to spare; with all of it B and C together stay below D.
    count = run("ABCDE", 2, (44, 1, 2), (2, 2, 4), (3, 3, 5), (25, 4), (26, 5))
    assert (count.stages[1].action, count.stages[1].who) == (Action.EXCLUDE, (2, 3))
    assert count.stages[1].explanation.startswith(
        "B and C have 5 votes together, and with every surplus still waiting 15.66; D, next above, "
        "has 25. So these surpluses can wait (5.2.2(b)), and B and C are excluded together (5.2.5)."
    )
    assert count.stages[1].votes[0] == 44_00


def test_as_many_as_possible_are_excluded_together():
    count = run("ABCDE", 2, (5, 5), (4, 4), (3, 3), (2, 2), (1, 1))
    assert [stage.who for stage in count.stages] == [(), (1, 2)]
    assert count.stages[1].explanation == (
        "A and B have 3 votes together; C, next above, has 3. So they are excluded together "
        "(5.2.5). 3 papers worth 1 each are sorted by next preference (5.4.2). 3 votes become "
        "non-transferable (no further preference). 7 votes are still active; divided by 2, one "
        "more than the places left, that makes 3.50. D has 4 votes and is deemed elected "
        "(5.4.9(b))."
    )
    assert [names(count, each) for each in count.elected_by_stage] == [["E"], ["D"]]


def test_the_quota_falls_until_somebody_is_elected():
    count = run("ABC", 1, (5, 1), (4, 2), (2, 3))
    assert [stage.quota for stage in count.stages] == [5_50, 4_50]
    assert (count.quota, count.figures["initial_quota"]) == (4_50, "5.50")
    assert count.elected == (1,)
    assert "so the quota falls to 4.50 (5.4.8)" in count.stages[1].explanation


def test_those_elected_by_one_batch_are_passed_over_in_the_next():
    # C is excluded with 2 papers worth 1, which elect B, and 14 worth 0.28 that A's surplus
    # brought; those are for B next too, and go on to E.
    cast = [(14, 1, 3, 2, 5), (9, 2), (2, 3, 2), (3, 4, 7), (6, 5), (10, 6), (6, 7)]
    count = run("ABCDEFG", 4, *cast)
    assert [stage.who for stage in count.stages] == [(), (1,), (4,), (3,), (2,)]
    assert (count.stages[1].transfer_value, count.stages[1].votes[2]) == (28, 5_92)
    fourth = count.stages[3]
    assert (fourth.elected, fourth.votes) == ((2,), (10_00, 11_00, 0, 0, 9_92, 10_00, 9_00))
    assert fourth.explanation == (
        "C has the fewest votes, 5.92, and is excluded (5.2.5). The most valuable papers come "
        "first: 2 papers worth 1 each are sorted by next preference (5.4.1, 5.4.2). B has 11 "
        "votes, more than the quota, and is deemed elected (5.4.9(a)). Then 14 papers worth 0.28 "
        "each are sorted by next preference (5.4.11)."
    )
    assert names(count, count.elected) == ["A", "F", "B", "E"]


def test_the_count_stops_in_the_middle_of_an_exclusion_when_all_places_are_filled():
    cast = [(12, 1, 3, 2, 4), (9, 2), (2, 3, 2), (3, 4, 5), (4, 5), (10, 6)]
    count = run("ABCDEF", 3, *cast)
    last = count.stages[-1]
    assert (last.who, last.elected) == ((3,), (2,))
    assert last.votes == (10_00, 11_00, 1_92, 0, 7_00, 10_00)  # C keeps 12 papers worth 0.16
    assert last.explanation.endswith(
        "All places are filled, so the other papers are not transferred (5.5.2)."
    )


def test_a_tie_for_exclusion_looks_to_the_earliest_point():
    # A's surplus of 6, on 20 papers at 0.30, makes B as many as C.
    count = run("ABCDE", 2, (20, 1, 2), (5, 1), (4, 2), (10, 3), (15, 4), (3, 5))
    assert count.stages[1].votes == (19_00, 10_00, 10_00, 15_00, 3_00)
    assert [stage.who for stage in count.stages[2:]] == [(5,), (2,)]
    assert count.stages[3].explanation.startswith(
        "B and C have 10 votes each. At stage 1, the earliest point at which they differ, B had "
        "the fewest of them (5.2.5). B is excluded (5.2.5)."
    )


def test_of_two_points_at_which_equals_differ_the_earlier_decides():
    # E's papers put B above C, and D's make them equal: at stage 1 B had fewer, at stage 2 C.
    count = run("ABCDE", 1, (9, 1), (4, 2), (5, 3), (1, 4, 3), (2, 4, 1), (2, 5, 2))
    assert [stage.votes[1:3] for stage in count.stages[:3]] == [
        (4_00, 5_00),
        (6_00, 5_00),
        (6_00,) * 2,
    ]
    assert count.stages[3].who == (2,)
    assert "At stage 1, the earliest point at which they differ" in count.stages[3].explanation


def test_whoever_is_elected_below_the_quota_takes_no_more_than_that_from_the_active_vote():
    # A's surplus of 9 goes to nobody. B is elected with 8 of the 21 votes still active, which
    # leaves 13: too many for C to be elected with 6.
    count = run("ABCDE", 3, (19, 1), (8, 2), (6, 3), (4, 4), (3, 5, 4))
    second = count.stages[1]
    assert second.elected == (2,)
    assert second.explanation.endswith(
        "21 votes are still active; divided by 3, one more than the places left, that makes 7. B "
        "has 8 votes and is deemed elected (5.3.13(b))."
    )
    assert count.elected == (1, 2, 4)


def test_nobody_is_said_to_have_enough_with_no_votes():
    count = run("ABCD", 2, (1, 1), lots=Lots("s"))
    assert not [stage for stage in count.stages if "which is enough" in stage.explanation]


def test_equals_with_too_few_places_look_to_the_earliest_point():
    # A's surplus of 3 makes B as many as C, and D's papers give each of them the quota of 7.
    count = run("ABCD", 2, (10, 1, 2), (3, 2), (6, 3), (1, 4, 2), (1, 4, 3))
    assert count.stages[2].votes == (7_00, 7_00, 7_00, 0)
    assert names(count, count.elected) == ["A", "C"]
    assert (
        "B and C have 7 votes each, which is enough, but there is only 1 place. At stage 1, the "
        "earliest point at which they differ, C had the most of them (5.6.2). C has 7 votes, "
        "exactly the quota, and is deemed elected (5.4.9(a))."
    ) in count.stages[2].explanation


def test_a_tie_that_nothing_breaks_needs_a_lot():
    stood = [(5, 1), (3, 2), (3, 3)]
    count = run("ABC", 2, *stood)
    assert (count.ending, count.tied, count.tied_places) == (Ending.LOT_NEEDED, (2, 3), 0)
    lots = Lots(by_hand=[PhysicalLot(frozenset({2, 3}), 2)])
    count = run("ABC", 2, *stood, lots=lots)
    assert (count.ending, count.elected) == (Ending.COMPLETE, (1, 3))
    assert count.stages[-1].lots == (0,)
    assert (
        "So a lot decides who is excluded, and falls on B (5.2.5). Without B, who would be "
        "excluded next, just as many candidates are left as places, 1, so C is deemed elected "
        "(5.5.1)."
    ) in count.stages[-1].explanation


def test_equals_with_too_few_places_are_not_elected_at_that_stage():
    count = run("AB", 1, (5, 1), (5, 2))
    assert count.ending is Ending.LOT_NEEDED
    assert count.elected == ()
    assert (
        "A and B have 5 votes each, which is enough, but there is only 1 place, and they were "
        "equal all along: none of them is elected yet (5.6.2)."
    ) in count.stages[0].explanation


def test_no_more_candidates_than_places_are_elected_at_once():
    count = run("ABC", 3, (9, 1), (1, 2))
    assert (len(count.stages), count.elected) == (1, (1, 2, 3))
    assert "so B and C are deemed elected (5.5.1)" in count.stages[0].explanation
