from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from conferences.rehearsing.crowd import FASTEST_TAP, SHARES, Crowd, Does, comings, meaning

PAPER = ("for", "against", "abstain")
shares = st.integers(0, 100)


@given(shares, shares, st.integers(1, 60), st.integers(0, 2**32))
def test_everyone_comes_before_they_leave_and_leaves_before_they_return(
    late: int, drop_outs: int, count: int, seed: int
) -> None:
    crowd = Crowd(late=late, drop_outs=drop_outs)
    told = comings(crowd, count, 1000, Random(seed))
    assert len(told) == count
    for one in told:
        assert 0 <= one.arrives <= 1000
        assert one.leaves is None or one.leaves >= one.arrives
        assert one.returns is None or (one.leaves is not None and one.returns > one.leaves)
    if not late:
        assert all(one.arrives == 0 for one in told)
    if not drop_outs:
        assert all(one.leaves is None for one in told)


@given(st.integers(0, 50), st.integers(0, 50), st.floats(0, 1), st.integers(0, 2**32))
def test_nobody_votes_before_they_could_have_read_the_question(
    unable: int, silent: int, leaning: float, seed: int
) -> None:
    crowd = Crowd(unable=unable, silent=silent)
    dice = Random(seed)
    for _ in range(20):
        means = meaning(crowd, 90, PAPER, leaning, dice)
        assert means.choice in PAPER
        assert means.after >= min(FASTEST_TAP, 90 * 0.9)
        assert means.does is not Does.CANNOT or unable
        assert means.does is not Does.NOTHING or silent


def test_everyone_unable_is_everyone_unable() -> None:
    crowd = Crowd(unable=100, silent=0)
    means = [meaning(crowd, 90, PAPER, 0.5, Random(n)).does for n in range(50)]
    assert set(means) == {Does.CANNOT}


@pytest.mark.parametrize(
    "wrong",
    [{"delegates": 0}, {"unable": 101}, {"unable": 60, "silent": 60}, {"votes": 0}, {"pace": 3},
     {"has_chair": False, "pace": 10}],
)  # fmt: skip
def test_crowd_that_cannot_be_is_refused(wrong: dict[str, int]) -> None:
    with pytest.raises(ValueError, match=r"\."):
        Crowd(**wrong)  # type: ignore[arg-type]


def test_crowd_is_read_back_as_it_was_written() -> None:
    crowd = Crowd(late=3, votes=9)
    assert Crowd.from_document(crowd.to_document()) == crowd
    assert set(SHARES) <= set(crowd.to_document())
