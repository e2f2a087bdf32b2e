"""The table of an amendment's life: complete, reachable, with ends that are ends."""

import json
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from audit.refusal import Refusal
from motions.amendment_life import (
    ENDED,
    LINES,
    AmendmentAct,
    AmendmentState,
    acts_from,
    line_for,
    lines_from,
)

MACHINE = Path(__file__).parents[1] / "motion_state_machine.json"
S = AmendmentState
MAY_CHANGE_ITS_WORDS = {AmendmentAct.REDRAFT}


def test_outcomes_are_those_of_the_guide() -> None:
    machine = json.loads(MACHINE.read_text())
    table = machine["amendment_lifecycle"]
    assert len(table) == 7  # two of them for an amendment in order: the mover's and the committee's
    rows = {row["state"]: row["outcomes"] for row in table}
    assert targets(S.LODGED) >= {S.IN_ORDER, S.NOT_IN_ORDER}
    assert targets(S.IN_ORDER) >= {S.ACCEPTED, S.NOT_ACCEPTED, S.COMPOSITED, S.GROUPED}
    assert rows["NOT_ACCEPTED"] == "MOVED -> SECONDED -> IN_DEBATE -> VOTING"
    way = [S.NOT_ACCEPTED, S.MOVED, S.IN_DEBATE, S.QUESTION_PUT, S.VOTING]
    assert all(then in targets(now) for now, then in pairwise(way))
    assert targets(S.VOTING) - {S.VOTING} == {S.CARRIED, S.LOST, S.NOT_CARRIED}
    assert "WITHDRAWN" in rows["any before vote"]
    before_moved = (S.LODGED, S.WITH_SOC, S.IN_ORDER, S.NOT_ACCEPTED, S.GROUPED)
    for state in before_moved:
        assert line_for(state, AmendmentAct.WITHDRAW).target == S.WITHDRAWN
        assert line_for(state, AmendmentAct.FALL).target == S.FALLEN
    assert line_for(S.IN_DEBATE, AmendmentAct.LEAVE_TO_WITHDRAW).target == S.WITHDRAWN


def targets(state: AmendmentState) -> set[AmendmentState]:
    return {line.target for line in lines_from(state)}


def test_ends_are_ends() -> None:
    assert {
        S.LATE, S.ACCEPTED, S.CARRIED, S.LOST, S.NOT_CARRIED, S.WITHDRAWN, S.NOT_MOVED, S.FALLEN,
    } == ENDED  # fmt: skip


def test_every_act_has_a_line_and_an_event_of_its_own() -> None:
    assert {line.act for line in LINES} == set(AmendmentAct)
    assert len({act.done for act in AmendmentAct}) == len(AmendmentAct)


@pytest.mark.parametrize("state", AmendmentState)
def test_every_state_has_a_label_and_is_reached(state: AmendmentState) -> None:
    assert "_" not in state.label
    reached, edge = {S.DRAFT}, {S.DRAFT}
    while edge:
        edge = {target for each in edge for target in targets(each)} - reached
        reached |= edge
    assert state in reached


@pytest.mark.parametrize("state", sorted(set(AmendmentState) - ENDED))
def test_every_unfinished_state_has_a_way_to_an_end(state: AmendmentState) -> None:
    seen, edge = {state}, {state}
    while edge and not edge & ENDED:
        edge = {target for each in edge for target in targets(each)} - seen
        seen |= edge
    assert edge


def test_words_change_in_a_draft_only() -> None:
    changing = [line.source for line in LINES if line.act in MAY_CHANGE_ITS_WORDS]
    assert changing == [S.DRAFT]


@pytest.mark.parametrize("state", sorted(ENDED))
def test_nothing_can_be_done_once_it_has_ended(state: AmendmentState) -> None:
    for act in AmendmentAct:
        with pytest.raises(Refusal, match="It has ended there"):
            line_for(state, act)


@given(st.sampled_from(AmendmentState), st.sampled_from(AmendmentAct), st.text(max_size=12))
def test_an_act_is_in_the_table_or_refused(
    state: AmendmentState, act: AmendmentAct, finding: str
) -> None:
    lines = [line for line in LINES if (line.source, line.act) == (state, act)]
    if not lines:
        with pytest.raises(Refusal, match="cannot be done while"):
            line_for(state, act)
    elif len(lines) == 1:
        assert line_for(state, act, finding=finding) == lines[0]
    elif finding not in {line.when for line in lines}:
        with pytest.raises(ValueError, match="needs one of"):
            line_for(state, act, finding=finding)


@given(st.data())
def test_random_histories_end_only_at_ends_and_keep_what_was_decided(data: st.DataObject) -> None:
    state, words, settled = S.DRAFT, 0, None
    for _ in range(60):
        if not acts_from(state):
            assert state in ENDED
            break
        line = data.draw(st.sampled_from(lines_from(state)))
        words += line.act in MAY_CHANGE_ITS_WORDS
        if line.act == AmendmentAct.CONFIRM:
            settled = words
        state = line_for(state, line.act, finding=line.when).target
    assert settled is None or settled == words
