"""A voter asks for more time: no time limit here is one that a member cannot have extended.

Source: WCAG 2.2, 2.2.1: by one simple act, at least ten times; guide 2.8 and R25. Why somebody
needs it is theirs: the log says that the vote was extended and gives no name, the desk sees how
often.
"""

from datetime import timedelta
from typing import Final

from django.utils import timezone

from audit.recording import entry
from audit.refusal import Refusal
from ballots.enums import BallotState
from ballots.models import Ballot, RollEntry, TimeAsked
from ballots.signals import ballot_changed
from members.models import Member

MOST_TIMES: Final = 10


def more_time_ask(*, ballot: Ballot, voter: Member) -> Ballot:
    """Keep an open vote open so that at least `more_time_seconds` are left from now.

    Everyone on the roll may ask, ten times a vote, while it is open. Where more is left than one
    can ask for, nothing changes, and whoever asked is told how long there is.
    """
    with entry(actor=None) as log:
        held = Ballot.objects.select_for_update().get(pk=ballot.pk)
        line = RollEntry.objects.filter(ballot=held, voter=voter).first()
        if line is None:
            raise Refusal("not-on-the-roll", "You are not on the roll for this vote.")
        now = timezone.now()
        _insist_on_time_to_give(held)
        if held.closes_at is None or held.state != BallotState.OPEN or now >= held.closes_at:
            raise Refusal("ballot-closed", "Voting has closed. Nobody can be given more time now.")
        left = (held.closes_at - now).total_seconds()
        if left >= held.more_time_seconds:
            raise Refusal(
                "time-enough",
                f"There are {int(left)} seconds left. Press again when fewer than "
                f"{held.more_time_seconds} are, and the vote stays open for you.",
            )
        if line.times_asked.count() >= MOST_TIMES:
            raise Refusal(
                "asked-often",
                f"You have had more time {MOST_TIMES} times in this vote. Tell a teller if you "
                "cannot vote.",
            )
        before = held.closes_at
        held.closes_at = now + timedelta(seconds=held.more_time_seconds)
        held.save(update_fields=["closes_at"])
        TimeAsked.objects.create(ballot=held, roll_entry=line, at=now)
        log.record(
            "ballot.extended",
            subject=held,
            before=before.isoformat(timespec="seconds"),
            closes_at=held.closes_at.isoformat(timespec="seconds"),
            why="A voter asked for more time",
            personal={"asked_by": voter.log_name},
        )
        ballot_changed.send(sender=Ballot, ballot=held, act="extended", actor=None)
    return held


def _insist_on_time_to_give(ballot: Ballot) -> None:
    if not ballot.more_time_seconds:
        raise Refusal(
            "no-more-time", "The closing time of this vote is moved by its officers only."
        )
