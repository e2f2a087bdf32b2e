"""Calling trustees to what is due of them: soon after it is due, and again while it is.

The clock looks, so that nothing is forgotten by an act, a worker or a restart. The words are the
same for every step and name no vote, and are sent to all who are awaited alike. A board has few
people, so each is written to at every call; whoever is not needed any more is not.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from typing import Final
from uuid import UUID

from django.conf import settings
from django.urls import reverse
from django.utils import timezone

from audit.models import Entry
from audit.recording import entry
from ballots.enums import BoardState
from ballots.models import Ballot, TrusteeBoard
from ballots.secret.ceremony import Step, standing_of
from ballots.secret.seats import votes_waiting
from ballots.secret.showing import purpose_of, show
from members.models import Member, Posting
from members.services.dispatching import notices_post

NOTICE: Final = "trustee-due"

FIRST_REMINDER: Final = timedelta(minutes=30)
"""A vote at conference waits to be declared: whoever has not come by then is called again."""

REMINDER: Final = timedelta(days=1)
"""After that, and for the making of a key, which has time."""


@dataclass(frozen=True, slots=True)
class Call:
    """What people are awaited for: whom to call, what it belongs to, and where it is done."""

    subject: TrusteeBoard | Ballot
    purpose: str
    people: tuple[UUID, ...]
    at: str
    first_again: timedelta = REMINDER

    @property
    def is_due(self) -> bool:
        """Say whether they are to be called now."""
        made = Posting.objects.filter(purpose=self.purpose).values_list("made_at", flat=True)
        times = sorted(made)
        if not times:
            return True
        pause = self.first_again if len(times) == 1 else REMINDER
        return timezone.now() - times[-1] >= pause


def trustees_call() -> int:
    """Call everybody who is awaited and was not called lately; give how many were written to."""
    return sum(_post(call) for call in (*_of_boards(), *_of_votes()) if call.is_due)


def _of_boards() -> Iterator[Call]:
    """Find the boards whose people have a step to do."""
    for board in TrusteeBoard.objects.filter(state=BoardState.FORMING):
        standing = standing_of(board)
        people = [seat.trustee.member_id for seat in standing.seats if seat.is_next]
        if standing.step is Step.DONE or not people:
            continue
        begun = Entry.objects.filter(kind="board.begun_again", subject=board.log_name).count()
        yield Call(
            board,
            purpose_of(board.log_name, f"{standing.step}{begun}"),
            tuple(pk for pk in people if pk),
            reverse("ballots:trustee", args=[board.pk]),
        )


def _of_votes() -> Iterator[Call]:
    """Find the votes that wait for a shuffle or a part of somebody."""
    for waiting in votes_waiting():
        ballot = waiting.vote.ballot
        yield Call(
            ballot,
            purpose_of(ballot.log_name, "shuffle" if waiting.is_for_shuffle else "open"),
            tuple(pk for part in waiting.people if (pk := part.trustee.member_id)),
            reverse("ballots:opening", args=[ballot.pk]),
            FIRST_REMINDER,
        )


def _post(call: Call) -> int:
    with entry(actor=None) as log:
        posting = notices_post(
            notice=NOTICE,
            purpose=call.purpose,
            members=Member.objects.filter(pk__in=call.people),
            label="To trustees",
            lifetime=REMINDER,
            facts={"link": f"{settings.SITE_URL}{call.at}"},
        )
        log.record("trustees.called", subject=call.subject, addressed=posting.addressed)
    if isinstance(call.subject, Ballot):
        show(call.subject.pk)
    return posting.addressed
