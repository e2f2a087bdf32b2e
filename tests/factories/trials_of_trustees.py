"""Trials of those who open sealed votes."""

from collections.abc import Mapping
from typing import TYPE_CHECKING, Final

from audit.store.write_guard import recorded_writes
from ballots.enums import BoardState, SealedStage, TrusteeWay
from ballots.models import SealedVote, Trustee, TrusteeBoard
from ballots.sealing.groups import BELENIOS_2048
from ballots.secret.boards import board_begin_again, board_make, board_retire
from ballots.secret.ceremony import message_give
from ballots.secret.decryption import part_give
from ballots.secret.shuffles import shuffle_give
from members.models import Member

if TYPE_CHECKING:
    from tests.factories.trials import Stage, Trial


def _board(stage: "Stage") -> TrusteeBoard:
    made = TrusteeBoard(
        body=stage.sitting.conference.body,
        name="A board",
        group=BELENIOS_2048.name,
        threshold=2,
        state=BoardState.FORMING,
    )
    with recorded_writes():
        made.save(force_insert=True)
    return made


def _seat(stage: "Stage") -> Trustee:
    """Seat somebody else on a board of the trial's own."""
    seat = Trustee(
        board=_board(stage), number=2, member=stage.leaver, way=TrusteeWay.BROWSER, cert=""
    )
    with recorded_writes():
        seat.save(force_insert=True)
    return seat


def _vote(stage: "Stage") -> SealedVote:
    vote = SealedVote(
        ballot=stage.ballot,
        board=_seat(stage).board,
        suite=f"belenios-v1/{BELENIOS_2048.name}",
        uuid="1" * 14,
        timestamp=1,
        stage=SealedStage.TALLIED,
    )
    with recorded_writes():
        vote.save(force_insert=True)
    return vote


def _make(stage: "Stage", who: Member) -> TrusteeBoard:
    body = stage.sitting.conference.body
    return board_make(actor=who, body=body, name="A board", group=BELENIOS_2048.name)


TRUSTEES: Final[Mapping[str, "Trial"]] = {
    "board.make": _make,
    "board.begin_again": lambda stage, who: board_begin_again(actor=who, board=_board(stage)),
    "board.retire": lambda stage, who: board_retire(actor=who, board=_board(stage)),
    "trustee_message.give": lambda stage, who: message_give(
        actor=who, trustee=_seat(stage), step="key", way=TrusteeWay.TOOL, text="{}"
    ),
    "shuffle.give": lambda stage, who: shuffle_give(actor=who, vote=_vote(stage), text="{}"),
    "partial_decryption.give": lambda stage, who: part_give(
        actor=who, vote=_vote(stage), text="{}"
    ),
}
