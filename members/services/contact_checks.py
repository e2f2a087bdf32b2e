"""Asking members before a vote whether what we hold to reach them is right (guide 6)."""

from datetime import datetime

from django.utils import timezone

from audit.recording import entry
from audit.refusal import Refusal
from members import rules
from members.contacts.selectors import checks_open
from members.models import Body, Contact, ContactAnswer, ContactCheck, Member


def contact_check_open(
    *,
    actor: Member,
    label: str,
    opens_at: datetime,
    closes_at: datetime,
    body: Body | None = None,
) -> ContactCheck:
    """Ask the members of a body, or all, from a moment until a moment."""
    office = rules.office_to("contact_check.open", actor) or ""
    with entry(actor=actor, office=office) as log:
        rules.insist(actor, lambda _: bool(office))
        if closes_at <= max(opens_at, timezone.now()):
            raise Refusal("ends-before-it-starts", "A check closes after it opens, and after now.")
        check = ContactCheck.objects.create(
            label=label,
            body=body,
            opens_at=opens_at,
            closes_at=closes_at,
            set_by=log.actor,
        )
        log.record(
            "contact_check.opened",
            subject=check,
            body=body.log_name if body else None,
            opens_at=opens_at.isoformat(),
            closes_at=closes_at.isoformat(),
        )
    return check


def contact_check_end(*, actor: Member, check: ContactCheck) -> ContactCheck:
    """End a check before its time. What was answered stays."""
    office = rules.office_to("contact_check.open", actor) or ""
    with entry(actor=actor, office=office) as log:
        rules.insist(actor, lambda _: bool(office))
        check = ContactCheck.objects.select_for_update().get(pk=check.pk)
        now = timezone.now()
        if check.closes_at <= now:
            raise Refusal("closed-already", "This check is closed already.")
        check.opens_at, check.closes_at = min(check.opens_at, now), now
        check.save(update_fields=["opens_at", "closes_at"])
        log.record("contact_check.ended", subject=check)
    return check


def contacts_confirm(*, member: Member) -> None:
    """Say with one tap that what is held is right: it answers every check that asks.

    Refused where nothing that is held could carry a passcode: somebody who confirms that would
    find out when it is too late.
    """
    with entry(actor=member) as log:
        mine = Contact.objects.select_for_update().filter(member=member)
        kinds = sorted(mine.filter(failure="").values_list("kind", flat=True))
        if not kinds:
            raise Refusal(
                "nothing-to-reach-by",
                "There is nothing here that we could send a passcode to. "
                "Please give a personal address or a telephone number.",
            )
        mine.filter(failure="").update(confirmed_at=timezone.now())
        check_answer(member=member, has_changed=False)
        log.record("contact.confirmed", subject=member, channels=kinds)


def check_answer(*, member: Member, has_changed: bool) -> None:
    """Note, within an open act, that a member answered the checks that ask them now."""
    now = timezone.now()
    for check in checks_open(member):
        answer, is_new = ContactAnswer.objects.get_or_create(
            check_asked=check, member=member, defaults={"at": now, "has_changed": has_changed}
        )
        if has_changed and not (is_new or answer.has_changed):
            answer.has_changed = True
            answer.save(update_fields=["has_changed"])
