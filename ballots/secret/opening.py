"""Preparing the credentials of a sealed vote, and the Setup that opens its archive.

At the opening everything that voters and their ballots hang on is fixed: the election's bytes, who
may cast, and who opens. From Setup on no credential can be added: who is admitted later votes in
the next vote.
"""

import hmac
from collections.abc import Mapping, Sequence
from typing import Any, Final
from uuid import UUID

from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings
from django.views.decorators.debug import sensitive_variables

from audit.recording import OpenEntry, entry
from audit.refusal import Refusal
from audit.selectors import leaves
from ballots.enums import SealedStage
from ballots.models import Ballot, SealedVote
from ballots.sealing.appending import set_up
from ballots.sealing.credentials import published
from ballots.sealing.elections import build_election
from ballots.sealing.groups import GROUPS
from ballots.sealing.hashing import fingerprint, hexadecimal
from ballots.sealing.trustees import Trustees
from ballots.secret.archive import archive_append, archive_begin, vote_locked
from ballots.secret.credentials import Progress, publics_of, sum_of_roll
from ballots.secret.questions import question_of
from ballots.secret.scripts import script_sums
from ballots.secret.server_key import trustees_of

AT_ONCE: Final = 2_000
"""Voters whose credentials are made while the vote opens, in a second or two; more are prepared."""

_KEY_BYTES: Final = 32


def secret_prepare(
    *, ballot: Ballot, voters: Sequence[UUID], progress: Progress | None = None
) -> SealedVote:
    """Make the credentials of a roll before the vote opens, in one go: 34,000 take half a minute.

    They are used where the roll is the very same then. `preparing` does it in shares, beforehand.
    """
    vote = SealedVote.objects.get(pk=ballot.pk)
    return credentials_keep(
        ballot=ballot, voters=voters, publics=publics_of(vote, voters, progress=progress)
    )


def credentials_keep(
    *, ballot: Ballot, voters: Sequence[UUID], publics: Sequence[int]
) -> SealedVote:
    """Keep the credentials that were made for these voters until the vote opens on them."""
    listed = published(publics).decode()
    with entry(actor=None) as log:
        vote = vote_locked(ballot.pk)
        if vote.stage not in {SealedStage.ASKED, SealedStage.PREPARED}:
            raise Refusal("vote-opened", "This vote is open: its credentials cannot change.")
        vote.credentials = listed
        vote.prepared_for = sum_of_roll(vote.uuid, voters)
        vote.stage = SealedStage.PREPARED
        vote.save(update_fields=["credentials", "prepared_for", "stage"])
        log.record(
            "sealed_vote.prepared",
            subject=ballot,
            credentials=len(publics),
            credentials_mac=_mac(vote, listed),
        )
    return vote


@sensitive_variables()
def _mac(vote: SealedVote, listed: str) -> str:
    """Fix a list in the log so that nobody but the server can try what it was.

    By the plain hash of a list that was prepared again with one voter more, anybody could find that
    voter's credential in the published one, and so their ballot: leave each out, and hash the rest.
    """
    info = f"tellers|list of prepared credentials|{vote.uuid}".encode()
    key = HKDF(SHA256(), _KEY_BYTES, salt=None, info=info).derive(settings.SEALING_SECRET.encode())
    return hmac.digest(key, listed.encode(), "sha256").hex()


def archive_set_up(ballot: Ballot, voters: Sequence[UUID], log: OpenEntry) -> SealedVote:
    """Open the archive of a ballot that is being opened: election, trustees, credentials, Setup."""
    vote = vote_locked(ballot.pk)
    group = GROUPS[vote.group]
    _insist_on_board(vote)
    trustees = trustees_of(vote.board, vote.uuid)
    election = build_election(
        name=ballot.title,
        description="\n".join(ballot.banners),
        group=group,
        public_key=Trustees.read(trustees, group).public_key,
        questions=[question_of(ballot)],
        uuid=vote.uuid,
    )
    credentials = _credentials(vote, voters)
    vote.election, vote.fingerprint = election.decode(), fingerprint(election)
    vote.credentials, vote.prepared_for, vote.stage = "", "", SealedStage.VOTING
    vote.save()
    archive_begin(vote)
    archive_append(vote, set_up(election=election, trustees=trustees, credentials=credentials))
    log.record(
        "sealed_vote.set_up",
        subject=ballot,
        uuid=vote.uuid,
        fingerprint=vote.fingerprint,
        credentials=len(voters),
        credentials_sha256=hexadecimal(credentials),
        trustees_sha256=hexadecimal(trustees),
        scripts=script_sums(),
        height=vote.height,
        head=vote.head,
    )
    return vote


def _insist_on_board(vote: SealedVote) -> None:
    """Refuse a board that is not the one in the log, or has another key: its key would open all."""
    board = vote.board
    asked: Mapping[str, Any] = next(leaves("sealed_vote.made", subject=vote.ballot.log_name), {})
    if board.is_server_alone:
        made: Mapping[str, Any] = next(leaves("board.made", subject=board.log_name), {})
        agrees = not made.get("threshold") and not board.document
    else:
        done: Mapping[str, Any] = next(leaves("board.completed", subject=board.log_name), {})
        agrees = done.get("document_sha256") == hexadecimal(board.document.encode())
    if not agrees or asked.get("board") != board.log_name:
        raise Refusal(
            "not-as-logged",
            "Those who are to open this vote are not those in the log: somebody changed the "
            "tables. The vote was not opened. Tell the scrutineer.",
        )


def _credentials(vote: SealedVote, voters: Sequence[UUID]) -> bytes:
    """Give the published list: as it was prepared for this very roll, or made now."""
    if vote.credentials and vote.prepared_for == sum_of_roll(vote.uuid, voters):
        listed = vote.credentials.encode()
        said = [*leaves("sealed_vote.prepared", subject=vote.ballot.log_name)][-1:]
        if [each.get("credentials_mac") for each in said] != [_mac(vote, vote.credentials)]:
            raise Refusal(
                "not-as-logged",
                "The credentials in the tables are not those in the log: somebody changed them. "
                "Prepare the vote again, and tell the scrutineer.",
            )
        return listed
    if len(voters) > AT_ONCE:
        raise Refusal(
            "not-prepared",
            f"{len(voters):,} credentials have to be made first, or the roll has changed since. "
            "Prepare the vote, then open it.",
        )
    return published(publics_of(vote, voters))
