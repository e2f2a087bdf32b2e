"""The lifecycle table: complete, reachable, with ends that are ends."""

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from audit.refusal import Refusal
from motions.lifecycle import (
    LINES,
    OUR_OWN,
    TERMINAL,
    TRANSITIONS,
    acts_from,
    is_terminal,
    line_for,
    lines_from,
    next_state,
)
from motions.states import Act, MotionState, Party

MACHINE = Path(__file__).with_name("motion_state_machine.json")
STARTS = (MotionState.DRAFT, MotionState.SCHEDULED)  # a composite starts on the agenda


@pytest.fixture(scope="module")
def machine() -> dict[str, list[dict[str, object]]]:
    rows: dict[str, list[dict[str, object]]] = json.loads(MACHINE.read_text())
    return rows


def test_states_are_those_of_the_guide(machine: dict[str, list[dict[str, object]]]) -> None:
    assert {state.value for state in MotionState} == {row["state"] for row in machine["states"]}
    assert len(MotionState) == 34


def test_transitions_are_those_of_the_guide(machine: dict[str, list[dict[str, object]]]) -> None:
    ours = [(line.source, line.act, line.target) for line in TRANSITIONS]
    assert ours == [(row["from"], row["event"], row["to"]) for row in machine["transitions"]]
    assert len(ours) == 49


def test_our_own_lines_are_beside_the_guide_and_end_in_its_states(
    machine: dict[str, list[dict[str, object]]],
) -> None:
    told = {(row["from"], row["event"], row["to"]) for row in machine["transitions"]}
    ours = {(line.source, line.act, line.target) for line in OUR_OWN}
    assert not ours & told
    ends = {line.target for line in OUR_OWN if line.act != Act.TAKE_BACK}
    assert ends == {MotionState.DRAFT, MotionState.WITHDRAWN}
    assert {line.source for line in OUR_OWN}.isdisjoint(TERMINAL)


def test_taking_back_goes_where_the_motion_came_from() -> None:
    back = [line for line in OUR_OWN if line.act == Act.TAKE_BACK]
    forward = {(line.source, line.target) for line in TRANSITIONS}
    assert len(back) == 3
    assert all((line.target, line.source) in forward for line in back)


def test_terminal_states_are_those_of_the_guide(
    machine: dict[str, list[dict[str, object]]],
) -> None:
    assert {state.value for state in TERMINAL} == {
        row["state"] for row in machine["states"] if row["terminal"]
    }


@pytest.mark.parametrize("state", MotionState)
def test_every_state_has_a_label_and_a_meaning(state: MotionState) -> None:
    assert state.label
    assert state.meaning.endswith(".")
    assert "_" not in state.label


def test_every_act_has_a_line_and_an_event() -> None:
    assert {line.act for line in LINES} == set(Act)
    assert all(act.done for act in Act)


def test_events_of_different_acts_differ() -> None:
    assert len({act.done for act in Act}) == len(Act)


def test_every_party_has_something_to_do() -> None:
    assert {line.party for line in TRANSITIONS} == set(Party)


def test_every_state_is_reachable() -> None:
    reached, edge = set(STARTS), set(STARTS)
    while edge:
        edge = {line.target for state in edge for line in lines_from(state)} - reached
        reached |= edge
    assert reached == set(MotionState)


@pytest.mark.parametrize("state", sorted(set(MotionState) - TERMINAL))
def test_every_unfinished_state_has_a_way_to_an_end(state: MotionState) -> None:
    seen, edge = {state}, {state}
    while edge and not edge & TERMINAL:
        edge = {line.target for each in edge for line in lines_from(each)} - seen
        seen |= edge
    assert edge


def test_findings_pick_one_line_wherever_an_act_has_several_ends() -> None:
    for state in MotionState:
        for act in acts_from(state):
            lines = [line for line in lines_from(state) if line.act == act]
            whens = [line.when for line in lines]
            assert len(set(whens)) == len(whens)
            assert all(whens) or whens == [""]


@pytest.mark.parametrize("state", sorted(TERMINAL))
def test_nothing_can_be_done_in_a_terminal_state(state: MotionState) -> None:
    for act in Act:
        with pytest.raises(Refusal) as refused:
            next_state(state, act)
        assert refused.value.code == "not-lawful-now"


@given(st.sampled_from(MotionState), st.sampled_from(Act), st.text(max_size=12))
def test_next_state_is_in_the_table_or_refused(state: MotionState, act: Act, finding: str) -> None:
    lines = [line for line in LINES if (line.source, line.act) == (state, act)]
    if not lines:
        with pytest.raises(Refusal):
            next_state(state, act, finding=finding)
    elif len(lines) == 1:
        assert next_state(state, act, finding=finding) == lines[0].target
    elif finding in {line.when for line in lines}:
        assert line_for(state, act, finding=finding).when == finding
    else:
        with pytest.raises(ValueError, match="needs one of"):
            next_state(state, act, finding=finding)


@given(st.data())
def test_random_histories_never_leave_the_table_and_end_only_at_ends(data: st.DataObject) -> None:
    state = data.draw(st.sampled_from(STARTS))
    for _ in range(40):
        if is_terminal(state):
            assert state in TERMINAL
            return
        line = data.draw(st.sampled_from(lines_from(state)))
        assert next_state(state, line.act, finding=line.when) == line.target
        state = line.target


def test_a_refusal_says_what_can_be_done_instead() -> None:
    with pytest.raises(Refusal, match="What can be done now: move, not moved"):
        next_state(MotionState.CALLED, Act.SECOND)
