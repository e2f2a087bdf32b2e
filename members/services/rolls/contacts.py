"""Changing the contact details that a roll tells otherwise: one change of one member at a time.

A roll is how forty addresses were changed at once (guide 4, L27), so each change is kept, told to
the old address and logged, exactly as if a person had entered it; and in a freeze it waits for a
second person, as theirs would.
"""

from collections.abc import Iterator
from typing import Any, Final
from uuid import UUID

from django.db.models import QuerySet
from django.utils import timezone

from audit.recording import OpenEntry
from members.contacts.selectors import freeze_in_force
from members.contacts.work_addresses import WORK_ADDRESS
from members.enums import ContactKind, ContactSource, ContactState
from members.models import (
    Contact,
    ContactChange,
    ContactFreeze,
    Member,
    RollFinding,
    RollLine,
    RollUndo,
    WaitingRoll,
    contact_seals,
)
from members.services.contact_notices import Notice, contact_notice

BATCH: Final = 500
_Told = dict[ContactKind, str]


def contacts_change(roll: WaitingRoll, log: OpenEntry) -> int:
    """Make the changes of contact details that were found; give how many wait, in a freeze."""
    found = RollFinding.objects.filter(roll=roll, kind=RollFinding.Kind.CONTACT).order_by("pk")
    freezes = _Freezes()
    waiting = 0
    for batch in _batches(found):
        places = [one.line for one in batch if one.line is not None]
        lines = {one.line: one for one in RollLine.objects.filter(roll=roll, line__in=places)}
        keys = [one.member_key for one in batch if one.member_key]
        members = Member.objects.filter(pk__in=keys).prefetch_related("contacts").in_bulk()
        before = RollUndo.objects.filter(member_key__in=keys, is_changed=True)
        came_from = dict(before.values_list("member_key", "branch_key"))
        telling = [
            _Telling(
                members[one.member_key],
                lines[one.line],
                one.what.split(),
                freezes.of(members[one.member_key].branch_id, came_from.get(one.member_key)),
            )
            for one in batch
            if one.member_key and one.line is not None
        ]
        waiting += _change(telling, log)
    return waiting


class _Telling:
    """What a line tells otherwise of a member's details, and the freeze that they are in."""

    def __init__(
        self, member: Member, line: RollLine, what: list[str], freeze: ContactFreeze | None
    ) -> None:
        self.member, self.line, self.freeze = member, line, freeze
        self.told = _told(line, what)

    def changes(self, by: str) -> list[ContactChange]:
        made = []
        for kind, detail in self.told.items():
            change = ContactChange(
                member=self.member,
                kind=kind,
                state=ContactState.WAITING if self.freeze else ContactState.MADE,
                source=ContactSource.IMPORT,
                by=by,
                at=timezone.now(),
                freeze=self.freeze,
            )
            change.hold(self.member.contact(kind), detail)
            made.append(change)
        return made

    def contacts(self) -> list[Contact]:
        """Give the details as the register is to hold them: what was sealed for them is theirs."""
        preferred = {one.kind for one in self.member.contacts.all() if one.is_preferred}
        now = timezone.now()
        return [
            Contact(
                member=self.member,
                kind=kind,
                sealed=getattr(self.line, f"{kind}_sealed"),
                mark=getattr(self.line, f"{kind}_mark"),
                is_preferred=kind in preferred,
                changed_at=now,
                failed_at=now if self._is_work(kind) else None,
                failure=WORK_ADDRESS if self._is_work(kind) else "",
            )
            for kind, detail in self.told.items()
            if detail
        ]

    def _is_work(self, kind: ContactKind) -> bool:
        return kind == ContactKind.EMAIL and self.line.is_work


def _change(telling: list[_Telling], log: OpenEntry) -> int:
    """Change what differs, an entry for each member; give how many changes wait."""
    made = {one: one.changes(log.actor) for one in telling}
    for kind in ContactKind:
        ContactChange.objects.filter(
            member__in=[one.member for one in telling if kind in one.told],
            kind=kind,
            state=ContactState.WAITING,
        ).update(state=ContactState.REPLACED, decided_at=timezone.now())
    ContactChange.objects.bulk_create([change for changes in made.values() for change in changes])
    for one, changes in made.items():
        for change in changes:
            contact_notice(change, Notice.WAITS if one.freeze else Notice.CHANGED)
        _record(log, one, changes)
    free = [one for one in telling if not one.freeze]
    for kind in ContactKind:
        taken_away = [one.member for one in free if one.told.get(kind) == ""]
        Contact.objects.filter(member__in=taken_away, kind=kind).delete()
    Contact.objects.bulk_create(
        [contact for one in free for contact in one.contacts()],
        update_conflicts=True,
        unique_fields=["member", "kind"],
        # What was known of the old address is not known of the new one.
        update_fields=["sealed", "mark", "changed_at", "confirmed_at", "failed_at", "failure"],
    )
    return sum(len(one.told) for one in telling if one.freeze)


def _record(log: OpenEntry, one: _Telling, changes: list[ContactChange]) -> None:
    facts: dict[str, Any] = {"freeze": one.freeze.log_name} if one.freeze else {}
    log.record(
        "contact.quarantined" if one.freeze else "contact.changed",
        subject=one.member,
        channels=[str(kind) for kind in one.told],
        changes=[change.log_name for change in changes],
        digests=[change.digest for change in changes],
        **facts,
    )


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
    """The freeze that members are in by their branch, asked once for each branch."""

    def __init__(self) -> None:
        self._known: dict[object, ContactFreeze | None] = {}

    def of(self, *branches: UUID | None) -> ContactFreeze | None:
        """Find one for the branch that a member is of now, or for the one they came from.

        Else whoever moves a member to another branch in the same file takes them out of a freeze.
        """
        for branch in branches:
            if branch not in self._known:
                self._known[branch] = freeze_in_force(Member(branch_id=branch))
        return next((self._known[branch] for branch in branches if self._known[branch]), None)


def _batches(found: QuerySet[RollFinding]) -> Iterator[list[RollFinding]]:
    last = 0
    while batch := list(found.filter(pk__gt=last)[:BATCH]):
        last = batch[-1].pk
        yield batch
