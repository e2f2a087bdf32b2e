"""Who may ask to speak, and who may raise a point: the refusals, and the same said beforehand.

Sources: guide 3.3 (nobody speaks twice on one question), 3.4 (a point of order is anyone's, at
once), 3.8 (visitors watch; the executive may speak without a vote).
"""

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Final

from django.utils import timezone

from audit.refusal import Refusal
from conferences.enums import VOTING_KINDS, CredentialKind
from conferences.models import Credential, PointOfOrder
from conferences.speaking.subjects import Subject

SPEAKING_KINDS: Final = (*VOTING_KINDS, CredentialKind.EXECUTIVE)
MOST_POINTS: Final = 3
WITHIN: Final = timedelta(minutes=10)
"""So many points in so long, and the next waits. One that was upheld does not count."""


def may_speak(credential: Credential) -> bool:
    """Say whether a credential lets its holder speak at all."""
    return credential.revoked_at is None and credential.kind in SPEAKING_KINDS


def why_not_speak(
    credential: Credential, subject: Subject | None, *, has_spoken: bool, beforehand: bool
) -> str:
    """Say in words why the holder may not ask to speak on this; empty if they may.

    Before a motion is called one may ask without being in the hall; on what is before conference
    only those who are checked in may.
    """
    if not may_speak(credential):
        return f"A credential as {credential.get_kind_display().lower()} is for watching."
    if not (credential.is_present or beforehand):
        return "Check in first: only those who are here may ask to speak."
    if subject is None:
        return "There is nothing to speak on just now."
    if subject.over:
        return subject.over
    if has_spoken or subject.opens_with(credential):
        return f"You have spoken on {subject.heading}. Nobody speaks twice on one question."
    return ""


def refuse_unless_may_speak(credential: Credential) -> None:
    """Refuse whoever only watches, and whoever is not in the hall."""
    if not may_speak(credential):
        raise Refusal(
            "may-not-speak",
            f"A credential as {credential.get_kind_display().lower()} is for watching.",
            rule="Roles and permissions",
        )
    if not credential.is_present:
        raise Refusal("not-present", f"{credential.member.name} is not checked in.")


def next_point_at(points: Iterable[PointOfOrder]) -> datetime | None:
    """Give the moment until which somebody who raised so many points waits; None if at once."""
    since = timezone.now() - WITHIN
    lately = sorted(one.raised_at for one in points if one.raised_at > since and not one.upheld)
    return lately[-MOST_POINTS] + WITHIN if len(lately) >= MOST_POINTS else None


def point_wait_until(credential: Credential, points: Iterable[PointOfOrder]) -> str:
    """Say in words why the holder may not raise a point just now; empty if they may."""
    if not may_speak(credential):
        return f"A credential as {credential.get_kind_display().lower()} is for watching."
    if not credential.is_present:
        return "Check in first: a point is raised by those who are here."
    if until := next_point_at(points):
        return wait_in_words(until)
    return ""


def wait_in_words(until: datetime) -> str:
    """Say until when the next point waits."""
    minutes = int(WITHIN.total_seconds() // 60)
    at = timezone.localtime(until) + timedelta(seconds=59)
    return (
        f"You have raised {MOST_POINTS} points in {minutes} minutes. "
        f"You can raise the next at {at:%H:%M}."
    )
