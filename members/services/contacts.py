"""Writing contact details down, within the act of whoever enters or changes them."""

from collections.abc import Mapping

from django.utils import timezone

from audit.refusal import Refusal
from members.contacts import details as contact_details
from members.contacts.details import BadDetail
from members.contacts.selectors import employer_domains
from members.contacts.work_addresses import WORK_ADDRESS, is_work_address
from members.enums import ContactKind
from members.models import Contact, Member


def contacts_write(member: Member, details: Mapping[ContactKind, str]) -> list[ContactKind]:
    """Seal these details of a member in place of any before; an empty one takes the old away.

    Gives the kinds that changed. Whoever calls has the entry open that says so. An address at an
    employer's domain is kept, and marked as one to which nothing is sent.
    """
    held = {one.kind: one for one in Contact.objects.select_for_update().filter(member=member)}
    changed = []
    for kind, typed in details.items():
        detail = contact_read(kind, typed)
        before = held.get(kind)
        if before is not None and not detail:
            before.delete()
        elif detail and (before is None or before.detail != detail):
            # What was known of the old address is not known of the new one.
            row = Contact(member=member, kind=kind, changed_at=timezone.now())
            row.pk = before.pk if before else None
            row.is_preferred = before.is_preferred if before else False
            row.hold(detail)
            if kind == ContactKind.EMAIL and is_work_address(detail, employer_domains()):
                row.failure, row.failed_at = WORK_ADDRESS, row.changed_at
            row.save(force_insert=before is None)
        else:
            continue
        changed.append(kind)
    if changed:
        member._prefetched_objects_cache = {}  # type: ignore[attr-defined]  # noqa: SLF001 - read anew
    return changed


def contact_read(kind: ContactKind, typed: str) -> str:
    """Read a detail as typed, or refuse it in plain English."""
    try:
        return contact_details.read(kind, typed)
    except BadDetail as bad:
        raise Refusal(f"bad-{kind}", f"{kind.label}: {bad}") from bad
