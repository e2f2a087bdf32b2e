"""The lifecycle table, read as a whole."""

from ballots.enums import BallotAct, BallotState
from ballots.lifecycle import TRANSITIONS, offices_for, transition
from members.enums import Office

DECIDED = {BallotState.REFUSED, BallotState.VOIDED}


def test_every_state_is_reached_from_a_draft() -> None:
    reached, before = {BallotState.DRAFT}, set[BallotState]()
    while reached != before:
        before = set(reached)
        reached |= {row.target for row in TRANSITIONS if row.source in reached}
    assert reached == set(BallotState)


def test_only_refused_and_void_ballots_are_at_an_end() -> None:
    assert set(BallotState) - {row.source for row in TRANSITIONS} == DECIDED


def test_nothing_leads_back() -> None:
    order = list(BallotState)
    staying = {BallotAct.EXTEND, BallotAct.RECOMMEND_VOID, BallotAct.UPHOLD, BallotAct.SIGN}
    staying |= {BallotAct.WITHDRAW, BallotAct.FIX_SEED, BallotAct.COUNT, BallotAct.RECORD_LOT}
    staying |= {BallotAct.ANNOUNCE_CLOSE}
    for row in TRANSITIONS:
        assert row.act in staying or order.index(row.target) > order.index(row.source)


def test_an_act_in_a_state_has_one_outcome() -> None:
    pairs = [(row.source, row.act) for row in TRANSITIONS]
    assert len(set(pairs)) == len(pairs)
    assert all(transition(row.source, row.act) is row for row in TRANSITIONS)


def test_a_clerk_neither_opens_nor_closes_a_vote() -> None:
    for act in (BallotAct.OPEN, BallotAct.EXTEND, BallotAct.CLOSE, BallotAct.DECLARE):
        assert Office.CLERK not in offices_for(act)


def test_a_teller_neither_declares_nor_voids() -> None:
    for act in (BallotAct.DECLARE, BallotAct.RECOMMEND_VOID, BallotAct.VOID):
        assert Office.TELLER not in offices_for(act)


def test_no_office_can_void_a_vote_alone() -> None:
    recommends, orders = offices_for(BallotAct.RECOMMEND_VOID), offices_for(BallotAct.VOID)
    assert recommends
    assert orders
    assert not recommends & orders
