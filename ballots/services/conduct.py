"""Conducting a vote: open it on a frozen roll, close it once its time is up or all have voted."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.utils import timezone

from audit.recording import entry
from audit.refusal import Refusal
from ballots.enums import BallotAct, BallotState
from ballots.models import Ballot, RollEntry, UnableReport
from ballots.reconciling import roll_sha256
from ballots.secret.closing import archive_end
from ballots.secret.opening import archive_set_up
from ballots.selectors import turnout
from ballots.services.insisting import locked
from ballots.services.opening_papers import paper_key_make, papers_open
from ballots.signals import ballot_changed
from members.models import Body, Member
from members.services.passcodes import passcodes_wipe

LONGEST_REASON = 500

NOTICE_SECONDS = 10
"""For so long every page counts down to a close that was announced; votes can still be changed."""


@dataclass(frozen=True, slots=True)
class RollLine:
    """One voter for the roll, with the credential relied on, as whoever asks has found them."""

    voter: Member
    body: Body | None
    weight: int
    admitted: str


def ballot_open(
    *,
    ballot: Ballot,
    actor: Member | None,
    roll: Sequence[RollLine],
    window_seconds: int,
    present: int = 0,
    entitled: int = 0,
    advisory: bool = False,
    more_time_seconds: int = 0,
    closes_at: datetime | None = None,
) -> Ballot:
    """Open the vote. From here the class, the roll and the weights cannot change (guide R24).

    `more_time_seconds` is what each voter may ask to be left while it is open; 0 is nothing. It
    closes once the window is over, or at a time that was announced, which then stands as it was.
    """
    with entry(actor=actor) as log:
        ballot, row = locked(ballot, BallotAct.OPEN, actor)
        _insist_on_roll(ballot, roll, window_seconds)
        ballot.roll_size = len(roll)
        ballot.roll_weight = sum(line.weight for line in roll)
        RollEntry.objects.bulk_create(
            [
                RollEntry(
                    ballot=ballot,
                    voter=line.voter,
                    body=line.body,
                    weight=line.weight,
                    admitted=line.admitted,
                )
                for line in roll
            ],
            batch_size=2000,
        )
        ballot.opened_at = timezone.now()
        ballot.closes_at = closes_at or ballot.opened_at + timedelta(seconds=window_seconds)
        ballot.present = max(present, ballot.roll_weight)
        ballot.entitled = max(entitled, ballot.present)
        ballot.is_advisory = advisory
        ballot.more_time_seconds = more_time_seconds
        ballot.state = row.target
        ballot.save()
        if ballot.is_sealed:
            archive_set_up(ballot, [line.voter.pk for line in roll], log)
        elif ballot.is_election:
            paper_key_make(ballot)
        log.record(
            "ballot.opened",
            subject=ballot,
            attested=True,
            class_code=ballot.class_code,
            closes_at=ballot.closes_at.isoformat(timespec="seconds"),
            roll=ballot.roll_size,
            weight=ballot.roll_weight,
            roll_sha256=roll_sha256(
                (line.admitted, line.voter.pseudonym, line.weight) for line in roll
            ),
            present=ballot.present,
            entitled=ballot.entitled,
            advisory=advisory,
            steps_up=ballot.steps_up,
            text_sha256=ballot.text_sha256,
        )
        ballot_changed.send(sender=Ballot, ballot=ballot, act="opened", actor=actor)
    return ballot


def ballot_announce_close(*, ballot: Ballot, actor: Member) -> Ballot:
    """Announce that a vote closes in ten seconds, which every page then counts down.

    Only once everyone on the roll has voted: nobody is left of whose time it could take away, and
    whoever would change their vote still can (guide R25). At the end of it the clock closes.
    """
    with entry(actor=actor) as log:
        ballot, _row = locked(ballot, BallotAct.ANNOUNCE_CLOSE, actor)
        if not turnout(ballot).is_complete:
            raise Refusal(
                "still-voting",
                "Not everyone on the roll has voted: the vote stays open until its time.",
                rule="guide R25",
            )
        before = ballot.closes_at
        closes_at = timezone.now() + timedelta(seconds=NOTICE_SECONDS)
        if before is None or before <= closes_at:
            raise Refusal("closing-already", "The vote is about to close already.")
        ballot.closes_at = closes_at
        ballot.save(update_fields=["closes_at"])
        log.record(
            "ballot.close_announced",
            subject=ballot,
            attested=True,
            before=before.isoformat(timespec="seconds"),
            closes_at=closes_at.isoformat(timespec="seconds"),
        )
        ballot_changed.send(sender=Ballot, ballot=ballot, act="close_announced", actor=actor)
    return ballot


def ballot_close(*, ballot: Ballot, actor: Member | None) -> Ballot:
    """Close the vote: at its closing time, or earlier once everyone on the roll has voted.

    `actor=None` is the clock. The row is held exclusively, so a vote on its way in is either
    counted before this or refused after it.
    """
    with entry(actor=actor) as log:
        ballot, row = locked(ballot, BallotAct.CLOSE, actor)
        votes = turnout(ballot)
        now = timezone.now()
        if ballot.closes_at and now < ballot.closes_at and votes.voted < votes.roll:
            until = timezone.localtime(ballot.closes_at).strftime("%H:%M:%S")
            raise Refusal(
                "still-voting",
                f"The vote stays open until {until}, unless everyone has voted first.",
                rule="guide R25",
            )
        ballot.closed_at = now
        ballot.state = row.target
        ballot.save(update_fields=["closed_at", "state"])
        log.record(
            "ballot.closed",
            subject=ballot,
            attested=True,
            voted=votes.voted,
            unable=votes.unable,
        )
        if ballot.is_sealed:
            archive_end(ballot, log)
        elif ballot.is_election:
            papers_open(ballot, now, log)
        passcodes_wipe(purpose=ballot.log_name)  # a passcode for this vote opens nothing now
        ballot_changed.send(sender=Ballot, ballot=ballot, act="closed", actor=actor)
    return ballot


def unable_report(*, ballot: Ballot, voter: Member, reason: str) -> UnableReport:
    """Note that someone on the roll could not vote, and why (guide R26).

    Enough such reports are a ground for taking the vote again. Reporting twice keeps the first.
    """
    with entry(actor=voter) as log:
        # The row is not taken exclusively: reports must not hold up the votes.
        line = RollEntry.objects.select_related("ballot").filter(ballot=ballot, voter=voter).first()
        if line is None:
            raise Refusal("not-on-the-roll", "You are not on the roll for this vote.")
        if line.ballot.state not in {BallotState.OPEN, BallotState.CLOSED}:
            raise Refusal("vote-is-over", "This vote is over. Speak to a teller or the chair.")
        if line.voted:
            raise Refusal("already-voted", "Your vote is recorded. You can still change it.")
        report, is_new = UnableReport.objects.get_or_create(
            roll_entry=line,
            defaults={
                "ballot": line.ballot,
                "reason": reason.strip()[:LONGEST_REASON] or "No reason given",
                "at": timezone.now(),
            },
        )
        if not is_new:
            raise Refusal("already-reported", "The tellers already have your report.")
        log.record("inability.reported", subject=ballot, personal={"reason": report.reason})
        ballot_changed.send(sender=Ballot, ballot=line.ballot, act="unable", actor=voter)
    return report


def _insist_on_roll(ballot: Ballot, roll: Sequence[RollLine], window_seconds: int) -> None:
    """Refuse a roll that cannot be voted on."""
    if window_seconds <= 0:
        raise Refusal("no-window", "A vote needs time to be cast in.")
    if not roll:
        raise Refusal("empty-roll", "Nobody is on the roll.")
    if len({line.voter.pk for line in roll}) < len(roll):
        raise Refusal("twice-on-the-roll", "Somebody is on the roll twice.")
    if any(line.weight < 1 for line in roll):
        raise Refusal("weightless-card", "Every card represents at least one member.")
    if not ballot.is_card_vote and any(line.weight != 1 for line in roll):
        raise Refusal("weighted-show", "Every vote weighs one, but for the cards of a card vote.")
