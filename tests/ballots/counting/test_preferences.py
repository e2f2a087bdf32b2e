"""Reading ranked papers: withdrawn, named twice, equal, left out, blank."""

import numpy as np
import pytest

from ballots.counting.contest import SKIPPED, Papers
from ballots.counting.orders import read as read_orders
from ballots.counting.preferences import ONLY_WITHDRAWN, UNCLEAR_FIRST, read
from ballots.counting.record import PaperTotals
from tests.ballots.counting.elections import contest, papers

STOOD = contest("ABCDE", withdrawn=frozenset({5}))


@pytest.mark.parametrize(
    ("paper", "followed", "is_unclear"),
    [
        pytest.param((1, 2, 3), [1, 2, 3], False, id="plain"),
        pytest.param((5, 2, 5, 3), [2, 3], False, id="withdrawn"),
        pytest.param((2, 1, 2, 3), [2, 1, 3], False, id="named twice"),
        pytest.param((1, 2, -3, 4), [1], True, id="equal"),
        pytest.param((1, 2, -5, 4), [1, 2, 4], False, id="equal to one who withdrew"),
        pytest.param((1, 2, -1, 4), [1, 2, 4], False, id="equal to one named before"),
        pytest.param((1, SKIPPED, 2), [1], True, id="left out"),
        pytest.param((1, 2, SKIPPED), [1, 2], False, id="nothing after the one left out"),
        pytest.param((1, SKIPPED, 5), [1], False, id="nobody who stands after the one left out"),
    ],
)
def test_a_paper_is_followed_as_far_as_it_is_clear(paper, followed, is_unclear):
    found = read(STOOD, papers((7, *paper)))
    assert [number for number in found.ranks[0].tolist() if number] == followed
    assert found.unclear.tolist() == [is_unclear]
    assert found.totals == PaperTotals(valid=7)


def test_papers_without_a_first_preference_are_set_apart_by_reason():
    cast = papers((1,), (2, 5), (3, SKIPPED, 1), (4, 1, -2), (5, 2))
    found = read(STOOD, cast)
    assert found.totals == PaperTotals(5, 1, {UNCLEAR_FIRST: 7, ONLY_WITHDRAWN: 2})
    assert found.weights.tolist() == [5]


def test_papers_set_aside_before_are_kept_by_reason():
    cast = papers((2, 5))
    cast = Papers(cast.rankings, cast.weights, invalid={"malformed": 3, ONLY_WITHDRAWN: 1})
    assert read(STOOD, cast).totals.invalid == {"malformed": 3, ONLY_WITHDRAWN: 3}


def test_no_papers_at_all_are_read():
    nothing = Papers(np.zeros((0, 0), np.int8), np.zeros(0, np.int64))
    assert read(STOOD, nothing).totals == read_orders(STOOD, nothing).totals == PaperTotals(0)


def test_an_order_has_equals_and_puts_those_left_out_last():
    found = read_orders(STOOD, papers((3, 2, -3, 1), (2, 4, SKIPPED, 4, 1), (4, 5), (6,)))
    assert found.totals == PaperTotals(5, 6, {ONLY_WITHDRAWN: 4})
    assert (found.before(2, 1), found.equal(2, 3), found.before(1, 4)) == (3, 3, 3)
    assert (found.before(4, 1), found.equal(1, 5), found.before(1, 5)) == (2, 0, 5)
