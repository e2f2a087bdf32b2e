"""Importing a membership roll: look first, then do exactly what was seen."""

from datetime import date
from typing import Final

from django.utils import timezone

from audit.recording import OpenEntry, entry
from audit.refusal import Refusal
from members import roll_file, rules
from members.enums import ContactKind, Office
from members.models import Body, Member, WaitingRoll
from members.models.waiting_roll import WAITS_FOR
from members.roll_file import RegisterEntry
from members.roll_preview import Preview, compare
from members.roll_text import UnreadableRollError
from members.selectors import branches_by_name, register
from members.services.contacts import contacts_write

BATCH: Final = 1000


def roll_receive(*, actor: Member, name: str, data: bytes) -> WaitingRoll:
    """Keep a file until its sender has seen what it would do. Old ones are forgotten."""
    rules.insist(actor, rules.keeps_register)
    WaitingRoll.objects.filter(sent_at__lt=timezone.now() - WAITS_FOR).delete()
    roll_forget(actor=actor)
    return WaitingRoll.objects.create(sent_by=actor, name=name[:200], data=data)


def roll_forget(*, actor: Member) -> None:
    """Forget a file that its sender has decided on, either way."""
    WaitingRoll.objects.filter(sent_by=actor).delete()


def member_import_preview(*, actor: Member | None, data: bytes) -> Preview:
    """Work out what a roll would do to the register. Nothing is written."""
    rules.insist(actor, rules.keeps_register)
    try:
        return compare(roll_file.read(data, branches=branches_by_name()), register())
    except UnreadableRollError as error:
        raise Refusal("unreadable-roll", str(error)) from error


def member_import_apply(
    *, actor: Member | None, data: bytes, fingerprint: str, source: str, as_at: date
) -> Preview:
    """Import a roll whose preview had this fingerprint, in one act.

    The log names the file by its hash and counts what was done; no person is named. A passcode is
    only as good as its address (guide 4, lesson 27), so each member whose e-mail or mobile was
    changed has an entry besides, under their pseudonym. Whoever is on the register and not in the
    file stays as they are.
    """
    with entry(actor=actor, office=Office.MEMBERSHIP_OFFICER if actor else "") as log:
        # Imports wait for one another, on the row of the union.
        union = Body.objects.select_for_update().filter(parent=None).order_by("code").first()
        preview = member_import_preview(actor=actor, data=data)
        if preview.fingerprint != fingerprint:
            raise Refusal(
                "register-moved",
                "The register has changed since you looked. Look at the new preview first.",
            )
        if as_at > timezone.localdate():
            raise Refusal("as-at-in-future", "A roll cannot be right for a day still to come.")
        _write(log, preview, source=source, as_at=as_at)
        log.record(
            "roll.imported",
            subject=union or "register",
            attested=True,
            personal={"source": source},  # as somebody typed it, or called the file
            sha256=preview.file.sha256,
            as_at=as_at.isoformat(),
            new=len(preview.new),
            changed=len(preview.changed),
            contact_changes=preview.contact_changes,
            unchanged=len(preview.unchanged),
            gone=len(preview.gone),
            left_out=preview.file.lines_left_out,
        )
    return preview


def _write(log: OpenEntry, preview: Preview, *, source: str, as_at: date) -> None:
    bodies = dict(Body.objects.values_list("code", "pk"))

    def particulars(told: RegisterEntry) -> dict[str, object]:
        return {"name": told.name, "branch_id": bodies[told.branch]}

    Member.objects.bulk_create(
        (
            Member(
                membership_number=told.membership_number,
                source=source,
                as_at=as_at,
                **particulars(told),
            )
            for told in preview.new
        ),
        batch_size=BATCH,
    )
    new = Member.objects.filter(
        membership_number__in=[one.membership_number for one in preview.new]
    )
    entries = {one.membership_number: one for one in preview.new}
    for member in new:
        contacts_write(member, _contacts(entries[member.membership_number]))
    changes = {change.after.membership_number: change for change in preview.changed}
    for numbers in _in_batches(list(changes)):
        members = list(Member.objects.filter(membership_number__in=numbers))
        for member in members:
            change = changes[member.membership_number]
            for name, value in particulars(change.after).items():
                setattr(member, name, value)
            contacts_write(member, _contacts(change.after))
            if channels := change.altered_contacts:
                log.record("contact.changed", subject=member, channels=channels)
        Member.objects.bulk_update(members, ["name", "branch"])
    for numbers in _in_batches([*changes, *preview.unchanged]):
        Member.objects.filter(membership_number__in=numbers).update(source=source, as_at=as_at)


def _contacts(told: RegisterEntry) -> dict[ContactKind, str]:
    given = {ContactKind.EMAIL: told.email, ContactKind.MOBILE: told.mobile}
    return {kind: detail for kind, detail in given.items() if detail is not None}


def _in_batches(numbers: list[str]) -> list[list[str]]:
    return [numbers[start : start + BATCH] for start in range(0, len(numbers), BATCH)]
