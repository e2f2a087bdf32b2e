"""The Alternative Vote: rounds exact, a true majority, ties for exclusion, RON."""

from hashlib import sha256

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ballots.counting.contest import SKIPPED, Reserved
from ballots.counting.lots import Lots
from ballots.counting.record import Ending, Exhausted, Transfer
from ballots.counting.rules import alternative_vote
from tests.ballots.counting.elections import (
    contest,
    election,
    expected,
    names,
    papers,
    with_lots_in_order,
)


@pytest.mark.conformance
def test_every_round_is_as_expected(conformance_data):
    for name, each in expected(conformance_data).items():
        if not (wanted := each["counts"].get("av")):
            continue
        count = alternative_vote.count(*election(conformance_data, name), Lots())
        table = "\n".join(
            ",".join(str(votes) for votes in (*stage.votes, stage.non_transferable))
            for stage in count.stages
        )
        assert sha256(table.encode()).hexdigest() == wanted["table_sha256"], name
        assert [names(count, stage.excluded) for stage in count.stages] == [
            rounds["excluded"] for rounds in wanted["rounds"]
        ]
        assert names(count, count.elected) == wanted["elected"]


def test_only_the_paragraph_that_is_known_is_cited():
    # The text's own majority is half, and it excludes several at once: neither is what is done.
    cast = papers((4, 1), (3, 2, 1), (2, 3, 2), (1, 4))
    count = alternative_vote.count(contest("ABCD"), cast, Lots("s"))
    assert len(count.stages) == 3
    for stage in count.stages:
        cited = stage.explanation.count("(")
        assert stage.explanation.count("(AV rules, paragraph 3)") == cited > 0
    assert "but more than half of the votes that stand" in count.rule.text


def test_exactly_half_is_no_majority():
    count = alternative_vote.count(contest("ABC"), papers((4, 1), (3, 2), (1, 3, 2)), Lots("s"))
    assert [stage.votes for stage in count.stages[:2]] == [(4, 3, 1), (4, 4, 0)]
    assert names(count, count.elected) == ["A"]  # who had more in round 1


def test_the_most_recent_round_in_which_they_differed_breaks_a_tie():
    cast = papers((9, 1), (4, 2), (3, 3), (1, 4, 3), (3, 5), (3, 5, 2))
    count = alternative_vote.count(contest("ABCDE"), cast, Lots())
    assert count.stages[2].excluded == (3,)
    assert count.stages[2].explanation == (
        "B and C have the fewest votes, 4 each; in round 1, the most recent in which they "
        "differed, C had the fewest. C is excluded. 4 papers name nobody who is still in the count "
        "(AV rules, paragraph 3). Nobody has more than half of the 19 votes that stand."
    )


def test_a_tie_in_every_round_needs_a_lot():
    cast = papers((5, 1), (3, 2), (3, 3))
    count = alternative_vote.count(contest("ABC"), cast, Lots())
    assert (count.ending, count.tied, count.tied_places) == (Ending.LOT_NEEDED, (2, 3), 0)
    assert count.elected == ()
    drawn = alternative_vote.count(contest("ABC"), cast, Lots("dice"))
    assert names(drawn, drawn.elected) == ["A"]
    assert drawn.stages[1].lots == (0,)
    assert "A lot falls on" in drawn.stages[1].explanation


def test_exhausted_papers_say_why():
    cast = papers((5, 1), (4, 2), (1, 3, 2), (1, 3), (1, 3, SKIPPED, 2))
    count = alternative_vote.count(contest("ABC"), cast, Lots())
    assert count.stages[1].transfers == (
        Transfer(3, 2, 1, 1, 1),
        Transfer(3, None, 1, 1, 1, Exhausted.NO_FURTHER),
        Transfer(3, None, 1, 1, 1, Exhausted.UNCLEAR),
    )
    assert count.stages[1].non_transferable == 2
    assert (
        "3 papers go to the next preference, but 2 of them name nobody who is still in the count"
    ) in count.stages[1].explanation


def test_ron_that_has_the_majority_leaves_the_place_open():
    count = alternative_vote.count(contest(["Ann", "RON"], ron=2), papers((2, 1), (3, 2)), Lots())
    assert (count.elected, count.unfilled, count.ending) == ((), 1, Ending.COMPLETE)
    assert count.stages[0].elected == ()


def test_one_place_is_filled_whatever_the_contest_has():
    stood = contest("AB", 3, reserved=(Reserved("women", 1),), tags=(frozenset(), frozenset()))
    count = alternative_vote.count(stood, papers((2, 1), (1, 2)), Lots())
    assert (names(count, count.elected), count.unfilled) == (["A"], 2)
    assert count.remarks == (
        "This rule knows no reserved places: all were filled alike.",
        "The Alternative Vote fills one place and the contest has 3; it cannot fill the others.",
    )


def test_the_last_one_left_is_elected_when_all_others_withdrew():
    stood = contest("ABC", withdrawn=frozenset({1, 3}))
    count = alternative_vote.count(stood, papers((2, 1, 2), (1, 3)), Lots())
    assert names(count, count.elected) == ["B"]
    assert (count.papers.valid, count.papers.invalid) == (2, {"only candidates who withdrew": 1})


def paper_by_paper(candidates, rows):
    """Count in rounds, each from the first preferences among those who are left."""
    left, rounds = list(range(1, candidates + 1)), []
    while True:
        votes = [0] * candidates
        for weight, row in rows:
            first = next((number for number in row if number in left), 0)
            if first:
                votes[first - 1] += weight
        rounds.append(tuple(votes))
        if 2 * max(votes) > sum(votes) or len(left) == 1:
            return rounds
        tied = list(left)
        for earlier in reversed(rounds):
            fewest = min(earlier[number - 1] for number in tied)
            tied = [number for number in tied if earlier[number - 1] == fewest]
        left.remove(tied[0])


rows = st.tuples(
    st.integers(1, 9), st.lists(st.integers(1, 5), min_size=1, max_size=5, unique=True)
)


@settings(max_examples=80)
@given(st.lists(rows, min_size=1, max_size=10))
def test_the_rounds_are_those_of_a_count_from_scratch_each_time(drawn):
    cast = papers(*((weight, *row) for weight, row in drawn))
    count = with_lots_in_order(alternative_vote.count, contest("ABCDE"), cast)
    assert [stage.votes for stage in count.stages] == paper_by_paper(5, drawn)
