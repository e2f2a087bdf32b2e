"""Who holds which office: the list, what ends soon, what is ahead, and what is over."""

from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from typing import Final

from django.db.models import Count, Q, QuerySet
from django.utils import timezone

from members.models import Appointment

ENDS_SOON: Final = timedelta(days=30)
ON_A_PAGE: Final = 50


class Term(StrEnum):
    """Which appointments are listed."""

    NOW = "now"
    AHEAD = "ahead"
    ENDING = "ending"
    OVER = "over"


@dataclass(frozen=True, slots=True)
class Counts:
    """How many appointments there are of each kind."""

    now: int
    ahead: int
    ending: int
    over: int


def appointments(term: Term, words: str = "", *, on: date | None = None) -> QuerySet[Appointment]:
    """List appointments with their officers and bodies; some, by office, body, name or number."""
    found = Appointment.objects.filter(_of(term, on or timezone.localdate()))
    for word in words.split():
        found = found.filter(
            Q(office__icontains=word)
            | Q(body__name__icontains=word)
            | Q(member__name__icontains=word)
            | Q(member__membership_number__iexact=word)
        )
    newest_first = ("-ends_on", "body__name", "office", "pk")
    order = newest_first if term is Term.OVER else ("body__kind", "body__name", "office", "pk")
    return found.select_related("member", "body").order_by(*order)


def counts(*, on: date | None = None) -> Counts:
    """Count them all, in one query."""
    day = on or timezone.localdate()
    return Counts(
        **Appointment.objects.aggregate(
            **{term.value: Count("pk", filter=_of(term, day)) for term in Term}
        )
    )


def _of(term: Term, day: date) -> Q:
    runs_on = Q(ends_on=None) | Q(ends_on__gt=day)
    match term:
        case Term.NOW:
            return runs_on & Q(starts_on__lte=day)
        case Term.AHEAD:
            return runs_on & Q(starts_on__gt=day)
        case Term.ENDING:
            return Q(starts_on__lte=day, ends_on__gt=day, ends_on__lte=day + ENDS_SOON)
        case Term.OVER:
            return Q(ends_on__lte=day)
