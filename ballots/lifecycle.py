"""The lifecycle of a ballot: what may be done to it, in which state, and on what terms.

Sources: guide 2.9 (guard), 3.2 (opening, extending, closing, voiding). By whom, says the table of
permissions (`members.permissions`).
"""

from dataclasses import dataclass

from ballots.enums import BallotAct, BallotState
from members.enums import Office
from members.permissions import MAY


@dataclass(frozen=True, slots=True)
class Transition:
    """One line of the table."""

    source: BallotState
    act: BallotAct
    target: BallotState
    guard: str


_STATE, _ACT = BallotState, BallotAct

TRANSITIONS: tuple[Transition, ...] = (
    Transition(_STATE.DRAFT, _ACT.CREATE, _STATE.READY, "the guard allows the class"),
    Transition(
        _STATE.DRAFT,
        _ACT.SEND_TO_REVIEW,
        _STATE.UNDER_REVIEW,
        "the guard asks for a second person",
    ),
    Transition(
        _STATE.UNDER_REVIEW,
        _ACT.APPROVE,
        _STATE.READY,
        "not the person who asked for it; a written reason",
    ),
    Transition(
        _STATE.UNDER_REVIEW,
        _ACT.REFUSE,
        _STATE.REFUSED,
        "not the person who asked for it; a written reason",
    ),
    Transition(
        _STATE.READY,
        _ACT.OPEN,
        _STATE.OPEN,
        "somebody is on the roll, nobody twice; class, roll and weights are frozen",
    ),
    Transition(_STATE.OPEN, _ACT.EXTEND, _STATE.OPEN, "later than before, never sooner"),
    Transition(
        _STATE.OPEN,
        _ACT.ANNOUNCE_CLOSE,
        _STATE.OPEN,
        "everyone on the roll has voted: nobody's time is cut short",
    ),
    Transition(
        _STATE.OPEN,
        _ACT.CLOSE,
        _STATE.CLOSED,
        "the closing time has come, or everyone on the roll has voted",
    ),
    Transition(
        _STATE.CLOSED,
        _ACT.DECLARE,
        _STATE.DECLARED,
        "a casting vote only on equal votes under a simple majority",
    ),
    Transition(
        _STATE.CLOSED,
        _ACT.UPHOLD,
        _STATE.CLOSED,
        "a recommendation to void it waits, and lapses",
    ),
    Transition(
        _STATE.DECLARED,
        _ACT.SIGN,
        _STATE.DECLARED,
        "independent, the sums balance, and the log has sealed every entry on the vote",
    ),
    *(
        Transition(
            source,
            _ACT.WITHDRAW,
            source,
            "an election that has not been counted; candidates may do so themselves",
        )
        for source in (_STATE.READY, _STATE.OPEN, _STATE.CLOSED)
    ),
    *(
        Transition(source, _ACT.FIX_SEED, source, "an election; once, before the close")
        for source in (_STATE.READY, _STATE.OPEN)
    ),
    Transition(
        _STATE.CLOSED,
        _ACT.COUNT,
        _STATE.CLOSED,
        "an election whose papers are as the log has them",
    ),
    Transition(
        _STATE.CLOSED,
        _ACT.RECORD_LOT,
        _STATE.CLOSED,
        "the count asks for a lot between just these; a witness",
    ),
    *(
        row
        for source in (_STATE.READY, _STATE.OPEN, _STATE.CLOSED, _STATE.DECLARED)
        for row in (
            Transition(source, _ACT.RECOMMEND_VOID, source, "a written reason"),
            Transition(
                source,
                _ACT.VOID,
                _STATE.VOIDED,
                "a returning officer, who is somebody else, has recommended it",
            ),
        )
    ),
)


def transition(source: BallotState, act: BallotAct) -> Transition | None:
    """Find the line for an act in a state, if the table has one."""
    return next((row for row in TRANSITIONS if (row.source, row.act) == (source, act)), None)


def offices_for(act: BallotAct) -> frozenset[Office]:
    """Name the offices that may do this to a ballot, in any state: what the table says of it."""
    return MAY["ballot.create" if act is _ACT.SEND_TO_REVIEW else f"ballot.{act}"]
