"""The two ends of an opening: the close, after which no ballot comes in, and the result.

What lies between is in `tasks`. Few ballots are added up and, where that is the server's alone to
do, opened as soon as the close is written; many by workers. Nothing is opened where fewer voted
than the vote's floor.
"""

from collections.abc import Mapping, Sequence
from typing import Any, Final
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from audit.recording import OpenEntry
from audit.refusal import Refusal
from audit.selectors import leaves
from ballots.enums import BallotState, SealedStage
from ballots.models import Ballot, RollEntry, SealedVote
from ballots.sealing import results
from ballots.sealing.appending import end_ballots, resulted
from ballots.secret.archive import archive_append, head_of, vote_locked
from ballots.secret.outcome import counted_ballots, papers_of
from ballots.services.opening_papers import papers_write

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
    transaction.on_commit(lambda: sums_begin(ballot.pk), robust=True)


def sums_begin(ballot_id: UUID) -> None:
    """Go on with a vote whose archive has ended: now where it is small, else by workers."""
    from ballots.secret.tasks import opening_begin, opening_go_on  # noqa: PLC0415 # stands on this

    vote = SealedVote.objects.get(pk=ballot_id)
    if vote.ballots.count() <= AT_ONCE:
        opening_go_on(ballot_id)
    else:
        opening_begin(ballot_id)


def insist_on_opening(vote: SealedVote) -> None:
    """Refuse to decrypt anything of a vote that is not to be opened now."""
    if vote.ballot.state not in {BallotState.CLOSED, BallotState.DECLARED}:
        raise Refusal("not-to-open", "Only a vote that is closed, and not void, is opened.")
    if vote.stage not in {SealedStage.TALLIED, SealedStage.SHUFFLED}:
        raise Refusal("not-tallied", "The ballots have to be added up first, and opened once.")
    made: Mapping[str, Any] = next(leaves("sealed_vote.made", subject=vote.ballot.log_name), {})
    floor = max(vote.floor, made.get("floor", 0))  # the row could have been written over
    if counted_ballots(vote).count() < floor:
        raise Refusal(
            "below-the-floor",
            f"Fewer than {floor} voted. To open so few votes would tell how people voted.",
        )


def result_write(vote: SealedVote, rows: Sequence[Sequence[Any]], log: OpenEntry) -> None:
    """End the archive with its result; of an election write the papers that are counted.

    `rows` has for the question its sums, or every ranked paper. The row of the vote is held.
    """
    raw = results.build_result(rows)
    vote.stage, vote.result = SealedStage.RESULT, raw.decode()
    vote.save(update_fields=["result"])
    archive_append(vote, resulted(head_of(vote), raw))
    log.record("sealed_vote.opened", subject=vote.ballot, height=vote.height, head=vote.head)
    if vote.ballot.is_election:
        entries = counted_ballots(vote).values_list("entry_id", flat=True)
        papers_write(vote.ballot, papers_of(vote), log, at=timezone.now(), entries=entries)
