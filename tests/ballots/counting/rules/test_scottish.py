"""Scottish STV by the words of its rules, on elections small enough to count by hand."""

import pytest

from ballots.counting.lots import Lots, PhysicalLot
from ballots.counting.record import Action, Ending, Exhausted, Transfer
from ballots.counting.rules import scottish
from tests.ballots.counting.elections import contest, names, papers

VOTE = 100_000

# 24 papers for 2 places: a quota of 9. A's surplus of 3 makes B, C and D equal at stage 2; they
# were not at stage 1, the most recent stage at which they differ.
TIED = papers((8, 1, 2), (4, 1, 3), (3, 2), (4, 3), (5, 4))


def votes(count):
    return [[*(units / VOTE for units in stage.votes)] for stage in count.stages]


def test_a_count_by_hand_from_the_quota_to_the_last_vacancy():
    count = scottish.count(contest("ABCD", 2), TIED, Lots())
    assert count.quota == 9 * VOTE
    assert votes(count) == [[12, 3, 4, 5], [9, 5, 5, 5], [9, 0, 5, 5], [9, 0, 0, 5]]
    assert [stage.non_transferable // VOTE for stage in count.stages] == [0, 0, 5, 10]
    assert [names(count, stage.elected) for stage in count.stages] == [["A"], [], [], ["D"]]
    assert [stage.transfer_value for stage in count.stages] == [None, 25_000, None, None]
    assert count.stages[1].transfers == (
        Transfer(1, 2, 8, 25_000, 2 * VOTE),
        Transfer(1, 3, 4, 25_000, 1 * VOTE),
    )
    assert count.stages[2].transfers == (
        Transfer(2, None, 3, VOTE, 3 * VOTE, Exhausted.NO_FURTHER),
        Transfer(2, None, 8, 25_000, 2 * VOTE, Exhausted.NO_FURTHER),
    )


def test_every_stage_is_explained_by_the_rules_it_applies():
    count = scottish.count(contest("ABCD", 2), TIED, Lots())
    first, second, third, fourth = (stage.explanation for stage in count.stages)
    assert first == (
        "The 24 valid papers are sorted by first preference (rule 46(1)). The quota is 24 divided "
        "by 3, one more than the places to fill, leaving out any fraction, and plus one: 9 votes "
        "(rule 47). A has 12 votes, more than the quota, and is deemed elected (rule 48(1))."
    )
    assert second == (
        "A has 3 votes more than the quota (rule 49(1)). All papers of this candidate are sorted "
        "by next preference for a candidate still in the count (rule 49(1)). Each takes its value "
        "multiplied by 3 and divided by 12, cut to five decimal places (rule 49(3)). A paper worth "
        "1 so far is now worth 0.25000."
    )
    assert third == (
        "No surplus is waiting, so a candidate has to be excluded (rule 51(1)). B, C and D have 5 "
        "votes each. At stage 1, the most recent stage at which they differ, B had the fewest of "
        "them (rule 52(2)(a)). B is excluded. The papers are sorted by next preference for a "
        "candidate still in the count, and each keeps the value at which it came (rule 51(2) to "
        "(4)). 5 votes become non-transferable (no further preference)."
    )
    assert fourth.endswith(
        "Just as many candidates are left as places to fill, 1, so D is deemed elected (rule "
        "53(1))."
    )


def test_the_other_ending_leaves_the_last_papers_where_they_are():
    count = scottish.count_stopping(contest("ABCD", 2), TIED, Lots())
    assert votes(count)[-1] == [9, 0, 5, 5]
    last = count.stages[-1]
    assert (last.action, last.who, last.excluded, last.elected) == (
        Action.EXCLUDE,
        (3,),
        (3,),
        (4,),
    )
    assert last.transfers == ()
    assert "The papers of C stay where they are" in last.explanation


def test_fractions_beyond_five_places_are_cut_off_and_accounted_for():
    count = scottish.count(contest("ABC", 2), papers((6, 1, 2), (3, 2), (3, 3)), Lots())
    assert count.quota == 5 * VOTE
    assert count.stages[1].votes == (5 * VOTE, 399_996, 3 * VOTE)  # 6 papers at 0.16666
    assert count.stages[1].transfers[-1] == Transfer(1, None, 0, 0, 4, Exhausted.ROUNDING)
    assert "0.00004 votes become non-transferable (fractions cut off)." in (
        count.stages[1].explanation
    )


def test_papers_received_at_a_reduced_value_move_at_it_again():
    # A's 16 papers bring B to 12 at 0.31250 each; all of B's 23 then move by 1/12 of their value.
    cast = papers((16, 1, 2, 3), (7, 2, 3), (4, 3), (4, 4), (9, 5))
    count = scottish.count(contest("ABCDE", 3), cast, Lots("s"))
    assert count.quota == 11 * VOTE
    assert count.stages[2].who == (2,)
    assert count.stages[2].transfer_value is None
    assert count.stages[2].transfers == (
        Transfer(2, 3, 7, 8_333, 7 * 8_333),
        Transfer(2, 3, 16, 2_604, 16 * 2_604),
        Transfer(2, None, 0, 0, 5, Exhausted.ROUNDING),
    )


def test_of_two_stages_at_which_equals_differ_the_most_recent_decides():
    # E's papers put B above C, and D's make them equal: at stage 1 B had fewer, at stage 2 C.
    cast = papers((9, 1), (4, 2), (5, 3), (1, 4, 3), (2, 4, 1), (2, 5, 2))
    count = scottish.count(contest("ABCDE"), cast, Lots())
    assert [row[1:3] for row in votes(count)[:3]] == [[4, 5], [6, 5], [6, 6]]
    assert count.stages[3].who == (3,)
    assert "At stage 2, the most recent stage at which they differ" in count.stages[3].explanation


def test_the_largest_surplus_goes_first_whoever_was_elected_first():
    # C is elected last, by A's surplus, and goes before B, whose surplus is smaller.
    cast = papers((20, 1, 3), (11, 2), (8, 3), (4, 4), (4, 5))
    count = scottish.count(contest("ABCDE", 4), cast, Lots())
    assert count.quota == 10 * VOTE
    assert [names(count, stage.who) for stage in count.stages[1:4]] == [["A"], ["C"], ["B"]]
    assert "C has 8 votes more than the quota, the largest surplus (rule 50(1))." in (
        count.stages[2].explanation
    )


def test_equal_surpluses_look_to_the_most_recent_stage_and_then_to_a_lot():
    stood, cast = contest("ABCD", 3), papers((12, 1), (12, 2), (3, 3), (2, 4))
    count = scottish.count(stood, cast, Lots())
    assert (count.ending, count.tied, count.tied_places) == (Ending.LOT_NEEDED, (1, 2), 0)
    assert count.elected == (1, 2)
    assert " ".join(count.remarks) == (
        "A and B have 12 votes each: whose surplus goes first. A lot has yet to be drawn (rule "
        "50(3))."
    )
    lot = PhysicalLot(frozenset({1, 2}), 2, "Kate Hall, scrutineer")
    count = scottish.count(stood, cast, Lots(by_hand=[lot]))
    assert (count.ending, count.stages[1].who, count.stages[1].lots) == (
        Ending.COMPLETE,
        (2,),
        (0,),
    )
    assert "So a lot decides whose surplus goes first, and falls on B (rule 50(3))." in (
        count.stages[1].explanation
    )
    assert count.lots[0].witness == "Kate Hall, scrutineer"


def test_no_more_candidates_than_vacancies_are_elected_at_once():
    count = scottish.count(contest("ABC", 3), papers((9, 1), (1, 2)), Lots())
    assert (len(count.stages), count.elected) == (1, (1, 2, 3))
    assert "so B and C are deemed elected (rule 53(1))" in count.stages[0].explanation


@pytest.mark.parametrize(("valid", "seats", "quota"), [(100, 3, 26), (99, 3, 25), (7, 1, 4)])
def test_the_quota_leaves_out_the_fraction_and_adds_one(valid, seats, quota):
    cast = papers((valid, 1))
    assert scottish.count(contest("ABCDE", seats), cast, Lots("s")).quota == quota * VOTE
