"""Appointments: made and ended, each recorded. `actor=None` is the system, loading what is so."""

from collections.abc import Iterator
from datetime import date
from typing import Final

from django.db.models import Q
from django.utils import timezone

from audit.refusal import Refusal
from members import rules
from members.enums import Office
from members.models import Appointment, Body, Member
from members.separation import objections
from members.services.sessions import sessions_end

REFUSED: Final = "appointment.refused"
SHORTEST_STATEMENT: Final = 20


def appointment_make(
    *,
    actor: Member | None,
    member: Member,
    office: Office,
    body: Body,
    starts_on: date | None = None,
    ends_on: date | None = None,
    independence: str = "",
) -> Appointment:
    """Appoint a member to an office in a body, from a day until a day or until ended.

    Nobody appoints themselves, and some offices may not be held together, now or later. Of a
    scrutineer it is said beforehand, in words, how they are independent of the union (guide 4,
    lesson 35). The member has to sign in afresh, so that the log shows them signing in as the
    officer they now are.
    """
    with rules.acting(actor, "appointment.make") as log:
        if actor == member:
            raise _refusal(
                "own-appointment",
                "Nobody can enter an appointment of their own. Ask another officer.",
                member,
            )
        member = Member.objects.select_for_update().get(pk=member.pk)
        today = timezone.localdate()
        begins = starts_on or today
        if ends_on and ends_on < begins:
            raise Refusal("ends-before-it-starts", "An appointment ends after it begins.")
        if actor:
            _insist_on_terms(member, office, body, begins, independence)
        for held in _at_the_same_time(member, begins, ends_on):
            if (held.office, held.body_id) == (office, body.pk):
                raise Refusal("already-appointed", f"They are {office.label} already.")
            if line := rules.barred_by(office, body, held):
                raise _refusal(
                    "offices-kept-apart",
                    f"They are {held.get_office_display()} of {held.body}, "
                    f"which cannot be held with {office.label}. {line.why}",
                    member,
                    asked_for=str(office),
                    held=held.office,
                )
        appointment = Appointment.objects.create(
            member=member,
            office=office,
            body=body,
            starts_on=begins,
            ends_on=ends_on,
            independence=independence.strip(),
        )
        log.record(
            "appointment.made",
            subject=appointment,
            personal={"name": member.name}
            | ({"independence": appointment.independence} if appointment.independence else {}),
            starts_on=begins.isoformat(),
            ends_on=ends_on.isoformat() if ends_on else None,
        )
        sessions_end(member=member)
    return appointment


def appointment_end(
    *, actor: Member | None, appointment: Appointment, ends_on: date | None = None
) -> Appointment:
    """End an appointment on a day, or before it began; the officer's sessions end at once.

    What was so stays so: an appointment ends today or later, never in the past, and one that is
    to go on for longer is made afresh.
    """
    with rules.acting(actor, "appointment.end") as log:
        appointment = Appointment.objects.select_for_update().get(pk=appointment.pk)
        today = timezone.localdate()
        day = ends_on or max(today, appointment.starts_on)
        if day < appointment.starts_on:
            raise Refusal("ends-before-it-starts", "An appointment ends after it begins.")
        if appointment.ends_on and appointment.ends_on <= today:
            raise Refusal("has-ended", "This appointment has ended already.")
        if actor and day < today:
            raise Refusal("in-the-past", "It can end today, or later. The past is not changed.")
        if appointment.ends_on and day > appointment.ends_on:
            raise Refusal(
                "ends-sooner", "It ends sooner than that. Make a new appointment from then on."
            )
        appointment.ends_on = day
        appointment.save(update_fields=["ends_on"])
        log.record("appointment.ended", subject=appointment, ends_on=day.isoformat())
        sessions_end(member=appointment.member)
    return appointment


def _insist_on_terms(
    member: Member, office: Office, body: Body, begins: date, independence: str
) -> None:
    """Refuse what a person may not enter: somebody gone, the past, a candidate, no statement."""
    if not member.is_active:
        raise Refusal("has-left", f"{member.name} is not a member now, so holds no office.")
    if begins < timezone.localdate():
        raise Refusal("in-the-past", "It can begin today, or later. The past is not changed.")
    if no := next(_objections(member, office, body), ""):
        raise _refusal("stands-in-an-election", no, member, asked_for=str(office))
    if office == Office.SCRUTINEER and len(independence.strip()) < SHORTEST_STATEMENT:
        raise Refusal(
            "independence-missing",
            "Say for whom the scrutineer works, and that it is not the union. "
            "It is recorded before any vote.",
            rule="Roles and permissions",
        )


def _objections(member: Member, office: Office, body: Body) -> Iterator[str]:
    return (said for object_to in objections if (said := object_to(member, office, body)))


def _at_the_same_time(member: Member, begins: date, ends: date | None) -> list[Appointment]:
    """Give the appointments of a member that are in force on any day from one until another."""
    found = member.appointments.filter(Q(ends_on=None) | Q(ends_on__gt=begins))
    if ends:
        found = found.filter(starts_on__lt=ends)
    return list(found.select_related("body"))


def _refusal(code: str, message: str, member: Member, **facts: object) -> Refusal:
    return Refusal(
        code,
        message,
        rule="Roles and permissions",
        record=REFUSED,
        subject=member.log_name,
        facts=facts,
    )
