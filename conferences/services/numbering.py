"""What every register insists on: the next number, days that have come, and reasons in words."""

from datetime import date, datetime

from django.db.models import Manager, Max
from django.utils import timezone

from audit.refusal import Refusal
from ballots.services.insisting import insist_on_reason
from conferences.models import (
    Complaint,
    Conference,
    Incident,
    ReadinessDecision,
    Rehearsal,
    RuleDeparture,
    TestVote,
)


def next_number(
    conference: Conference,
    register: (
        Manager[Incident]
        | Manager[RuleDeparture]
        | Manager[Complaint]
        | Manager[ReadinessDecision]
        | Manager[Rehearsal]
        | Manager[TestVote]
    ),
) -> int:
    """Give the next number of a register, and keep the others waiting until it is used."""
    Conference.objects.select_for_update().get(pk=conference.pk)
    last = register.filter(conference=conference).aggregate(last=Max("number"))["last"]
    return (last or 0) + 1


def in_words(text: str) -> str:
    """Refuse a text that says nothing."""
    return insist_on_reason(text)


def not_later_than_now(moment: datetime) -> datetime:
    """Refuse a moment that has not come."""
    if moment > timezone.now():
        raise Refusal("not-yet", "That time has not come yet. Enter what has happened.")
    return moment


def not_later_than_today(day: date) -> date:
    """Refuse a day that has not come."""
    if day > timezone.localdate():
        raise Refusal("not-yet", "That day has not come yet. Enter what has happened.")
    return day
