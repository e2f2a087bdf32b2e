"""Changing the contact details that a roll tells otherwise: one change of one member at a time.

A roll is how forty addresses were changed at once (guide 4, L27), so each change is kept, told to
the old address and logged, exactly as if a person had entered it; and in a freeze it waits for a
second person, as theirs would.
"""

from collections.abc import Iterator
from typing import Final

from django.db.models import QuerySet
from django.utils import timezone

from audit.recording import OpenEntry
from members.contacts import freeze_in_force
from members.enums import ContactKind, ContactSource, ContactState
from members.models import (
    ContactChange,
    ContactFreeze,
    Member,
    RollFinding,
    RollLine,
    WaitingRoll,
    contact_seals,
)
from members.services.contact_notices import Notice, contact_notice
from members.services.contacts import contacts_write

BATCH: Final = 500
_Told = dict[ContactKind, str]


def contacts_change(roll: WaitingRoll, log: OpenEntry) -> int:
    """Make the changes of contact details that were found; give how many wait, in a freeze."""
    found = RollFinding.objects.filter(roll=roll, kind=RollFinding.Kind.CONTACT).order_by("pk")
    freezes = _Freezes()
    waiting = 0
    for batch in _batches(found):
        lines = {
            line.line: line
            for line in RollLine.objects.filter(roll=roll, line__in=[one.line for one in batch])
        }
        keys = [one.member_key for one in batch]
        members = {
            member.pk: member
            for member in Member.objects.filter(pk__in=keys).prefetch_related("contacts")
        }
        for one in batch:
            if one.member_key is None or one.line is None:
                continue
            told = _told(lines[one.line], one.what.split())
            member = members[one.member_key]
            waiting += _change(member, told, freezes.of(member), log)
    return waiting


def _change(member: Member, told: _Told, freeze: ContactFreeze | None, log: OpenEntry) -> int:
    """Change what differs, and record it in one entry; give how many changes wait."""
    waiting = ContactChange.objects.filter(member=member, state=ContactState.WAITING)
    waiting.filter(kind__in=told).update(state=ContactState.REPLACED, decided_at=timezone.now())
    changes = []
    for kind, detail in told.items():
        change = ContactChange(
            member=member,
            kind=kind,
            state=ContactState.WAITING if freeze else ContactState.MADE,
            source=ContactSource.IMPORT,
            by=log.actor,
            at=timezone.now(),
            freeze=freeze,
        )
        change.hold(member.contact(kind), detail)
        changes.append(change)
    ContactChange.objects.bulk_create(changes)
    for change in changes:
        contact_notice(change, Notice.WAITS if freeze else Notice.CHANGED)
    if not freeze:
        contacts_write(member, told)
    log.record(
        "contact.quarantined" if freeze else "contact.changed",
        subject=member,
        channels=[str(kind) for kind in told],
        changes=[change.log_name for change in changes],
        digests=[change.digest for change in changes],
        **({"freeze": freeze.log_name} if freeze else {}),
    )
    return len(changes) if freeze else 0


def _told(line: RollLine, what: list[str]) -> _Told:
    """Open what the file tells of the details that differ; empty where it tells of none."""
    seals = contact_seals()
    told = {}
    for kind in ContactKind:
        if kind in what:
            sealed = getattr(line, f"{kind}_sealed")
            told[kind] = seals.open(sealed, kind=kind, number=line.number) if sealed else ""
    return told


class _Freezes:
    """The freeze that each member is in, asked once for each branch."""

    def __init__(self) -> None:
        self._known: dict[object, ContactFreeze | None] = {}

    def of(self, member: Member) -> ContactFreeze | None:
        if member.branch_id not in self._known:
            self._known[member.branch_id] = freeze_in_force(member)
        return self._known[member.branch_id]


def _batches(found: QuerySet[RollFinding]) -> Iterator[list[RollFinding]]:
    last = 0
    while batch := list(found.filter(pk__gt=last)[:BATCH]):
        last = batch[-1].pk
        yield batch
