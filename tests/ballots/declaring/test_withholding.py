"""Figures of small groups: none is shown, and none can be worked out."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ballots.declaring.withholding import SMALL_GROUP_FLOOR, withheld

sizes = st.dictionaries(st.integers(), st.integers(0, 40), max_size=15)


@given(voters=sizes)
def test_no_group_below_the_floor_is_shown(voters: dict[int, int]) -> None:
    shown = voters.keys() - withheld(voters)
    assert all(voters[group] >= SMALL_GROUP_FLOOR for group in shown)


@given(voters=sizes)
def test_what_is_withheld_cannot_be_worked_out_from_the_total(voters: dict[int, int]) -> None:
    hidden = withheld(voters)
    if hidden and hidden != voters.keys():
        assert len(hidden) > 1
        assert sum(voters[group] for group in hidden) >= SMALL_GROUP_FLOOR


@given(voters=sizes)
def test_nothing_is_withheld_where_every_group_is_large_enough(voters: dict[int, int]) -> None:
    if all(size >= SMALL_GROUP_FLOOR for size in voters.values()):
        assert withheld(voters) == set()


@pytest.mark.parametrize(
    ("voters", "hidden"),
    [
        pytest.param({"A": 0, "B": 9, "C": 12}, {"A", "B"}, id="that nobody voted is hidden too"),
        pytest.param({"A": 1, "B": 2, "C": 9, "D": 20}, {"A", "B", "C"}, id="until five together"),
        pytest.param({"A": 4, "B": 4, "C": 9}, {"A", "B"}, id="two that hide each other"),
        pytest.param({"A": 3}, {"A"}, id="a single small one"),
        pytest.param({}, set(), id="none"),
    ],
)
def test_the_next_smallest_is_withheld_as_well(voters: dict[str, int], hidden: set[str]) -> None:
    assert withheld(voters) == hidden
