"""Making the credentials of a large roll before its vote opens, in shares that workers may take.

In which share a voter is hangs on the voter alone. So a register that changes meanwhile spoils the
shares of those who came or went, and no other; whatever is short at the opening is soon made.

Until then a share lies encrypted, under a secret that is not in the database. In clear, two rolls
that differ by one voter would tell whose that one credential is; and who can write into the tables
could add credentials of their own.
"""

import base64
import secrets
from collections import defaultdict
from collections.abc import Sequence
from concurrent.futures import Executor
from dataclasses import dataclass
from math import ceil
from typing import Final
from uuid import UUID

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings
from django.db import transaction
from django.db.models import F, Q, QuerySet, Sum
from django.utils import timezone
from django.views.decorators.debug import sensitive_variables
from gmpy2 import mpz

from audit.refusal import Refusal
from ballots.enums import OpeningWork, SealedStage
from ballots.models import Ballot, OpeningPiece, SealedVote
from ballots.secret import pieces
from ballots.secret.archive import vote_locked
from ballots.secret.credentials import publics_of, sum_of_roll
from ballots.secret.opening import AT_ONCE, credentials_keep

NOT_PREPARED: Final = "not-prepared"
"""Code of a refusal to open before every credential is made."""

SHARE: Final = 500
"""Voters whose credentials are made in one piece: a third of a second of work."""

_NONCE_BYTES: Final = 12
_KEY_BYTES: Final = 32


@dataclass(frozen=True, slots=True)
class Prepared:
    """How many credentials are made, of how many."""

    made: int
    of: int

    @property
    def left(self) -> int:
        """Say how many are still to be made."""
        return self.of - self.made

    @property
    def is_enough(self) -> bool:
        """Say whether the few that are left can be made while the vote opens."""
        return self.left <= AT_ONCE


def shares_lay(vote: SealedVote, voters: Sequence[UUID]) -> Prepared:
    """Cut the roll as it is now into shares; those whose voters are as they were stay as made."""
    kept = dict(_shares(vote).values_list("number", "given"))
    count = len(kept) or ceil(len(voters) / SHARE)
    if not count / 2 <= len(voters) / SHARE <= count * 2:
        count = ceil(len(voters) / SHARE)
    parts = _parted(voters, count)
    sums = {number: sum_of_roll(vote.uuid, parts[number]) for number in range(1, count + 1)}
    if sums != kept:
        with transaction.atomic():
            if vote_locked(vote.pk).stage not in {SealedStage.ASKED, SealedStage.PREPARED}:
                raise Refusal("vote-opened", "This vote is open: its credentials cannot change.")
            changed = [number for number, given in sums.items() if kept.get(number) != given]
            _shares(vote).filter(Q(number__in=changed) | Q(number__gt=count)).delete()
            OpeningPiece.objects.bulk_create(
                OpeningPiece(
                    vote=vote,
                    work=OpeningWork.PREPARE,
                    number=number,
                    last=len(parts[number]),
                    given=sums[number],
                )
                for number in changed
            )
    return prepared(vote)


def shares_left(vote: SealedVote) -> list[int]:
    """Name the shares that are to be made and that nobody is at."""
    return list(_shares(vote).filter(pk__in=pieces.free(vote.pk)).values_list("pk", flat=True))


def share_make(pk: int, voters: Sequence[UUID], makers: Executor | None = None) -> bool:
    """Make a share, unless somebody is at it; say whether it was made.

    `voters` is the whole roll; where it is another than the shares were cut for, nothing is made.
    """
    piece = pieces.take(pk)
    if piece is None:
        return False
    vote = piece.vote
    part = _parted(voters, _shares(vote).count())[piece.number]
    if sum_of_roll(vote.uuid, part) != piece.given:
        OpeningPiece.objects.filter(pk=pk).update(taken_at=None)
        return False
    listed = ",".join(map(str, sorted(publics_of(vote, part, makers=makers))))
    made = OpeningPiece.objects.filter(pk=pk, given=piece.given, outcome="")
    return bool(made.update(outcome=_sealed(piece, listed)))


