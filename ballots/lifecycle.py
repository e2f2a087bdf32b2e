"""The lifecycle of a ballot: what may be done to it, in which state, by whom, and on what terms.

Sources: guide 2.9 (guard), 3.2 (opening, extending, closing, voiding), 3.8 (offices).
"""

from dataclasses import dataclass

from ballots.enums import BallotAct, BallotState
from members.enums import Office

PRESIDES = frozenset({Office.CHAIR, Office.VICE_CHAIR})
_CONDUCTS = PRESIDES | {Office.TELLER, Office.RETURNING_OFFICER}
_RETURNS = frozenset({Office.RETURNING_OFFICER})
_DECLARES = PRESIDES | _RETURNS
_COUNTS = _RETURNS | {Office.TELLER}
_ASKS = _CONDUCTS | {Office.CLERK, Office.GENERAL_SECRETARY, Office.BRANCH_SECRETARY}
_REVIEWS = frozenset(
    {Office.RETURNING_OFFICER, Office.GENERAL_SECRETARY, Office.SOC_CHAIR, Office.CLERK}
)


@dataclass(frozen=True, slots=True)
class Transition:
    """One line of the table."""

    source: BallotState
    act: BallotAct
    target: BallotState
    offices: frozenset[Office]
    guard: str


_STATE, _ACT = BallotState, BallotAct

TRANSITIONS: tuple[Transition, ...] = (
    Transition(_STATE.DRAFT, _ACT.CREATE, _STATE.READY, _ASKS, "the guard allows the class"),
    Transition(
        _STATE.DRAFT,
        _ACT.SEND_TO_REVIEW,
        _STATE.UNDER_REVIEW,
        _ASKS,
        "the guard asks for a second person",
    ),
    Transition(
        _STATE.UNDER_REVIEW,
        _ACT.APPROVE,
        _STATE.READY,
        _REVIEWS,
        "not the person who asked for it; a written reason",
    ),
    Transition(
        _STATE.UNDER_REVIEW,
        _ACT.REFUSE,
        _STATE.REFUSED,
        _REVIEWS,
        "not the person who asked for it; a written reason",
    ),
    Transition(
        _STATE.READY,
        _ACT.OPEN,
        _STATE.OPEN,
        _CONDUCTS,
        "somebody is on the roll, nobody twice; class, roll and weights are frozen",
    ),
    Transition(_STATE.OPEN, _ACT.EXTEND, _STATE.OPEN, _CONDUCTS, "later than before, never sooner"),
    Transition(
        _STATE.OPEN,
        _ACT.CLOSE,
        _STATE.CLOSED,
        _CONDUCTS,
        "the closing time has come, or everyone on the roll has voted",
    ),
    Transition(
        _STATE.CLOSED,
        _ACT.DECLARE,
        _STATE.DECLARED,
        _DECLARES,
        "a casting vote only on equal votes under a simple majority",
    ),
    Transition(
        _STATE.CLOSED,
        _ACT.UPHOLD,
        _STATE.CLOSED,
        PRESIDES,
        "a recommendation to void it waits, and lapses",
    ),
    Transition(
        _STATE.DECLARED,
        _ACT.SIGN,
        _STATE.DECLARED,
        _RETURNS,
        "independent, the sums balance, and the log has sealed every entry on the vote",
    ),
    *(
        Transition(
            source,
            _ACT.WITHDRAW,
            source,
            _COUNTS,
            "an election that has not been counted; candidates may do so themselves",
        )
        for source in (_STATE.READY, _STATE.OPEN, _STATE.CLOSED)
    ),
    *(
        Transition(source, _ACT.FIX_SEED, source, _CONDUCTS, "an election; once, before the close")
        for source in (_STATE.READY, _STATE.OPEN)
    ),
    Transition(
        _STATE.CLOSED,
        _ACT.COUNT,
        _STATE.CLOSED,
        _COUNTS,
        "an election whose papers are as the log has them",
    ),
    Transition(
        _STATE.CLOSED,
        _ACT.RECORD_LOT,
        _STATE.CLOSED,
        _COUNTS,
        "the count asks for a lot between just these; a witness",
    ),
    *(
        row
        for source in (_STATE.READY, _STATE.OPEN, _STATE.CLOSED, _STATE.DECLARED)
        for row in (
            Transition(source, _ACT.RECOMMEND_VOID, source, _RETURNS, "a written reason"),
            Transition(
                source,
                _ACT.VOID,
                _STATE.VOIDED,
                PRESIDES,
                "a returning officer, who is somebody else, has recommended it",
            ),
        )
    ),
)


def transition(source: BallotState, act: BallotAct) -> Transition | None:
    """Find the line for an act in a state, if the table has one."""
    return next((row for row in TRANSITIONS if (row.source, row.act) == (source, act)), None)


def offices_for(act: BallotAct) -> frozenset[Office]:
    """Name the offices that may do this to a ballot, in any state."""
    return frozenset().union(*(row.offices for row in TRANSITIONS if row.act is act))
