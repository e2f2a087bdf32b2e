"""Asking about contact details: freezes, changes that wait, checks, and employers' domains."""

from datetime import datetime, timedelta
from typing import Final

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils import timezone

from members.enums import ContactState
from members.models import (
    ContactAnswer,
    ContactChange,
    ContactCheck,
    ContactFreeze,
    EmployerDomain,
    Member,
)

PUT_BACK_FOR: Final = timedelta(days=7)
MADE: Final = (ContactState.MADE, ContactState.APPROVED)


def freeze_in_force(
    member: Member | None = None, at: datetime | None = None
) -> ContactFreeze | None:
    """Find the freeze in which a member's details now are, or, for nobody, the union's own.

    A branch's freeze is for its own members. Of several, the one that ends last.
    """
    moment = at or timezone.now()
    found = ContactFreeze.objects.filter(_covers(member), begins_at__lte=moment, ends_at__gt=moment)
    return found.order_by("-ends_at").first()


def freezes_now_and_next() -> QuerySet[ContactFreeze]:
    """List the freezes that are not over, the next to begin first."""
    found = ContactFreeze.objects.filter(ends_at__gt=timezone.now())
    return found.select_related("body").order_by("begins_at")


def changes_waiting() -> QuerySet[ContactChange]:
    """List the changes that wait for a second person, the oldest first."""
    found = ContactChange.objects.filter(state=ContactState.WAITING)
    return found.select_related("member__branch", "freeze").order_by("at")


def changes_to_put_back(member: Member) -> list[ContactChange]:
    """List a member's changes of the last week that can be undone: the latest of each kind."""
    since = timezone.now() - PUT_BACK_FOR
    found = ContactChange.objects.filter(member=member, state__in=MADE, at__gt=since)
    latest: dict[str, ContactChange] = {}
    for change in found.select_related("member").order_by("-at"):
        latest.setdefault(change.kind, change)
    return [change for change in latest.values() if change.old_mark]


def checks_open(member: Member | None = None) -> QuerySet[ContactCheck]:
    """List the checks that are open, to a member or at all."""
    now = timezone.now()
    found = ContactCheck.objects.filter(opens_at__lte=now, closes_at__gt=now)
    return found.filter(_covers(member)) if member else found


def check_unanswered(member: Member) -> ContactCheck | None:
    """Find an open check that a member has not answered yet; of several, the first to close."""
    answered = ContactAnswer.objects.filter(check_asked=OuterRef("pk"), member=member)
    return checks_open(member).exclude(Exists(answered)).order_by("closes_at").first()


def members_asked(check: ContactCheck) -> QuerySet[Member]:
    """Find the members whom a check asks: those of its body now, or all."""
    found = Member.objects.filter(is_active=True)
    if check.body_id is None:
        return found
    return found.filter(Q(branch=check.body_id) | Q(branch__parent=check.body_id))


def employer_domains() -> frozenset[str]:
    """Give the domains of employers to which nothing is sent."""
    return frozenset(EmployerDomain.objects.values_list("domain", flat=True))


def _covers(member: Member | None) -> Q:
    """Match what is for all members, or for the body of this one or the body above it."""
    everyone = Q(body__isnull=True)
    if member is None or member.branch_id is None:
        return everyone
    return everyone | Q(body=member.branch_id) | Q(body__parts=member.branch_id)
