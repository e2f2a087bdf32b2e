"""Casting a sealed ballot: checked before its voter has a receipt, and added to the archive.

Nobody's name is written beside a ballot: the mark on the roll says who voted, the archive what was
cast, and the log that the chain grew. The proofs are checked first, in another process; then one
short transaction with the vote's row held writes everything or nothing.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import lru_cache
from math import ceil
from typing import Final
from uuid import UUID, uuid4

from django.utils import timezone

from audit.formats.merkle import leaf_hash
from audit.models import Entry
from audit.recording import entry
from audit.refusal import Refusal
from ballots.booth_pass import BoothPass
from ballots.casting.refusing import insist_on_session, refuse
from ballots.casting.writing import Vote
from ballots.enums import BallotState
from ballots.models import Ballot, RollEntry, SealedBallot, SealedVote
from ballots.receipts import SealedReceipt, code_of
from ballots.sealing.appending import cast as appended
from ballots.sealing.ballots import largest_ballot, tracker
from ballots.sealing.elections import Election
from ballots.sealing.hashing import fingerprint
from ballots.secret.archive import archive_append, head_of, vote_locked
from ballots.secret.credentials import public_of
from ballots.secret.proofs_pool import proofs_pool
from ballots.secret.telling import is_told
from members.claims import SessionClaim, claim_holds
from members.models import Member

KIND: Final = "vote.sealed"
LARGEST: Final = 1_000_000
"""Bytes that are read of any request at all; what a ballot may have is far less."""

CHANGES_AT_ONCE: Final = 10
BETWEEN_CHANGES: Final = timedelta(minutes=1)
"""So many ballots one voter casts as fast as they like; for each after that they wait so long."""

_OF_ANOTHER: Final = Refusal(
    "credential-of-another",
    "This ballot is not signed with your credential for this vote, so it cannot be taken from you.",
)


class _NotNowError(Exception):
    """Voting ended, or the voter's right to it, while the ballot was being checked."""


class _CastBeforeError(Exception):
    """This very ballot is the voter's last already: there is nothing to write."""

    def __init__(self, cast: SealedBallot) -> None:
        super().__init__()
        self.cast = cast


@dataclass(frozen=True, slots=True)
class _Checked:
    """A ballot that was found good: its text, its tracker, and whose credential it is under."""

    text: str
    tracker: str
    credential: str


def secret_cast(
    *,
    ballot_id: UUID,
    voter: Member | SessionClaim,
    raw: bytes,
    booth_pass: BoothPass | None = None,
) -> SealedReceipt:
    """Cast a sealed ballot, or change one: the last of each credential counts.

    The very last ballot again gives the same receipt; an older one again is refused, since it would
    take the place of a later one.
    """
    asked = Vote(ballot_id, voter, "", uuid4(), booth_pass=booth_pass)
    insist_on_session(asked)
    line = _line(asked)
    if line is None:
        refuse(asked, _not_sealed)
    vote = SealedVote.objects.defer("credentials").get(pk=ballot_id)
    checked = _checked(vote, asked, raw)
    try:
        return _written(asked, checked)
    except _CastBeforeError as before:
        return _receipt_of(before.cast, line.ballot)
    except _NotNowError:
        refuse(asked, _not_sealed)


def _line(asked: Vote) -> RollEntry | None:
    """Find the voter's line, if the ballot would take a vote of theirs now."""
    line = (
        RollEntry.objects.filter(
            ballot=asked.ballot_id,
            voter=asked.voter.pk,
            voter__is_active=True,
            ballot__is_sealed=True,
            ballot__state=BallotState.OPEN,
            ballot__closes_at__gt=timezone.now(),
        )
        .select_related("ballot")
        .first()
    )
    return line if line and (asked.is_in_booth or not line.ballot.steps_up) else None


