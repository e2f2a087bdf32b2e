"""Telling voters that a sealed ballot came in under their name: by the hour, and without a time.

Whoever voted for somebody else is found out by this. Sent with the cast, its row would have the
minute that the cast's entry in the public log has, and so tell whose ballot that was. So the roll's
line is marked, and the clock writes to all who are marked at once. A reminder that still waits for
one of them is called off then too, and not before, for the same reason.
"""

from datetime import timedelta
from typing import Final

from django.conf import settings
from django.utils import timezone

from audit.recording import entry
from ballots.membership.mailing import reminders_call_off
from ballots.membership.words import is_of_membership
from ballots.models import Ballot, RollEntry
from ballots.secret.archive import vote_locked
from members.models import Member
from members.services.dispatching import notices_post

EVERY_SECONDS: Final = 3600.0
NOTICE: Final = "vote-recorded"
NEUTRAL_NOTICE: Final = "answer-noted"
"""For members at home, whose telephone others see: it names no vote, ballot or union."""

NOTICES_FROM: Final = timedelta(days=1)
"""A vote open for longer tells its voters of each cast: it could have been somebody else."""

_LIFETIME: Final = timedelta(days=1)
_LOOKED_AT: Final = timedelta(days=2)
"""For so long after its close a vote is looked at: by then every notice of it was laid."""


def is_told(ballot: Ballot) -> bool:
    """Say whether voters of a ballot are told of what came in under their names."""
    opened, closes = ballot.opened_at, ballot.closes_at
    return opened is not None and closes is not None and closes - opened > NOTICES_FROM


def voters_tell() -> int:
    """Write to all whose ballots came in since the last time; give how many were written to."""
    since = timezone.now() - _LOOKED_AT
    late = Ballot.objects.filter(is_sealed=True, opened_at__isnull=False, closes_at__gt=since)
    return sum(_tell(ballot) for ballot in late if is_told(ballot))


def _tell(ballot: Ballot) -> int:
    marked = RollEntry.objects.filter(ballot=ballot, untold=True)
    if not marked.exists():
        return 0
    with entry(actor=None) as log:
        vote_locked(ballot.pk)  # nobody casts meanwhile, so that nobody's mark is taken off unread
        asks_members = is_of_membership(ballot.asked_for)
        if asks_members:
            reminders_call_off(ballot_id=ballot.pk, members=marked.values("voter"))
        posting = notices_post(
            notice=NEUTRAL_NOTICE if asks_members else NOTICE,
            purpose=NOTICE,
            members=Member.objects.filter(pk__in=marked.values("voter")),
            label=ballot.title,
            lifetime=_LIFETIME,
            facts={"call": settings.HELPDESK_TELEPHONE},
        )
        marked.update(untold=False)
        log.record("sealed_vote.voters_told", subject=ballot, addressed=posting.addressed)
    return posting.addressed
