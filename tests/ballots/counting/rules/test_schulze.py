"""Schulze: pairwise sums, rankings and winners of real elections, ties and unranked papers."""

from itertools import pairwise, permutations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ballots.counting.lots import Lots
from ballots.counting.record import Ending
from ballots.counting.rules import borda, schulze
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


def place(row, number):
    """Give the place of a candidate on a paper of groups, and a last one where it is not named."""
    return next((at for at, group in enumerate(row) if number in group), len(row))


def strongest(defeats, one, other):
    """Try every chain from one candidate to another."""
    others = [number for number in range(1, 5) if number not in {one, other}]
    chains = [
        (one, *through, other)
        for length in range(len(others) + 1)
        for through in permutations(others, length)
    ]
    return max(min(defeats[step] for step in pairwise(chain)) for chain in chains)


@st.composite
def groups(draw):
    """Draw a paper: groups of equals in order of preference, of some candidates or all."""
    named = draw(st.permutations([1, 2, 3, 4]))[: draw(st.integers(1, 4))]
    cuts = sorted(draw(st.sets(st.integers(1, 3))) & set(range(1, len(named))))
    return [named[start:end] for start, end in pairwise([0, *cuts, len(named)])]


@settings(max_examples=60)
@given(st.lists(st.tuples(st.integers(1, 30), groups()), min_size=1, max_size=8))
def test_pairs_points_and_chains_are_what_trying_each_paper_and_chain_gives(drawn):
    cast = papers(
        *(
            (weight, *(-n if at else n for group in row for at, n in enumerate(group)))
            for weight, row in drawn
        )
    )
    found = figures(schulze.count(contest("ABCD"), cast, Lots("seed")))
    pairs = list(permutations(range(1, 5), 2))
    before = {
        (a, b): sum(weight for weight, row in drawn if place(row, a) < place(row, b))
        for a, b in pairs
    }
    defeats = {(a, b): before[a, b] if before[a, b] > before[b, a] else 0 for a, b in pairs}
    assert {(a, b): found["pairwise"][a - 1][b - 1] for a, b in pairs} == before
    chains = {(a, b): strongest(defeats, a, b) for a, b in pairs}
    assert {(a, b): found["strongest_chains"][a - 1][b - 1] for a, b in pairs} == chains
    average = borda.count_average(contest("ABCD"), cast, Lots("seed")).stages[0].votes
    total = sum(weight for weight, _ in drawn)
    assert average == tuple(
        sum(5 * (total + before[a, b] - before[b, a]) for b in range(1, 5) if b != a)
        for a in range(1, 5)
    )
