"""Recording an act: one transaction, one actor, at least one event.

`with entry(actor=...) as log:` opens a transaction that refuses to close with nothing recorded.
Together with the write guard, no page, command or call can change the union's records and forget
the log.
"""

import uuid
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any, Protocol

from django.db import DEFAULT_DB_ALIAS, transaction
from django.utils import timezone

from audit import write_guard
from audit.canonical import canonical
from audit.disclosure import new_salt, salted_digest
from audit.models import Disclosure, Entry
from audit.refusal import Refusal

LEAF_VERSION = 1
SYSTEM = "system"


class NothingRecordedError(Exception):
    """An entry was closed with no event in it; everything in it was rolled back."""


class Actor(Protocol):
    """Whoever acts: known to the log by a random pseudonym only."""

    pseudonym: str


class Subject(Protocol):
    """Whatever is acted upon."""

    @property
    def log_name(self) -> str:
        """Give a stable public name, such as motion:NDC27/M1."""


@dataclass(frozen=True, slots=True)
class PreparedEntry:
    """The columns of one audit_entry row, and the salted values behind its digests."""

    id: uuid.UUID
    at: datetime
    kind: str
    subject: str
    leaf: bytes
    salts: Mapping[str, str]


def prepare(
    kind: str,
    *,
    actor: str,
    subject: str,
    office: str = "",
    personal: Mapping[str, str] | None = None,
    facts: Mapping[str, object] | None = None,
) -> PreparedEntry:
    """Build the leaf of one event. `personal` values appear as salted digests only."""
    at = timezone.now()
    entry_id = uuid.uuid4()
    salts = {name: new_salt() for name in personal or {}}
    leaf: dict[str, object] = {
        **(facts or {}),
        "at": at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ"),
        "by": actor,
        "id": str(entry_id),
        "of": subject,
        "t": kind,
        "v": LEAF_VERSION,
    }
    if office:
        leaf["office"] = office
    if personal:
        leaf["_sd"] = sorted(salted_digest(salts[n], n, v) for n, v in personal.items())
    return PreparedEntry(entry_id, at, kind, subject, canonical(leaf), salts)


@dataclass
class OpenEntry:
    """An act under way."""

    actor: str
    office: str
    recorded: list[uuid.UUID] = field(default_factory=list)

    def record(
        self,
        kind: str,
        *,
        subject: Subject | str,
        personal: Mapping[str, str] | None = None,
        **facts: object,
    ) -> PreparedEntry:
        """Write one event (`noun.past_participle`) into the log, in this transaction."""
        prepared = prepare(
            kind,
            actor=self.actor,
            subject=subject if isinstance(subject, str) else subject.log_name,
            office=self.office,
            personal=personal,
            facts=facts,
        )
        Entry.objects.create(
            id=prepared.id,
            at=prepared.at,
            kind=kind,
            subject=prepared.subject,
            leaf=prepared.leaf,
        )
        if personal:
            Disclosure.objects.bulk_create(
                Disclosure(entry_id=prepared.id, name=name, salt=prepared.salts[name], value=value)
                for name, value in personal.items()
            )
        self.recorded.append(prepared.id)
        return prepared


_current: ContextVar[OpenEntry | None] = ContextVar("audit_current_entry", default=None)


@contextmanager
def entry(*, actor: Actor | None, office: str = "") -> Iterator[OpenEntry]:
    """Open an act. Nested acts share the outermost transaction; each must record its own event.

    `actor=None` is the system itself, such as a vote that closes when its time is up. A `Refusal`
    that asks to be recorded is written after the rollback, in a transaction of its own.
    """
    outermost = _current.get() is None
    opened = OpenEntry(actor=actor.pseudonym if actor else SYSTEM, office=str(office))
    token = _current.set(opened)
    try:
        with transaction.atomic():
            write_guard.entry_opened(DEFAULT_DB_ALIAS)
            try:
                yield opened
            finally:
                write_guard.entry_closed(DEFAULT_DB_ALIAS)
            if not opened.recorded:
                raise NothingRecordedError("An act was closed without an event in the log.")
    except Refusal as refusal:
        _current.reset(token)
        token = None
        if outermost and refusal.record:
            _record_refusal(opened, refusal)
        raise
    finally:
        if token is not None:
            _current.reset(token)


def _record_refusal(opened: OpenEntry, refusal: Refusal) -> None:
    facts: dict[str, Any] = {**refusal.facts, "code": refusal.code}
    if refusal.rule:
        facts["rule"] = refusal.rule
    with transaction.atomic():
        OpenEntry(opened.actor, opened.office).record(
            refusal.record, subject=refusal.subject or "act", **facts
        )
