"""What a briefing came to, in figures: five queries, however many registered."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from django.db.models import Count, Q, QuerySet
from django.db.models.functions import TruncDate
from django.utils import timezone

from conferences.briefings.consenting import last_of_each
from conferences.briefings.consents import LABELS, Purpose
from conferences.models import Briefing, BriefingRegistration, Consent
from members.models import Member

CAME = Q(attendance__joined_at__isnull=False)
SAW_RECORDING = Q(attendance__recording_at__isnull=False)
ON_THE_LIST = Q(attendance__listed_minutes__isnull=False)
WATCHED = CAME | SAW_RECORDING | ON_THE_LIST


@dataclass(frozen=True, slots=True)
class Figures:
    """How many hold a place, who they are, and how many watched."""

    registered: int
    members: int
    guests: int
    given_up: int
    joined: int
    recording: int
    listed: int
    watched: int

    @property
    def watch_rate(self) -> int | None:
        """Give those who watched in each hundred who hold a place; None where nobody does."""
        return round(100 * self.watched / self.registered) if self.registered else None


def figures_of(briefing: Briefing) -> Figures:
    """Count the places of a briefing."""
    held = Q(cancelled_at=None)
    counted = briefing.registrations.aggregate(
        registered=Count("pk", filter=held),
        members=Count("pk", filter=held & Q(member__isnull=False)),
        guests=Count("pk", filter=held & Q(guest__isnull=False)),
        given_up=Count("pk", filter=~held),
        joined=Count("pk", filter=held & CAME),
        recording=Count("pk", filter=held & SAW_RECORDING),
        listed=Count("pk", filter=held & ON_THE_LIST),
        watched=Count("pk", filter=held & WATCHED),
    )
    return Figures(**counted)


def registered_by_day(briefing: Briefing) -> dict[date, int]:
    """Count the places that were taken on each day, London time."""
    held = briefing.registrations.filter(cancelled_at=None).order_by()
    days = held.annotate(
        day=TruncDate("registered_at", tzinfo=timezone.get_default_timezone())
    ).values("day")
    counted = days.annotate(count=Count("pk")).values_list("day", "count")
    return dict(counted)


def consenting(briefing: Briefing, purpose: Purpose) -> QuerySet[Consent]:
    """Find the consents to a purpose that hold now, of those who hold a place at a briefing.

    Whoever was erased, or has left the union, is not among them.
    """
    held = BriefingRegistration.objects.filter(briefing=briefing, cancelled_at=None)
    in_force = last_of_each().filter(purpose=purpose, is_given=True)
    return in_force.filter(
        Q(member__in=held.filter(member__is_active=True).values("member"))
        | Q(guest__in=held.filter(guest__erased_at=None).values("guest"))
    )


def consents_counted(briefing: Briefing) -> Mapping[Purpose, int]:
    """Count the consents that hold now, by purpose."""
    return {purpose: consenting(briefing, purpose).count() for purpose in LABELS}


def briefings_ahead() -> QuerySet[Briefing]:
    """List the briefings that are not over, those that are cancelled among them."""
    return Briefing.objects.filter(ends_at__gt=timezone.now()).select_related("body", "conference")


def places_of(member: Member) -> QuerySet[BriefingRegistration]:
    """List the places that a member holds or held, the next first."""
    held = member.briefing_registrations.filter(cancelled_at=None)
    return held.select_related("briefing__body", "member", "guest").order_by("-briefing__starts_at")
