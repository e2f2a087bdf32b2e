from dataclasses import replace
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from conferences.quorum import Quorum
from conferences.readiness.report import Report, State
from conferences.rehearsing.go_no_go import Devices, Rules, judge
from conferences.rehearsing.measures import Measures, VoteMeasured, percentile

RULES = Rules(Quorum(delegates=50, branches=3), Fraction(1, 10))
ALL_KINDS = Devices(tried=90, expected=100, trouble=0, kinds={"Phone", "Tablet", "Computer"})
VOTE = VoteMeasured(
    title="Motion 1", form="show_of_hands", window=90, roll=100, acknowledged=95, counted=95,
    unable=2, silent=3, late=0, double_taps=4, doubled=0, half_after=20, nearly_all_after=50,
    answer_ms=12, present=100,
)  # fmt: skip
GOOD = Measures(votes=[VOTE], expected=100, people=4, fewest=98, fewest_branches=9)


def states(measures: Measures, devices: Devices = ALL_KINDS) -> dict[str, State]:
    return {one.code: one.state for one in judge(measures, RULES, devices, [])}


def but(**changes: object) -> Measures:
    return replace(GOOD, votes=[replace(VOTE, **changes)])  # type: ignore[arg-type]


def test_good_rehearsal_is_green_throughout() -> None:
    assert Report(judge(GOOD, RULES, ALL_KINDS, [])).state is State.READY


@pytest.mark.parametrize(
    ("measures", "code", "state"),
    [
        (Measures(), "votes", State.STOP),
        (but(nearly_all_after=67), "votes", State.READY),
        (but(nearly_all_after=70), "votes", State.LOOK),
        (but(nearly_all_after=90.5), "votes", State.STOP),
        (but(counted=94), "recorded", State.STOP),
        (but(doubled=1), "recorded", State.STOP),
        (but(answer_ms=501), "answers", State.LOOK),
        (but(answer_ms=2001), "answers", State.STOP),
        (but(unable=4), "unable", State.READY),
        (but(unable=5), "unable", State.LOOK),
        (but(unable=10), "unable", State.STOP),
        (replace(GOOD, fewest=49), "quorum", State.STOP),
        (replace(GOOD, fewest=51), "quorum", State.LOOK),
        (replace(GOOD, people=0), "people", State.LOOK),
        (replace(GOOD, missing=["a card vote"]), "unrehearsed", State.LOOK),
    ],
)
def test_each_limit_is_where_the_table_says(measures: Measures, code: str, state: State) -> None:
    assert states(measures)[code] is state


def test_devices_nobody_tried_are_named() -> None:
    findings = judge(GOOD, RULES, replace(ALL_KINDS, kinds={"Computer"}), [])
    says = next(one.says for one in findings if one.code == "devices")
    assert "Nobody tried a phone or a tablet." in says
    assert states(GOOD, replace(ALL_KINDS, trouble=1))["devices"] is State.LOOK


def test_measures_are_read_back_as_they_were_written() -> None:
    assert Measures.from_document(GOOD.to_document()) == GOOD
    assert Measures.from_document({}) == Measures()


@given(st.lists(st.floats(0, 1e6), min_size=1), st.integers(1, 100))
def test_percentile_is_a_value_that_enough_do_not_exceed(values: list[float], share: int) -> None:
    ordered = sorted(values)
    found = percentile(ordered, share)
    assert found in ordered
    assert sum(value <= found for value in ordered) * 100 >= share * len(ordered)
