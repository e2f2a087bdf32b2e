"""A secret address for one's own calendar: given out, read by, and revoked."""

import hashlib
import secrets

from django.utils import timezone

from audit.recording import OpenEntry, entry
from audit.refusal import Refusal
from conferences.models import CalendarFeed, Conference
from members.models import Member


def calendar_give_out(*, conference: Conference, actor: Member) -> tuple[CalendarFeed, str]:
    """Make a member an address of their own, and give the key in it: this once, for it is hashed.

    One that was given out before reads nothing from now on.
    """
    key = secrets.token_urlsafe(24)
    with entry(actor=actor) as log:
        Member.objects.select_for_update().get(pk=actor.pk)
        _revoke(log, conference, actor)
        feed = CalendarFeed.objects.create(
            conference=conference, member=actor, key_sha256=_hashed(key), made_at=timezone.now()
        )
        log.record("calendar.given_out", subject=feed)
    return feed, key


def calendar_revoke(*, conference: Conference, actor: Member) -> None:
    """End a member's address: whoever still knows it reads nothing."""
    with entry(actor=actor) as log:
        Member.objects.select_for_update().get(pk=actor.pk)
        if not _revoke(log, conference, actor):
            raise Refusal("no-address", "You have no calendar address here.")


def calendar_of(member: Member, conference: Conference) -> CalendarFeed | None:
    """Find the address that is in force."""
    return CalendarFeed.objects.filter(
        conference=conference, member=member, revoked_at=None
    ).first()


def calendar_by_key(conference: Conference, key: str) -> CalendarFeed | None:
    """Find whose calendar a key reads; None once it is revoked, or its member has left."""
    return (
        CalendarFeed.objects.filter(
            conference=conference,
            key_sha256=_hashed(key),
            revoked_at=None,
            member__is_active=True,
        )
        .select_related("member__branch")
        .first()
    )


def _revoke(log: OpenEntry, conference: Conference, member: Member) -> bool:
    held = calendar_of(member, conference)
    if held is None:
        return False
    held.revoked_at = timezone.now()
    held.save(update_fields=["revoked_at"])
    log.record("calendar.revoked", subject=held)
    return True


def _hashed(key: str) -> str:
    return hashlib.sha256(key.encode(errors="replace")).hexdigest()