def _checked(vote: SealedVote, asked: Vote, raw: bytes) -> _Checked:
    """Insist that a ballot can be counted, before anything is written."""
    own = public_of(vote.uuid, vote.group, asked.voter.pk)
    most = largest_ballot(_election(vote.election))
    fault: Refusal | None = None
    try:
        text = raw.decode() if len(raw) <= most else ""
    except UnicodeDecodeError:
        text = ""
    if not text:
        words = f"A ballot of this vote has at most {most:,} bytes of text; this is none."
        fault = Refusal("ballot-unreadable", words)
    else:
        pool = proofs_pool()
        found = pool.check(election=vote.election, ballot=text, credential=own)
        if found.get("code") == "unlisted":
            fault = _OF_ANOTHER
        elif "code" in found:
            slug = found["code"].replace("_", "-")
            words = f"This ballot cannot be counted, so it was not taken. {found['words']}"
            fault = Refusal(f"ballot-{slug}", words)
    if fault is not None:
        _insist_nothing_else(asked, fault)
    return _Checked(text, tracker(raw), fingerprint(str(own)))


def _insist_nothing_else(asked: Vote, fault: Refusal) -> None:
    """Refuse a bad ballot, noting that its voter was turned away, not what it was."""
    refuse(asked, lambda _ballot: iter([fault]))


@lru_cache(maxsize=16)
def _election(raw: str) -> Election:
    """Read an election once: its bytes never change."""
    return Election.read(raw.encode())


def _written(asked: Vote, checked: _Checked) -> SealedReceipt:
    """Write ballot, mark, event and entry: all of them, or none."""
    with entry(actor=None) as log:
        ballot = Ballot.objects.select_for_update(no_key=True).get(pk=asked.ballot_id)
        vote = vote_locked(asked.ballot_id)
        line = _line(asked)
        epoch = asked.epoch
        if line is None:
            raise _NotNowError
        if epoch is not None and not claim_holds(SessionClaim(asked.voter.pk, epoch)):
            raise _NotNowError
        last = vote.ballots.filter(credential=checked.credential).order_by("-height").first()
        if last is not None and last.tracker == checked.tracker:
            raise _CastBeforeError(last)
        if last is not None and vote.ballots.filter(tracker=checked.tracker).exists():
            raise Refusal(
                "old-ballot-again",
                "This is an old ballot of yours, which a later one took the place of. Seal a fresh "
                "one to change your vote.",
            )
        if last is not None:
            _insist_on_pace(vote, last)
        archive_append(vote, appended(head_of(vote), checked.text.encode()))
        untold = is_told(ballot)
        if not line.voted or untold:
            RollEntry.objects.filter(pk=line.pk).update(voted=True, untold=untold)
        made = log.record(KIND, subject=ballot, height=vote.height, head=vote.head)
        cast = SealedBallot.objects.create(
            vote=vote,
            tracker=checked.tracker,
            credential=checked.credential,
            height=vote.height or 0,
            head=vote.head,
            entry_id=made.id,
        )
    return _receipt(cast, ballot, made.at, made.leaf)


def _insist_on_pace(vote: SealedVote, last: SealedBallot) -> None:
    """Have whoever changes a vote again and again wait a minute each time, and never longer.

    Every ballot stays in the archive, which everybody who checks it has to read. A limit of their
    number would let whoever made a voter cast it take the last word from them.
    """
    before = vote.ballots.filter(credential=last.credential).count()
    if before < CHANGES_AT_ONCE:
        return
    at = Entry.objects.values_list("at", flat=True).get(pk=last.entry_id)
    wait = ceil((at + BETWEEN_CHANGES - timezone.now()).total_seconds())
    if wait > 0:
        raise Refusal(
            "changed-often",
            f"You have voted {before} times here, and the last one counts. You can change your "
            f"vote again in {wait} seconds.",
        )


def _receipt_of(cast: SealedBallot, ballot: Ballot) -> SealedReceipt:
    """Give the receipt of a ballot that was cast before."""
    made = Entry.objects.get(pk=cast.entry_id)
    return _receipt(cast, ballot, made.at, bytes(made.leaf))


def _receipt(cast: SealedBallot, ballot: Ballot, at: datetime, leaf: bytes) -> SealedReceipt:
    hashed = leaf_hash(leaf)
    return SealedReceipt(
        code=code_of(hashed),
        at=at,
        entry_id=cast.entry_id,
        ballot_id=ballot.pk,
        choice="",
        choice_label="",
        leaf_hash=hashed,
        tracker=cast.tracker,
        height=cast.height,
        head=cast.head,
    )


def _not_sealed(ballot: Ballot) -> Iterator[Refusal]:
    if not ballot.is_sealed:
        yield Refusal("not-sealed", "Votes here are not sealed: vote on the ballot's own page.")
