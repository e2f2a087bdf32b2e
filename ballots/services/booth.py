"""Entering the booth: a passcode of its own for a vote that steps up (guide R31)."""

from django.utils import timezone

from audit.recording import entry
from audit.refusal import Refusal
from ballots.booth_pass import LEEWAY, BoothPass
from ballots.enums import BallotState
from ballots.models import Ballot, RollEntry
from members.enums import Channel
from members.models import Member, SessionEpoch
from members.services.dispatching import passcode_dispatch
from members.services.passcodes import passcode_verify


def booth_enter(*, ballot: Ballot, voter: Member, channel: Channel, passcode: str) -> BoothPass:
    """Let a voter into the booth of an open ballot, on a right passcode.

    One made for this ballot opens, and so does a code of the voter's authenticator app or an unused
    line of their printed sheet. Whoever may not vote is told so before a passcode is spent. A wrong
    one is counted in a transaction of its own, so not inside another entry.
    """
    _insist_on_door(ballot, voter)
    passcode_verify(member=voter, channel=channel, passcode=passcode, purpose=ballot.log_name)
    return booth_open(ballot=ballot, voter=voter, channel=channel)


def booth_passcode_send(*, ballot: Ballot, voter: Member) -> Channel:
    """Have a passcode for this ballot sent to its voter, and give the channel it goes by."""
    _insist_on_door(ballot, voter)
    sent = passcode_dispatch(member=voter, purpose=ballot.log_name)
    return Channel(sent.channel)


def booth_open(*, ballot: Ballot, voter: Member, channel: Channel) -> BoothPass:
    """Give the pass to someone who has proved who they are, and log by which way."""
    with entry(actor=voter) as log:
        log.record("booth.entered", subject=ballot, channel=str(channel))
    epochs = SessionEpoch.objects.filter(member=voter).values_list("epoch", flat=True)
    closes_at = ballot.closes_at or timezone.now()
    return BoothPass(ballot.pk, voter.pk, epochs.first() or 0, closes_at + LEEWAY)


def insist_on_voter(ballot: Ballot, voter: Member) -> None:
    """Refuse who is not on the roll, and a ballot that takes no votes."""
    insist_takes_votes(ballot)
    if not is_on_the_roll(ballot, voter):
        raise Refusal("not-on-the-roll", "You are not on the roll for this vote.")


def is_on_the_roll(ballot: Ballot, voter: Member) -> bool:
    """Say whether somebody may vote in a ballot."""
    return RollEntry.objects.filter(ballot=ballot, voter=voter, voter__is_active=True).exists()


def insist_takes_votes(ballot: Ballot) -> None:
    """Refuse a ballot that is not open, is over or is void."""
    ballot.refresh_from_db(fields=["state", "opened_at", "closes_at", "steps_up"])
    if ballot.state == BallotState.VOIDED:
        raise Refusal("ballot-voided", "This vote is void. It will be taken again if it has to be.")
    if ballot.opened_at is None:
        raise Refusal("ballot-not-open", "This vote is not open yet.")
    if not ballot.is_taking_votes:
        raise Refusal("ballot-closed", "Voting has closed.")


def _insist_on_door(ballot: Ballot, voter: Member) -> None:
    insist_on_voter(ballot, voter)
    if not ballot.steps_up:
        raise Refusal("booth-has-no-door", "This vote asks for no passcode. Vote on its page.")
