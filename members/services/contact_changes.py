"""Changing how a member is reached: the one way to do it, whoever does.

On one list of 500, forty addresses were changed and some thirty votes cast without their members'
knowledge (guide 4, L27). So whoever had the old address is told, the log has every change, and in
a freeze nothing changes by one hand alone (R32).
"""

from datetime import timedelta
from typing import Final

from django.utils import timezone

from audit.recording import OpenEntry, entry
from audit.refusal import Refusal
from members import rules
from members.contacts.selectors import MADE, PUT_BACK_FOR, freeze_in_force
from members.enums import ContactKind, ContactSource, ContactState
from members.models import Contact, ContactChange, Member
from members.services.contact_checks import check_answer
from members.services.contact_notices import Notice, contact_notice
from members.services.contacts import contact_read, contacts_write

MOST_CHANGES: Final = 5
WITHIN: Final = timedelta(hours=1)


def contact_change(
    *, actor: Member | None, member: Member, kind: ContactKind, text: str, reason: str = ""
) -> ContactChange:
    """Change, add or (with an empty text) take away one detail of a member.

    By the member, or for them by an officer who says how they made sure who it was. In a freeze
    the change waits for a second person, and until then codes go where they went. The log says
    which kind of detail changed, never an address; what it holds of both is a salted digest, whose
    words lie sealed in the change itself. Refused are an unreadable detail, the one that is held
    already, and a sixth change within the hour.
    """
    office = _office(actor, member)
    with entry(actor=actor, office=office) as log:
        _insist_may_enter(actor, member, office, reason)
        detail = contact_read(kind, text)
        # Changes of one member wait for one another.
        member = Member.objects.select_for_update().select_related(None).get(pk=member.pk)
        _insist_is_not_too_often(member)
        old = member.contact(kind)
        if detail == old:
            raise Refusal("same-detail", "That is what we hold already. Nothing was changed.")
        now = timezone.now()
        freeze = freeze_in_force(member)
        ContactChange.objects.filter(member=member, kind=kind, state=ContactState.WAITING).update(
            state=ContactState.REPLACED, decided_at=now
        )
        change = ContactChange(
            member=member,
            kind=kind,
            state=ContactState.WAITING if freeze else ContactState.MADE,
            source=ContactSource.OWN if actor == member else ContactSource.OFFICER,
            by=log.actor,
            office=office,
            reason=reason.strip()[:300],
            at=now,
            freeze=freeze,
        )
        change.hold(old, detail)
        change.save(force_insert=True)
        contact_notice(change, Notice.WAITS if freeze else Notice.CHANGED)
        if freeze:
            _record(log, "contact.quarantined", change)
        else:
            contacts_write(member, {kind: detail})
            _record(log, "contact.changed", change)
        if actor == member:
            check_answer(member=member, has_changed=True)
    return change


def contact_change_decide(
    *, actor: Member, change: ContactChange, approve: bool, reason: str
) -> ContactChange:
    """Approve or refuse a change that waits, as the second person, and say why.

    Refused to whoever entered it, to the member themselves, and where the detail has become
    another meanwhile.
    """
    office = rules.office_to("contact_change.decide", actor) or ""
    with entry(actor=actor, office=office) as log:
        _insist_may_decide(actor, change, office)
        member = Member.objects.select_for_update().get(pk=change.member_id)
        found = ContactChange.objects.select_for_update().filter(pk=change.pk).first()
        if found is None or found.state != ContactState.WAITING:
            raise Refusal("decided-already", "This change does not wait any more.")
        if not reason.strip():
            raise Refusal("no-reason", "Say why: how you made sure, or what is wrong.")
        change = found
        change.member = member
        if approve:
            _insist_nothing_moved(change)
            contacts_write(member, {ContactKind(change.kind): change.new})
        change.state = ContactState.APPROVED if approve else ContactState.REFUSED
        change.decided_by, change.decided_office = log.actor, office
        change.decided_reason, change.decided_at = reason.strip()[:300], timezone.now()
        change.save()
        contact_notice(change, Notice.CHANGED if approve else Notice.REFUSED)
        _record(log, "contact.changed" if approve else "contact.declined", change)
    return change


