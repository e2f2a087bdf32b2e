"""The counting table: papers sorted into piles, and transfers that add up to the sheet."""

from collections import Counter

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ballots.counting import preferences
from ballots.counting.contest import SKIPPED
from ballots.counting.lots import Lots
from ballots.counting.named import RULES
from ballots.counting.record import Exhausted
from ballots.counting.stv.piles import Bundle, lay_out, sort
from tests.ballots.counting.elections import contest, papers

rows = st.lists(
    st.tuples(st.integers(1, 9), st.lists(st.integers(1, 6), max_size=6, unique=True)), min_size=1
)


@settings(max_examples=30)
@given(rows, st.sets(st.integers(1, 6)), st.sampled_from([1, 300]))
def test_papers_are_sorted_by_the_next_preference_still_open(drawn, passed, copies):
    read = preferences.read(contest("ABCDEF"), papers(*((weight, *row) for weight, row in drawn)))
    marks = lay_out(6, read)
    is_passed = [mark in passed for mark in range(marks.kinds)]
    bundles = [Bundle(each, each, marks.starts()) for each in range(copies)]
    found = list(sort(marks, bundles, np.array(is_passed)))
    expected: Counter[int] = Counter()
    for weight, row in drawn:
        if row:
            expected[next((each for each in row if each not in passed), 0)] += weight
    for bundle in bundles[:: max(1, copies - 1)]:
        of_bundle = {each.mark: each.papers for each in found if each.bundle is bundle}
        assert of_bundle == expected


@pytest.mark.parametrize("code", ["ers97", "scottish", "scottish-stop"])
@settings(max_examples=60)
@given(rows, st.integers(1, 4), st.sampled_from([None, 6]))
def test_transfers_account_for_every_change_on_the_sheet(code, drawn, seats, ron):
    stood = contest("ABCDEF", seats, ron=ron)
    count = RULES[code][1](stood, papers(*((weight, *row) for weight, row in drawn)), Lots("s"))
    for before, stage in zip(count.stages, count.stages[1:], strict=False):
        votes, lost = list(before.votes), before.non_transferable
        for each in stage.transfers:
            votes[each.source - 1] -= each.votes
            if each.to is None:
                assert each.why
                lost += each.votes
            else:
                votes[each.to - 1] += each.votes
                assert each.votes == each.papers * each.value
        assert (tuple(votes), lost) == (stage.votes, stage.non_transferable)


def test_votes_end_for_the_reason_that_the_paper_gives():
    cast = papers((6, 1), (5, 2), (1, 3), (1, 3, 1, -2), (1, 3, 2, 1), (1, 3, SKIPPED, 1))
    count = RULES["scottish"][1](contest("ABC"), cast, Lots())
    ends = {each.why: each.votes for each in count.stages[1].transfers if each.why}
    assert ends == {Exhausted.NO_FURTHER: 100_000, Exhausted.UNCLEAR: 200_000}
    assert "3 votes become non-transferable: 1 (no further preference) and 2 (next preference " in (
        count.stages[1].explanation
    )


@pytest.mark.parametrize("code", ["ers97", "scottish"])
def test_papers_for_those_who_withdrew_count_for_the_next_preference(code):
    stood = contest("ABCD", 2, withdrawn=frozenset({1}))
    count = RULES[code][1](stood, papers((9, 1, 2), (5, 3, 1, 4), (4, 4), (2, 1)), Lots())
    one = 10**count.rule.places
    assert count.stages[0].votes == (0, 9 * one, 5 * one, 4 * one)
    assert count.papers.invalid == {"only candidates who withdrew": 2}
    assert count.elected == (2, 3)
    assert count.remarks == ("A withdrew before the count and is passed over on every paper.",)
