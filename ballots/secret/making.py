"""Making a ballot a sealed one as it is created: who opens it, and from how many votes on."""

from dataclasses import dataclass
from typing import Final

from django.utils import timezone

from audit.recording import OpenEntry
from audit.refusal import Refusal
from ballots.enums import BoardState, SealedStage, TrusteeWay, VotingForm
from ballots.models import Ballot, SealedVote, Trustee, TrusteeBoard
from ballots.sealing.elections import new_uuid
from ballots.secret.questions import group_of, suite_of

FLOOR: Final = 5
"""Ballots below which nothing is opened, unless the vote says otherwise."""

SERVER_ALONE: Final = "The server alone"


@dataclass(frozen=True, slots=True)
class Sealing:
    """How a vote is sealed. Without a board the server alone opens it: that is policy, no more."""

    board: TrusteeBoard | None = None
    floor: int = FLOOR


def sealing_of(form: VotingForm, asked: Sealing | None) -> Sealing | None:
    """Say how a ballot of this form is sealed, if it is; refuse what cannot be."""
    if form is VotingForm.SECRET_BALLOT:
        return asked or Sealing()
    if asked is not None and form is not VotingForm.ELECTION:
        raise Refusal(
            "recorded-vote",
            "A show of hands and a card vote are recorded. Ask for a secret ballot.",
        )
    return asked


def vote_seal(ballot: Ballot, sealing: Sealing, log: OpenEntry) -> SealedVote:
    """Make a ballot that is being created a sealed one."""
    group = group_of(ballot)
    board = sealing.board or _server_alone(ballot, group, log)
    if board.state != BoardState.READY:
        raise Refusal("board-not-ready", "Those who are to open this vote have no key yet.")
    if board.group != group:
        raise Refusal(
            "board-of-another-kind",
            "The board's key is for votes of another kind: ranked papers take a key of their own.",
        )
    if sealing.floor < 1:
        raise Refusal("floor", "At least one ballot has to be cast before anything is opened.")
    vote = SealedVote.objects.create(
        ballot=ballot,
        board=board,
        suite=suite_of(ballot),
        uuid=new_uuid(),
        timestamp=int(timezone.now().timestamp()),
        stage=SealedStage.ASKED,
        floor=sealing.floor,
    )
    log.record(
        "sealed_vote.made",
        subject=ballot,
        uuid=vote.uuid,
        suite=vote.suite,
        board=board.log_name,
        threshold=board.threshold,
        floor=vote.floor,
    )
    return vote


def _server_alone(ballot: Ballot, group: str, log: OpenEntry) -> TrusteeBoard:
    """Find the board of nobody but the server, or make it with the first vote that uses it."""
    found = TrusteeBoard.objects.filter(
        body=ballot.body, group=group, threshold=0, state=BoardState.READY
    ).first()
    if found is not None:
        return found
    board = TrusteeBoard.objects.create(
        body=ballot.body,
        name=SERVER_ALONE,
        group=group,
        state=BoardState.READY,
        created_by=ballot.created_by,
        ready_at=timezone.now(),
    )
    Trustee.objects.create(board=board, number=1, way=TrusteeWay.SERVER)
    log.record("server_board.made", subject=board, group=group)
    return board
