"""Why a vote was not taken, said to its voter."""

from collections.abc import Callable, Iterable
from typing import NoReturn

from django.utils import timezone

from audit.models import Entry
from audit.recording import entry
from audit.refusal import Refusal
from ballots.casting.writing import Vote
from ballots.enums import BallotState, TurnedAwayFor
from ballots.models import Ballot, RollEntry, TurnedAway
from members.claims import SessionClaim, claim_holds
from members.models import Member

LATE = "vote.refused"

Wrong = Callable[[Ballot], Iterable[Refusal]]
"""Says what is wrong with what was chosen on the paper of a ballot."""


def insist_on_session(vote: Vote) -> None:
    """Refuse a session that has ended since."""
    if isinstance(vote.voter, SessionClaim) and not claim_holds(vote.voter):
        if ballot := Ballot.objects.filter(pk=vote.ballot_id).first():
            _note(ballot, vote, TurnedAwayFor.NOT_AUTHENTICATED)
        raise Refusal("signed-out", "Your session has ended. Sign in again to vote.")


def insist_on_booth(ballot: Ballot, vote: Vote) -> None:
    """Refuse a vote that steps up to whoever has not entered its booth, or has left it since."""
    if not ballot.steps_up:
        return
    held = vote.booth_pass
    is_held = held is not None and claim_holds(SessionClaim(held.member_id, held.epoch))
    if not vote.is_in_booth or not is_held:
        _note(ballot, vote, TurnedAwayFor.NOT_AUTHENTICATED)
        raise Refusal(
            "booth-not-entered",
            "This vote asks for a passcode of its own. Enter your passcode first.",
            rule="guide R31",
        )


def used() -> Refusal:
    """Say that the request's id belongs to another vote."""
    return Refusal(
        "paper-already-used",
        "This paper has been used, and your vote stands. Take a fresh paper to change it.",
    )


def refuse(vote: Vote, wrong: Wrong) -> NoReturn:
    """Say why a vote was not taken. A voter's first that came too late is in the log, unopened.

    `wrong` says, of an open vote, what is wrong with what was chosen.
    """
    ballot = Ballot.objects.filter(pk=vote.ballot_id).first()
    if ballot is None:
        raise Refusal("ballot-unknown", "There is no such vote.")
    if ballot.state == BallotState.VOIDED:
        _note(ballot, vote, TurnedAwayFor.VOTE_VOID)
        raise Refusal("ballot-voided", "This vote is void. It will be taken again if it has to be.")
    if ballot.opened_at is None or ballot.closes_at is None:
        raise Refusal("ballot-not-open", "This vote is not open yet.")
    line = (
        RollEntry.objects.filter(ballot=ballot, voter=vote.voter.pk).select_related("voter").first()
    )
    if line is None or not line.voter.is_active:
        _note(ballot, vote, TurnedAwayFor.NOT_ON_THE_ROLL)
        raise Refusal("not-on-the-roll", "You are not on the roll for this vote.")
    if not ballot.is_taking_votes:
        _note(ballot, vote, TurnedAwayFor.AFTER_CLOSE)
        _refuse_late(ballot, line.voter)
    insist_on_booth(ballot, vote)
    for refusal in wrong(ballot):
        _note(ballot, vote, TurnedAwayFor.NOT_ON_THE_PAPER)
        raise refusal
    raise Refusal("try-again", "The vote was just being opened. Please press again.")


def _note(ballot: Ballot, vote: Vote, reason: TurnedAwayFor) -> None:
    """Keep that somebody was turned away, once a reason; never what they chose (L24, L29)."""
    if not Member.objects.filter(pk=vote.voter.pk).exists():
        return  # nobody whom the union knows: there is no one to keep it of
    attempt = TurnedAway(ballot=ballot, voter_id=vote.voter.pk, reason=reason, at=timezone.now())
    TurnedAway.objects.bulk_create([attempt], ignore_conflicts=True)


def _refuse_late(ballot: Ballot, voter: Member) -> NoReturn:
    closed_at = ballot.closed_at or ballot.closes_at or timezone.now()
    at = timezone.localtime(closed_at).strftime("%H:%M:%S")
    is_first = not _was_late_before(ballot, voter)  # the log is for ever: nobody may flood it
    with entry(actor=voter):
        raise Refusal(
            "ballot-closed",
            f"Voting closed at {at}. This came too late and was not counted.",
            record=LATE if is_first else "",
            subject=ballot.log_name,
            facts={"closed_at": closed_at.isoformat(timespec="seconds")},
        )


def _was_late_before(ballot: Ballot, voter: Member) -> bool:
    by_voter = b'"by":"%b"' % voter.pseudonym.encode()
    late = Entry.objects.filter(kind=LATE, subject=ballot.log_name).values_list("leaf", flat=True)
    return any(by_voter in bytes(leaf) for leaf in late)
