"""Ending a member's sessions."""

from django.db.models import F

from members.models import Member, SessionEpoch


def sessions_end(*, member: Member) -> None:
    """End every session of a member, on every device: a signed cookie cannot be called back."""
    SessionEpoch.objects.get_or_create(member=member)
    SessionEpoch.objects.filter(member=member).update(epoch=F("epoch") + 1)
