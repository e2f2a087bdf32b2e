"""Quorum in delegates and in branches."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from conferences.quorum import Attendance, Quorum, QuorumLevel

SAMPLE = Quorum(delegates=20, branches=8)
attendance = st.builds(Attendance, st.integers(0, 100), st.integers(0, 30))


@pytest.mark.parametrize(
    ("present", "level"),
    [
        (Attendance(19, 16), QuorumLevel.BELOW),
        (Attendance(56, 7), QuorumLevel.BELOW),
        (Attendance(20, 9), QuorumLevel.NEAR),
        (Attendance(21, 9), QuorumLevel.NEAR),
        (Attendance(22, 9), QuorumLevel.SAFE),
        (Attendance(56, 8), QuorumLevel.NEAR),
        (Attendance(56, 16), QuorumLevel.SAFE),
    ],
)
def test_level_by_delegates_and_branches(present: Attendance, level: QuorumLevel) -> None:
    assert SAMPLE.level(present) == level


@given(attendance, attendance)
def test_more_people_never_break_a_quorum(some: Attendance, more: Attendance) -> None:
    together = Attendance(some.delegates + more.delegates, some.branches + more.branches)
    assert SAMPLE.is_met(together) or not SAMPLE.is_met(some)


@given(attendance)
def test_a_quorum_is_below_exactly_when_it_is_not_met(present: Attendance) -> None:
    assert (SAMPLE.level(present) == QuorumLevel.BELOW) == (not SAMPLE.is_met(present))


def test_reading_says_both_numbers() -> None:
    assert SAMPLE.reading(Attendance(56, 16)) == (
        "56 delegates present, 20 needed; 16 branches, 8 needed: quorum met"
    )


def test_reading_of_a_meeting_leaves_out_branches_that_nobody_counts() -> None:
    assert Quorum(5, 0).reading(Attendance(1, 1)) == (
        "1 delegate present, 5 needed: quorum not met"
    )


def test_refused_when_it_needs_nobody() -> None:
    with pytest.raises(ValueError, match="at least one delegate"):
        Quorum(0, 0)
