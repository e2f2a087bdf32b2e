"""What a signed session says of who it is, without asking the database.

A vote is cast in one statement, which checks the claim on its way: loading the member first would
cost more than the vote itself. The claim is as good as Django's own session hash, which stands for
the same two facts: the cookie is signed, so nobody else can have written it.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.contrib.auth import SESSION_KEY
from django.http import HttpRequest
from django.utils import timezone

from members.models import Member, SessionEpoch

EPOCH_KEY = "epoch"
BEGAN_KEY = "began"


@dataclass(frozen=True, slots=True)
class SessionClaim:
    """Which member a session is of, and under which epoch of their sessions it began.

    Whoever relies on it checks that the member is active and that the epoch has not moved on.
    """

    pk: UUID
    epoch: int


def session_claim(request: HttpRequest) -> SessionClaim | None:
    """Read the claim of a session; None where nobody is signed in."""
    member, epoch = request.session.get(SESSION_KEY), request.session.get(EPOCH_KEY)
    return None if member is None or epoch is None else SessionClaim(UUID(member), epoch)


def session_began(request: HttpRequest) -> datetime | None:
    """Give the time at which a session began, or its passcode of the day was entered."""
    began = request.session.get(BEGAN_KEY)
    return datetime.fromisoformat(began) if began else None


def claim_holds(claim: SessionClaim) -> bool:
    """Check a claim against the register."""
    found = Member.objects.filter(pk=claim.pk, is_active=True)
    epochs = found.values_list("sessions__epoch", flat=True)
    return any((epoch or 0) == claim.epoch for epoch in epochs)


def note_epoch(request: HttpRequest, user: Member, **_kwargs: Any) -> None:
    """Write the epoch, and the time, into a session as it begins."""
    request.session[BEGAN_KEY] = timezone.now().isoformat(timespec="seconds")
    epochs = SessionEpoch.objects.filter(member=user).values_list("epoch", flat=True)
    request.session[EPOCH_KEY] = epochs.first() or 0
