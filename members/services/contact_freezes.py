"""Freezing contact details before and during a vote (R32)."""

from datetime import datetime

from django.utils import timezone

from audit.recording import entry
from audit.refusal import Refusal
from members import rules
from members.models import Body, ContactFreeze, Member


def contact_freeze_set(
    *,
    actor: Member,
    subject: str,
    label: str,
    begins_at: datetime,
    ends_at: datetime,
    body: Body | None = None,
    reason: str,
) -> ContactFreeze:
    """Freeze contact details from a moment until a moment: then no change is made by one hand.

    `subject` is the log's name of what it is for, such as ballot:… or conference:…; with a body it
    is for that body's members only.
    """
    office = rules.office_to("contact_freeze.set", actor) or ""
    with entry(actor=actor, office=office) as log:
        rules.insist(actor, lambda _: bool(office))
        _insist_on(reason)
        if ends_at <= max(begins_at, timezone.now()):
            raise Refusal("ends-before-it-starts", "A freeze ends after it begins, and after now.")
        freeze = ContactFreeze.objects.create(
            subject=subject,
            label=label,
            body=body,
            begins_at=begins_at,
            ends_at=ends_at,
            set_by=log.actor,
        )
        log.record(
            "contact_freeze.set",
            subject=freeze,
            personal={"reason": reason},
            what_for=subject,
            body=body.log_name if body else None,
            begins_at=begins_at.isoformat(),
            ends_at=ends_at.isoformat(),
        )
    return freeze


def contact_freeze_end(*, actor: Member, freeze: ContactFreeze, reason: str) -> ContactFreeze:
    """End a freeze before its time, and say why. What waits still needs its second person."""
    office = rules.office_to("contact_freeze.end", actor) or ""
    with entry(actor=actor, office=office) as log:
        rules.insist(actor, lambda _: bool(office))
        _insist_on(reason)
        now = timezone.now()
        found = ContactFreeze.objects.select_for_update().filter(pk=freeze.pk, ends_at__gt=now)
        if not found:
            raise Refusal("ended-already", "This freeze has ended already.")
        (freeze,) = found
        until = freeze.ends_at
        freeze.begins_at, freeze.ends_at = min(freeze.begins_at, now), now
        freeze.save(update_fields=["begins_at", "ends_at"])
        log.record(
            "contact_freeze.ended",
            subject=freeze,
            personal={"reason": reason},
            would_have_ended_at=until.isoformat(),
        )
    return freeze


def _insist_on(reason: str) -> None:
    if not reason.strip():
        raise Refusal("no-reason", "Say why.")
