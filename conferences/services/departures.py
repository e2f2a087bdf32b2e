"""Departures from rule: which rule, why, and who was told of it when (guide R4, 2.6)."""

from datetime import date

from django.utils import timezone

from audit.refusal import Refusal
from conferences.models import Conference, RuleDeparture
from conferences.rules import acting
from conferences.services.numbering import in_words, next_number, not_later_than_today
from members.models import Member


def departure_enter(
    *, conference: Conference, actor: Member, rule: str, reason: str, departed_on: date
) -> RuleDeparture:
    """Enter a rule that is not kept, and the reason. The Certification Officer is told early."""
    with acting(actor, conference, "departure.enter") as log:
        if not rule.strip():
            raise Refusal("rule-missing", "Name the rule.")
        departure = RuleDeparture.objects.create(
            conference=conference,
            number=next_number(conference, RuleDeparture.objects),
            rule=rule.strip(),
            reason=in_words(reason),
            departed_on=departed_on,
            entered_by=actor,
            entered_at=timezone.now(),
        )
        log.record(
            "rule_departure.entered",
            subject=departure,
            departed_on=departed_on.isoformat(),
            personal={"rule": departure.rule, "reason": departure.reason},
        )
    return departure


def departure_tell_officer(
    *, departure: RuleDeparture, actor: Member, told_on: date
) -> RuleDeparture:
    """Enter the day on which the Certification Officer was told."""
    with acting(actor, departure.conference, "departure.tell_officer") as log:
        departure = _held(departure)
        if departure.officer_told_on:
            raise Refusal("already-told", "That the Certification Officer was told is entered.")
        departure.officer_told_on = not_later_than_today(told_on)
        departure.save(update_fields=["officer_told_on"])
        log.record(
            "rule_departure.told",
            subject=departure,
            told="certification officer",
            on=told_on.isoformat(),
        )
    return departure


def departure_tell_members(
    *, departure: RuleDeparture, actor: Member, told_on: date
) -> RuleDeparture:
    """Enter the day on which the members were told."""
    with acting(actor, departure.conference, "departure.tell_members") as log:
        departure = _held(departure)
        if departure.members_told_on:
            raise Refusal("already-told", "That the members were told is entered already.")
        departure.members_told_on = not_later_than_today(told_on)
        departure.save(update_fields=["members_told_on"])
        log.record("rule_departure.told", subject=departure, told="members", on=told_on.isoformat())
    return departure


def departure_enter_reply(
    *, departure: RuleDeparture, actor: Member, reply: str, replied_on: date
) -> RuleDeparture:
    """Enter what came back."""
    with acting(actor, departure.conference, "departure.enter_reply") as log:
        departure = _held(departure)
        if departure.officer_told_on is None and departure.members_told_on is None:
            raise Refusal("nobody-told", "Nobody has been told yet, so nobody can have replied.")
        if departure.replied_on:
            raise Refusal("already-replied", "The reply is entered already.")
        departure.reply = in_words(reply)
        departure.replied_on = not_later_than_today(replied_on)
        departure.save(update_fields=["reply", "replied_on"])
        log.record(
            "rule_departure.replied",
            subject=departure,
            on=replied_on.isoformat(),
            personal={"reply": departure.reply},
        )
    return departure


def _held(departure: RuleDeparture) -> RuleDeparture:
    found = RuleDeparture.objects.select_related("conference").select_for_update(of=("self",))
    return found.get(pk=departure.pk)
