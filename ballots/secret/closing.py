"""The close of a secret vote: no ballot comes in any more, and the opening is begun.

Few ballots are added up and, where that is the server's alone to do, opened as soon as the close is
written; many by workers.
"""

from typing import Final
from uuid import UUID

from django.db import transaction

from audit.recording import OpenEntry
from ballots.enums import SealedStage
from ballots.models import Ballot, RollEntry, SealedVote
from ballots.sealing.appending import end_ballots
from ballots.secret.archive import archive_append, head_of, vote_locked
from ballots.secret.outcome import counted_ballots
from ballots.secret.tasks import opening_begin, opening_go_on

AT_ONCE: Final = 2_000
"""Ballots that are added up while the close waits, in a second; more are left to workers."""


def archive_end(ballot: Ballot, log: OpenEntry) -> None:
    """End the casting, within the act that closes the ballot; what follows is begun after it."""
    vote = vote_locked(ballot.pk)
    # Each mark was written by the transaction of its ballot, and the database's own numbers of
    # transactions say so: written again by one statement, all have the same.
    RollEntry.objects.filter(ballot=ballot, voted=True).update(voted=True)
    vote.stage = SealedStage.ENDED
    archive_append(vote, end_ballots(head_of(vote)))
    log.record(
        "sealed_vote.ended",
        subject=ballot,
        ballots=vote.ballots.count(),
        counted=counted_ballots(vote).count(),
        height=vote.height,
        head=vote.head,
    )
    transaction.on_commit(lambda: _sums_begin(ballot.pk), robust=True)


def _sums_begin(ballot_id: UUID) -> None:
    """Go on with a vote whose archive has ended: now where it is small, else by workers."""
    vote = SealedVote.objects.get(pk=ballot_id)
    if vote.ballots.count() <= AT_ONCE:
        opening_go_on(ballot_id)
    else:
        opening_begin(ballot_id)
