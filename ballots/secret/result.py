"""What has to be so before anything of a secret vote is decrypted, and the result at the end.

What lies between is in `tasks`. Nothing is opened where fewer voted than the vote's floor.
"""

from collections.abc import Mapping, Sequence
from typing import Any

from django.utils import timezone

from audit.recording import OpenEntry
from audit.refusal import Refusal
from audit.selectors import leaves
from ballots.enums import BallotState, SealedStage
from ballots.models import SealedVote
from ballots.sealing import results
from ballots.sealing.appending import resulted
from ballots.secret.archive import archive_append, head_of
from ballots.secret.outcome import counted_ballots, papers_of
from ballots.services.opening_papers import papers_write


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
