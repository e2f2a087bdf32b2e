"""Giving an open vote more time. It is never shortened (guide R25).

A vote before the hall is open for seconds, and whoever presides extends it, or the desk on their
word (guide 3.2). Where people plan by a closing time, two officers move it, one after the other, as
two tellers confirm figures: each gives the same length (guide 3.8; L24).
"""

from datetime import datetime, timedelta
from typing import Final

from django.utils import timezone

from audit.recording import OpenEntry, entry
from audit.refusal import Refusal
from ballots.enums import BallotAct
from ballots.models import Ballot
from ballots.services.insisting import locked
from ballots.signals import ballot_changed
from members.models import Member

ANNOUNCED_FROM: Final = timedelta(hours=1)
"""A vote that is open for as long has a closing time that people plan by."""

_A_MOMENT: Final = timedelta(seconds=5)  # less than can be asked for: it passed between two presses


def takes_two(ballot: Ballot) -> bool:
    """Say whether two officers have to move the closing time of an open vote."""
    opened, closes = ballot.opened_at, ballot.closes_at
    return opened is not None and closes is not None and closes - opened >= ANNOUNCED_FROM


def ballot_extend(
    *, ballot: Ballot, actor: Member | None, seconds: int, open_until: datetime | None = None
) -> Ballot:
    """Give voters more time; or, where that takes two officers, ask for it or confirm it.

    The first leaves `extension_asked_by` and the closing time as it was. Another officer who gives
    the same length confirms it; whoever gives another one asks anew. Where the time is already up
    but the vote not yet closed, the extension counts from now.

    `open_until` is the closing time that the officer was shown, and the extension counts from it:
    two officers who press at once give the time once, and a voter's minute is not added to theirs.
    """
    with entry(actor=actor) as log:
        ballot, _row = locked(ballot, BallotAct.EXTEND, actor)
        if seconds <= 0:
            raise Refusal("never-shortened", "A vote can be given more time, never less.")
        if ballot.closes_at is None:
            raise ValueError("An open ballot has a closing time.")
        before = ballot.closes_at
        closes_at = _asked_for(before, seconds, open_until or before)
        asked_by = ballot.extension_asked_by
        if actor is not None and takes_two(ballot) and not _is_second(ballot, actor, seconds):
            return _asked(log, ballot, actor, seconds)
        ballot.closes_at = closes_at
        ballot.extension_seconds, ballot.extension_asked_by = 0, None
        ballot.save(update_fields=["closes_at", "extension_seconds", "extension_asked_by"])
        log.record(
            "ballot.extended",
            subject=ballot,
            attested=True,
            before=before.isoformat(timespec="seconds"),
            closes_at=ballot.closes_at.isoformat(timespec="seconds"),
            asked_by=asked_by.log_name if asked_by else None,
        )
        ballot_changed.send(sender=Ballot, ballot=ballot, act="extended", actor=actor)
    return ballot


def _asked_for(closes_at: datetime, seconds: int, shown: datetime) -> datetime:
    """Count more time from what the officer was shown; refuse what has been given meanwhile."""
    wanted = max(min(shown, closes_at), timezone.now()) + timedelta(seconds=seconds)
    if shown < closes_at and wanted - closes_at < _A_MOMENT:
        until = timezone.localtime(closes_at).strftime("%H:%M:%S")
        raise Refusal(
            "extended-already",
            f"The vote has been given more time already: it is open until {until}. If that is too "
            "short, extend it again.",
        )
    return wanted


def _is_second(ballot: Ballot, actor: Member, seconds: int) -> bool:
    """Say whether somebody confirms what another asked for; refuse who would confirm their own."""
    if ballot.extension_asked_by is None or ballot.extension_seconds != seconds:
        return False
    if ballot.extension_asked_by == actor:
        raise Refusal(
            "second-person",
            "You have asked for this. Another officer has to confirm it: the closing time was "
            "announced, and nobody moves it alone.",
            rule="guide 3.8",
        )
    return True


def _asked(log: OpenEntry, ballot: Ballot, actor: Member, seconds: int) -> Ballot:
    """Note what one officer asks for; it is public, as the extension will be."""
    ballot.extension_seconds, ballot.extension_asked_by = seconds, actor
    ballot.save(update_fields=["extension_seconds", "extension_asked_by"])
    log.record("ballot.extension_asked", subject=ballot, attested=True, seconds=seconds)
    return ballot
