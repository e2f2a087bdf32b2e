"""A freeze of contact details for tests, set by the same service as in life."""

from datetime import timedelta

from django.utils import timezone

from members.models import Body, ContactFreeze, Member
from members.services.contact_freezes import contact_freeze_set


def frozen(officer: Member, body: Body | None = None) -> ContactFreeze:
    now = timezone.now()
    return contact_freeze_set(
        actor=officer,
        subject="conference:NDC27",
        label="Conference",
        begins_at=now - timedelta(minutes=1),
        ends_at=now + timedelta(days=1),
        body=body,
        reason="The roll goes out today.",
    )
