"""The opening of a sealed vote as work for whoever is free: added up, shuffled, opened.

`opening_go_on` does the next thing that waits for nobody, and again, until something does. It finds
what is there and goes on from that, so it may be asked at any time and by several; long work is cut
into pieces that workers share. The timekeeper asks again for what a worker that died left undone.
"""

from contextlib import suppress
from typing import Final
from uuid import UUID

from celery import shared_task
from django.db import transaction

from audit.recording import entry
from audit.refusal import Refusal
from ballots.enums import BallotState, OpeningWork, SealedStage
from ballots.models import Ballot, OpeningPiece, SealedVote
from ballots.sealing.appending import tallied
from ballots.sealing.documents import BadDocument
from ballots.secret import pieces
from ballots.secret.archive import DoneMeanwhileError, archive_append, head_of, vote_locked
from ballots.secret.decryption import (
    SERVER,
    checked_part,
    is_ready_to_open,
    part_append,
)
from ballots.secret.outcome import counted_ballots
from ballots.secret.record import parts_of, sealed_now, shuffles_of
from ballots.secret.result import insist_on_opening
from ballots.secret.showing import show
from ballots.secret.shuffles import by_server, shuffle_make
from ballots.signals import ballot_changed

UNDER_WAY: Final = (SealedStage.ENDED, SealedStage.TALLIED, SealedStage.SHUFFLED)


@shared_task
def opening_work(ballot_id: str) -> None:
    """Go on with the opening of a vote."""
    opening_go_on(UUID(ballot_id))


@shared_task
def piece_work(pk: int) -> None:
    """Do one piece, unless somebody is at it; whoever does the last goes on."""
    piece = pieces.take(pk)
    if piece is None:
        return
    if piece.work == OpeningWork.CHECK:
        _check(piece)
    else:
        pieces.do(piece)
    show(piece.vote_id)
    if not OpeningPiece.objects.filter(vote=piece.vote_id, outcome="").exists():
        opening_go_on(piece.vote_id)


def opening_begin(ballot_id: UUID) -> None:
    """Begin the opening of a vote whose casting has ended, by a worker where there is one."""
    opening_work.delay(str(ballot_id))


def opening_go_on(ballot_id: UUID) -> None:
    """Do everything that waits for nobody."""
    for pk in pieces.free(ballot_id):
        piece_work.delay(pk)
    while _step(SealedVote.objects.select_related("board", "ballot").get(pk=ballot_id)):
        show(ballot_id)
    show(ballot_id)


def openings_look() -> int:
    """Take up what a worker that died left undone; give how many votes were looked after."""
    closed = (BallotState.CLOSED, BallotState.DECLARED)  # and not void
    under_way = SealedVote.objects.filter(stage__in=UNDER_WAY, ballot__state__in=closed)
    votes = [vote for vote in under_way.select_related("board", "ballot") if _is_left(vote)]
    for vote in votes:
        opening_begin(vote.pk)
    return len(votes)


def _step(vote: SealedVote) -> bool:
    """Do the next thing; say whether another may follow at once."""
    if vote.stage == SealedStage.ENDED:
        return _tally(vote)
    if vote.stage == SealedStage.TALLIED and not is_ready_to_open(vote):
        if len(shuffles_of(vote)) < by_server(vote):
            shuffle_make(vote.pk)
            return True
        return False
    if is_ready_to_open(vote):
        return _open(vote)
    return False


def _tally(vote: SealedVote) -> bool:
    """Add the ballots up, in pieces; put the pieces together once all are done."""
    if counted_ballots(vote).count() < vote.floor:
        _leave_sealed(vote)
        return False
    if not _all_done(vote, OpeningWork.TALLY, vote.ballots.count()):
        return False
    with suppress(DoneMeanwhileError), entry(actor=None) as log:
        fresh = vote_locked(vote.pk)
        if fresh.stage != SealedStage.ENDED:
            raise DoneMeanwhileError
        found = pieces.tally_from(fresh)
        fresh.stage = SealedStage.TALLIED
        archive_append(fresh, tallied(head_of(fresh), found))
        fresh.pieces.filter(work=OpeningWork.TALLY).delete()
        log.record(
            "sealed_vote.tallied",
            subject=fresh.ballot,
            ballots=found.ballots,
            height=fresh.height,
            head=fresh.head,
        )
    return True


def _leave_sealed(vote: SealedVote) -> None:
    """Leave a vote sealed for good in which too few voted."""
    with suppress(DoneMeanwhileError), entry(actor=None) as log:
        fresh = vote_locked(vote.pk)
        if fresh.stage != SealedStage.ENDED:
            raise DoneMeanwhileError
        fresh.stage = SealedStage.UNOPENED
        fresh.save(update_fields=["stage"])
        log.record("sealed_vote.left_sealed", subject=fresh.ballot, floor=fresh.floor)
        ballot_changed.send(sender=Ballot, ballot=fresh.ballot, act="left_sealed", actor=None)


def _open(vote: SealedVote) -> bool:
    """Open the server's share, in pieces; what people have to give is waited for."""
    if any(part.owner == SERVER for part in parts_of(vote)):
        return False
    insist_on_opening(vote)
    answers = sealed_now(vote)
    if not _all_done(vote, OpeningWork.SERVER, sum(map(len, answers))):
        return False
    with suppress(DoneMeanwhileError), entry(actor=None) as log:
        fresh = vote_locked(vote.pk)
        if any(part.owner == SERVER for part in parts_of(fresh)):
            raise DoneMeanwhileError
        insist_on_opening(fresh)
        raw = pieces.server_part_from(fresh, answers).raw
        part_append(fresh, SERVER, checked_part(fresh, SERVER, raw, answers), log)
        fresh.pieces.filter(work=OpeningWork.SERVER).delete()
    return False


def _all_done(vote: SealedVote, work: OpeningWork, count: int) -> bool:
    """Say whether every piece of a work is done; else have the free ones done, the last goes on."""
    with transaction.atomic():
        if vote_locked(vote.pk).stage != vote.stage:
            return False  # somebody has put the pieces together meanwhile
        pieces.plan(vote, work, count)
    if free := pieces.free(vote.pk):
        for pk in free:
            piece_work.delay(pk)
        return False
    return _is_whole(vote, work)


def _is_whole(vote: SealedVote, work: OpeningWork) -> bool:
    done, of = pieces.done(vote, work)
    return 0 < done == of


def _is_left(vote: SealedVote) -> bool:
    """Say whether there is something to do for a vote that nobody is at."""
    if pieces.free(vote.pk):
        return True
    if vote.pieces.filter(outcome="").exists():
        return False
    if is_ready_to_open(vote):
        return all(part.owner != SERVER for part in parts_of(vote))
    return vote.stage == SealedStage.ENDED or len(shuffles_of(vote)) < by_server(vote)


def _check(piece: OpeningPiece) -> None:
    """Check a long share of a trustee, then take it; one that does not hold is let go."""
    vote, answers = piece.vote, sealed_now(piece.vote)
    with suppress(Refusal), entry(actor=None) as log:
        try:
            raw = checked_part(vote, piece.number, piece.given.encode(), answers)
        except BadDocument as fault:
            OpeningPiece.objects.filter(pk=piece.pk).delete()
            log.record(
                "partial_decryption.turned_away",
                subject=vote.ballot,
                trustee=piece.number,
                code=fault.code,
            )
            return
        fresh = vote_locked(vote.pk)
        if fresh.stage != SealedStage.RESULT:
            part_append(fresh, piece.number, raw, log)
        OpeningPiece.objects.filter(pk=piece.pk).delete()
