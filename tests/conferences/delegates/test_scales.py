"""Delegates by the size of a branch."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from conferences.delegates.entitlement import EntitlementRule

SAMPLE = EntitlementRule(first=250, step=500, minimum=1, cap=8)


@pytest.mark.parametrize(
    ("members", "delegates"),
    [(0, 0), (1, 1), (77, 1), (250, 1), (251, 2), (502, 2), (750, 2), (751, 3), (3365, 8)],
)
def test_delegates_by_size(members: int, delegates: int) -> None:
    assert SAMPLE.delegates(members) == delegates


def test_delegates_stop_at_the_cap() -> None:
    assert SAMPLE.delegates(1_000_000) == 8


def test_whole_steps_only_where_the_rule_has_no_or_part() -> None:
    rule = EntitlementRule(first=250, step=500, or_part=False)
    assert [rule.delegates(n) for n in (749, 750, 1250)] == [1, 2, 3]


@given(st.integers(0, 10_000), st.integers(0, 10_000))
def test_a_larger_branch_never_sends_fewer(one: int, other: int) -> None:
    smaller, larger = sorted((one, other))
    assert SAMPLE.delegates(smaller) <= SAMPLE.delegates(larger)


@given(st.integers(1, 10_000))
def test_one_more_step_of_members_sends_one_more_delegate_below_the_cap(members: int) -> None:
    rule = EntitlementRule(first=250, step=500)
    grown = rule.delegates(max(members, 250) + 500)
    assert grown == rule.delegates(max(members, 250)) + 1


@pytest.mark.parametrize(
    "wrong",
    [{"first": 0}, {"step": 0}, {"minimum": -1}, {"cap": 2, "minimum": 3}],
)
def test_refused_when_the_scale_cannot_be_applied(wrong: dict[str, Any]) -> None:
    with pytest.raises(ValueError, match=r"\.$"):
        EntitlementRule(**{"first": 250, "step": 500, **wrong})


def test_refused_when_there_are_fewer_than_no_members() -> None:
    with pytest.raises(ValueError, match="fewer than no members"):
        SAMPLE.delegates(-1)