def shares_drop(vote_pk: UUID) -> None:
    """Throw away what was made for a vote that is open, or that will not be held."""
    OpeningPiece.objects.filter(vote=vote_pk, work=OpeningWork.PREPARE).delete()


def prepared(vote: SealedVote) -> Prepared:
    """Say how far it is: one query, which reads no share."""
    found = _shares(vote).aggregate(
        of=Sum(F("last"), default=0), made=Sum(F("last"), default=0, filter=~Q(outcome=""))
    )
    return Prepared(found["made"], found["of"])


def is_at_work(vote: SealedVote) -> bool:
    """Say whether somebody has taken a share lately that is not made yet."""
    since = timezone.now() - pieces.PATIENCE
    return _shares(vote).filter(outcome="", taken_at__gt=since).exists()


def credentials_gather(*, ballot: Ballot, voters: Sequence[UUID]) -> None:
    """Put together what was prepared, for a vote that opens on just this roll.

    The few that are missing, such as of members entered since, are made now. Refused while more
    are: `not-prepared`. A small roll needs nothing prepared.
    """
    if len(voters) <= AT_ONCE:
        shares_drop(ballot.pk)
        return
    vote = SealedVote.objects.get(pk=ballot.pk)
    if shares_lay(vote, voters).is_enough:
        for pk in shares_left(vote):
            share_make(pk, voters)
    so_far = prepared(vote)
    if so_far.left:
        raise Refusal(
            NOT_PREPARED,
            f"It needs a credential for each of {so_far.of:,} voters, and {so_far.made:,} are "
            "made. It opens as soon as all are.",
        )
    credentials_keep(ballot=ballot, voters=voters, publics=_opened(vote))
    shares_drop(vote.pk)


def _opened(vote: SealedVote) -> list[int]:
    """Read every share back; one that somebody else wrote is refused."""
    found: list[int] = []
    try:
        for piece in _shares(vote).iterator(chunk_size=8):
            found += map(mpz, _clear(piece, vote.uuid).split(",") if piece.last else ())
    except (InvalidTag, ValueError):
        raise Refusal(
            "not-as-prepared",
            "Somebody changed the tables: credentials that were prepared for this vote are not "
            "ours. The vote was not opened. Tell the scrutineer.",
        ) from None
    return found


def _shares(vote: SealedVote) -> QuerySet[OpeningPiece]:
    return OpeningPiece.objects.filter(vote=vote, work=OpeningWork.PREPARE)


def _parted(voters: Sequence[UUID], count: int) -> defaultdict[int, list[UUID]]:
    """Say who is in which share, numbered from 1. The last bits of an id are drawn."""
    parts: defaultdict[int, list[UUID]] = defaultdict(list)
    for voter in voters:
        parts[voter.int % count + 1].append(voter)
    return parts


@sensitive_variables()
def _box(uuid: str) -> AESGCM:
    info = f"tellers|prepared credentials of a sealed vote|{uuid}".encode()
    key = HKDF(SHA256(), _KEY_BYTES, salt=None, info=info).derive(settings.SEALING_SECRET.encode())
    return AESGCM(key)


def _sealed(piece: OpeningPiece, listed: str) -> str:
    nonce = secrets.token_bytes(_NONCE_BYTES)
    box = _box(piece.vote.uuid).encrypt(nonce, listed.encode(), _of(piece))
    return base64.b64encode(nonce + box).decode()


def _clear(piece: OpeningPiece, uuid: str) -> str:
    raw = base64.b64decode(piece.outcome, validate=True)
    return _box(uuid).decrypt(raw[:_NONCE_BYTES], raw[_NONCE_BYTES:], _of(piece)).decode()


def _of(piece: OpeningPiece) -> bytes:
    """Name the share within its vote, so that none stands in another's place."""
    return f"{piece.number}|{piece.given}".encode()
