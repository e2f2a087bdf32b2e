"""Bodies, members and appointments: the acts.

`actor=None` is the system itself: a command on the union's own machine.
"""

from datetime import date

from django.utils import timezone

from audit.recording import entry
from audit.refusal import Refusal
from members import rules
from members.enums import BodyKind, ContactKind, Office
from members.models import Appointment, Body, Member
from members.selectors import offices_of
from members.services.contacts import contacts_write
from members.services.sessions import sessions_end


def body_create(
    *, actor: Member | None, kind: BodyKind, code: str, name: str, parent: Body | None = None
) -> Body:
    """Enter a union, region, branch or committee."""
    with entry(actor=actor) as log:
        rules.insist(actor, rules.appoints_officers)
        if Body.objects.filter(code=code).exists():
            raise Refusal("code-taken", f"There is a body with the code {code} already.")
        body = Body.objects.create(kind=kind, code=code, name=name, parent=parent)
        log.record(
            "body.created",
            subject=body,
            body_kind=str(kind),
            parent=parent.log_name if parent else None,
        )
    return body


def member_create(
    *,
    actor: Member | None,
    membership_number: str,
    name: str,
    branch: Body | None = None,
    email: str = "",
    mobile: str = "",
    source: str = "",
    as_at: date | None = None,
    joined_on: date | None = None,
) -> Member:
    """Enter a person on the register, with where the entry comes from (guide 2.1)."""
    with entry(actor=actor) as log:
        rules.insist(actor, rules.keeps_register)
        number = membership_number.strip().upper()
        if Member.objects.filter(membership_number=number).exists():
            raise Refusal("number-taken", f"The membership number {number} is taken.")
        member = Member.objects.create(
            membership_number=number,
            name=name,
            branch=branch,
            source=source,
            as_at=as_at or timezone.localdate(),
            joined_on=joined_on,
        )
        contacts_write(member, {ContactKind.EMAIL: email, ContactKind.MOBILE: mobile})
        log.record("member.entered", subject=member, branch=branch.log_name if branch else None)
    return member


def appointment_make(
    *,
    actor: Member | None,
    member: Member,
    office: Office,
    body: Body,
    starts_on: date | None = None,
    ends_on: date | None = None,
) -> Appointment:
    """Appoint a member to an office in a body, from a day until a day or until ended.

    Nobody appoints themselves, and some offices may not be held together. The member has to sign
    in afresh, so that the log shows them signing in as the officer they now are.
    """
    with entry(actor=actor) as log:
        rules.insist(actor, rules.appoints_officers)
        if actor == member:
            raise Refusal(
                "own-appointment",
                "Nobody can enter an appointment of their own. Ask another officer.",
                record="appointment.refused",
                subject=member.log_name,
            )
        for held in offices_of(member).filter(body=body):
            if held.office == office:
                raise Refusal("already-appointed", f"They are {office.label} already.")
            if rules.are_separated(office, Office(held.office)):
                raise Refusal(
                    "offices-kept-apart",
                    f"{office.label} and {held.get_office_display()} of one body "
                    "cannot be the same person.",
                    record="appointment.refused",
                    subject=member.log_name,
                    facts={"asked_for": str(office), "held": held.office},
                )
        if ends_on and starts_on and ends_on < starts_on:
            raise Refusal("ends-before-it-starts", "An appointment ends after it begins.")
        appointment = Appointment.objects.create(
            member=member,
            office=office,
            body=body,
            starts_on=starts_on or timezone.localdate(),
            ends_on=ends_on,
        )
        log.record(
            "appointment.made",
            subject=appointment,
            personal={"name": member.name},
            starts_on=appointment.starts_on.isoformat(),
            ends_on=ends_on.isoformat() if ends_on else None,
        )
        sessions_end(member=member)
    return appointment


def appointment_end(
    *, actor: Member | None, appointment: Appointment, ends_on: date | None = None
) -> Appointment:
    """End an appointment on a day; the officer's sessions end at once."""
    with entry(actor=actor) as log:
        rules.insist(actor, rules.appoints_officers)
        appointment = Appointment.objects.select_for_update().get(pk=appointment.pk)
        day = ends_on or timezone.localdate()
        if day < appointment.starts_on:
            raise Refusal("ends-before-it-starts", "An appointment ends after it begins.")
        appointment.ends_on = day
        appointment.save(update_fields=["ends_on"])
        log.record("appointment.ended", subject=appointment, ends_on=day.isoformat())
        sessions_end(member=appointment.member)
    return appointment


def member_suspend(*, actor: Member | None, member: Member) -> Member:
    """Keep a person out who is no longer a member; their entry and their past acts stay."""
    with entry(actor=actor) as log:
        rules.insist(actor, rules.keeps_register)
        member = Member.objects.select_for_update().get(pk=member.pk)
        member.is_active = False
        member.save(update_fields=["is_active"])
        log.record("member.suspended", subject=member)
        sessions_end(member=member)
    return member
