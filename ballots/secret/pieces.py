"""The long work of an opening, in pieces that any worker may take and, if it dies, another.

A piece is taken by marking it, and done by writing what came of it. One that was taken long ago and
is not done belonged to a worker that died. Done twice it comes to the same, and the first stays.
"""

import json
from collections.abc import Callable, Mapping
from datetime import timedelta
from typing import Final
from uuid import UUID

from django.db.models import Count, Q
from django.utils import timezone
from gmpy2 import mpz

from ballots.enums import OpeningWork
from ballots.models import OpeningPiece, SealedVote
from ballots.sealing.decrypting import PartialDecryption, decrypt
from ballots.sealing.proofs import Proof
from ballots.sealing.tallying import Answers, EncryptedTally, merged, read_tally, tally
from ballots.secret.record import ballots_at, counted_heights, election_of, sealed_now
from ballots.secret.server_key import server_secret

AT_ONCE: Final[Mapping[OpeningWork, int]] = {OpeningWork.TALLY: 500, OpeningWork.SERVER: 128}
"""Ballots cast, or ciphertexts, in one piece: some seconds of work."""

PATIENCE: Final = timedelta(minutes=2)
"""After so long whoever took a piece is believed to have died."""


def plan(vote: SealedVote, work: OpeningWork, count: int) -> None:
    """Cut work on so many things into pieces, unless it is cut already."""
    size = AT_ONCE[work]
    OpeningPiece.objects.bulk_create(
        (
            OpeningPiece(vote=vote, work=work, number=n, first=at, last=min(at + size, count))
            for n, at in enumerate(range(0, count, size), 1)
        ),
        ignore_conflicts=True,
    )


def free(vote_pk: UUID) -> list[int]:
    """Name the pieces that nobody is at."""
    rows = OpeningPiece.objects.filter(_is_free(), vote=vote_pk)
    return list(rows.order_by("work", "number").values_list("pk", flat=True))


def done(vote: SealedVote, work: OpeningWork) -> tuple[int, int]:
    """Count the pieces of a work that are done, and all of them."""
    found = vote.pieces.filter(work=work).aggregate(
        done=Count("pk", filter=~Q(outcome="")), pieces=Count("pk")
    )
    return found["done"], found["pieces"]


def take(pk: int) -> OpeningPiece | None:
    """Take a piece, unless somebody has it, or it is done."""
    rows = OpeningPiece.objects.filter(_is_free(), pk=pk)
    if not rows.update(taken_at=timezone.now()):
        return None
    return OpeningPiece.objects.select_related("vote__board").get(pk=pk)


def do(piece: OpeningPiece) -> None:
    """Do a piece, and keep what came of it if nobody else did meanwhile."""
    outcome = _WORK[OpeningWork(piece.work)](piece)
    OpeningPiece.objects.filter(pk=piece.pk, outcome="").update(outcome=outcome)


def _add_up(piece: OpeningPiece) -> str:
    """Add up the ballots of a piece that count; the numbers stand on a line before their sums."""
    ballots = list(ballots_at(piece.vote, counted_heights(piece.vote, piece.first, piece.last)))
    weights = dict.fromkeys((ballot.credential for ballot in ballots), 1)
    found = tally(election_of(piece.vote), ballots, weights)
    return f"{found.sized.decode()}\n{found.raw.decode()}"


def tally_from(vote: SealedVote) -> EncryptedTally:
    """Put the pieces of the tally together."""
    election = election_of(vote)
    pieces = vote.pieces.filter(work=OpeningWork.TALLY).order_by("number")
    documents = (piece.outcome.encode().partition(b"\n") for piece in pieces)
    return merged(election, [read_tally(election, sized, raw) for sized, _, raw in documents])


def _open(piece: OpeningPiece) -> str:
    """Open the server's share of a piece's ciphertexts."""
    vote = piece.vote
    flat = [pair for answer in sealed_now(vote) for pair in answer][piece.first : piece.last]
    part = decrypt(election_of(vote), (tuple(flat),), server_secret(vote.uuid, vote.group))
    return part.raw.decode()


def server_part_from(vote: SealedVote, answers: Answers) -> PartialDecryption:
    """Put the pieces of the server's share together, in the shape of the tally."""
    factors: list[int] = []
    proofs: list[Proof] = []
    for piece in vote.pieces.filter(work=OpeningWork.SERVER).order_by("number"):
        found = json.loads(piece.outcome)
        factors += map(mpz, found["decryption_factors"][0])
        proofs += (
            Proof(mpz(each["challenge"]), mpz(each["response"]))
            for each in found["decryption_proofs"][0]
        )
    all_factors, all_proofs = iter(factors), iter(proofs)
    return PartialDecryption(
        tuple(tuple(next(all_factors) for _ in answer) for answer in answers),
        tuple(tuple(next(all_proofs) for _ in answer) for answer in answers),
    )


def _is_free() -> Q:
    stale = timezone.now() - PATIENCE
    return Q(outcome="") & (Q(taken_at=None) | Q(taken_at__lt=stale))


_WORK: Final[Mapping[OpeningWork, Callable[[OpeningPiece], str]]] = {
    OpeningWork.TALLY: _add_up,
    OpeningWork.SERVER: _open,
}