def contact_put_back(*, actor: Member, change: ContactChange) -> ContactChange:
    """Undo a change within a week, as a change of its own: in a freeze, that one waits too."""
    if change.state not in MADE or change.at < timezone.now() - PUT_BACK_FOR:
        raise Refusal(
            "cannot-put-back", "This can be put back for a week, and only if it was made."
        )
    member, kind = change.member, ContactKind(change.kind)
    if member.contact(kind) != change.new:
        raise Refusal("contact-moved", "It has changed again since. Undo the later change first.")
    reason = "" if actor == member else "Put back: the member did not ask for the change."
    return contact_change(actor=actor, member=member, kind=kind, text=change.old, reason=reason)


def contact_prefer(*, member: Member, kind: ContactKind) -> None:
    """Say which of one's details is to be tried first; nothing is sent to one that is blocked."""
    with entry(actor=member) as log:
        mine = Contact.objects.select_for_update().filter(member=member)
        if not mine.filter(kind=kind, failure="").exists():
            raise Refusal("cannot-prefer", "Nothing can be sent there. Choose another way.")
        mine.exclude(kind=kind).update(is_preferred=False)
        mine.filter(kind=kind).update(is_preferred=True)
        log.record("contact.preferred", subject=member, channel=str(kind))


def _office(actor: Member | None, member: Member) -> str:
    if actor is None or actor == member:
        return ""
    return rules.office_to("contact.change", actor) or ""


def _record(log: OpenEntry, kind: str, change: ContactChange) -> None:
    log.record(
        kind,
        subject=change.member,
        channels=[str(change.kind)],
        change=change.log_name,
        freeze=change.freeze.log_name if change.freeze else None,
        digest=change.digest,
    )


def _insist_may_enter(actor: Member | None, member: Member, office: str, reason: str) -> None:
    if actor is None or actor == member:
        return
    if not office:
        raise Refusal(
            "not-your-office",
            "Only the member and the membership officer change contact details. "
            "Whoever sends codes asks the membership officer.",
            record="contact.refused",
            subject=member.log_name,
        )
    if not reason.strip():
        raise Refusal("no-identity-check", "Say how you made sure that it is the member who asks.")


def _insist_is_not_too_often(member: Member) -> None:
    """Hold back whoever changes one member's details again and again: each sends a notice."""
    since = timezone.now() - WITHIN
    times = list(
        ContactChange.objects.filter(member=member, at__gt=since)
        .exclude(source=ContactSource.IMPORT)
        .order_by("-at")
        .values_list("at", flat=True)[:MOST_CHANGES]
    )
    if len(times) == MOST_CHANGES:
        again = timezone.localtime(times[-1] + WITHIN + timedelta(minutes=1))
        raise Refusal(
            "too-many-changes",
            f"Changed {MOST_CHANGES} times within the hour. It can be changed again "
            f"at {again:%H:%M}; the helpdesk can tell you more.",
            record="contact.refused",
            subject=member.log_name,
        )


def _insist_may_decide(actor: Member, change: ContactChange, office: str) -> None:
    if not office:
        code, why = "not-your-office", "The membership officer or the returning officer decides."
    elif actor.pseudonym == change.by or actor == change.member:
        code = "not-the-second-person"
        why = "Another officer has to decide: not whoever entered the change, nor the member."
    else:
        return
    raise Refusal(
        code,
        why,
        record="contact.refused",
        subject=change.member.log_name,
        facts={"change": change.log_name},
    )


def _insist_nothing_moved(change: ContactChange) -> None:
    if change.member.contact(ContactKind(change.kind)) != change.old:
        raise Refusal(
            "contact-moved",
            "What we hold has changed since this was entered, so it cannot be made. "
            "Refuse it; it can be entered again.",
        )
