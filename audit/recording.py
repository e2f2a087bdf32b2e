"""Recording an act: one transaction, one actor, at least one event.

`with entry(actor=...) as log:` opens a transaction that refuses to close with nothing recorded.
Together with the write guard, no page, command or call can change the union's records and forget
the log.
"""

import re
import uuid
from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from datetime import UTC
from typing import Any, Protocol, TypeVar

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from audit.formats.attestation import ATTESTATION
from audit.formats.canonical import canonical
from audit.formats.disclosure import new_salt, salted_digest
from audit.formats.tiles import MAX_ENTRY_BYTES
from audit.refusal import Refusal
from audit.store.write_guard import recorded_writes
from audit.store.writing import PreparedEntry, write

LEAF_VERSION = 1
SYSTEM = "system"

_KIND = re.compile(r"[a-z0-9_]+(?:\.[a-z0-9_]+)+")
About = TypeVar("About", bound=Hashable)
Piece = TypeVar("Piece", bound=Hashable)
_Last = dict[tuple[Callable[[Any, set[Any]], None], Hashable], set[Any]]
_RESERVED = frozenset({"_sd", ATTESTATION, "at", "by", "id", "of", "office", "t", "v"})


class NothingRecordedError(Exception):
    """An entry was closed with no event in it; everything in it was rolled back."""


class Pen(Protocol):
    """An officer's own key, unlocked for a sitting."""

    def attest(self, leaf: Mapping[str, object]) -> str:
        """Sign a leaf: give the token that goes into it."""


class Actor(Protocol):
    """Whoever acts: known to the log by a random pseudonym only, and signing if they hold a pen."""

    pseudonym: str
    pen: Pen | None


class Subject(Protocol):
    """Whatever is acted upon."""

    @property
    def log_name(self) -> str:
        """Give a stable public name, such as motion:NDC27/M1."""


def prepare(
    kind: str,
    *,
    actor: str,
    subject: str,
    office: str = "",
    personal: Mapping[str, str] | None = None,
    facts: Mapping[str, object] | None = None,
    attested: bool = False,
    pen: Pen | None = None,
) -> PreparedEntry:
    """Build the leaf of one event, for a statement that inserts the row itself.

    `actor` is a pseudonym or SYSTEM. `personal` values appear as salted digests only; whoever
    inserts the row keeps the values with their salts as Disclosure rows, or lets them go. A leaf
    that is to be `attested` says so itself where there is no pen: its attestation is null.
    """
    facts, personal = facts or {}, personal or {}
    if not _KIND.fullmatch(kind):
        raise ValueError(f"An event is named noun.past_participle, not {kind!r}.")
    if taken := _RESERVED & facts.keys():
        raise ValueError(f"{kind}: the log gives {', '.join(sorted(taken))} a meaning of its own.")
    at, entry_id = timezone.now(), uuid.uuid4()
    salts = {name: new_salt() for name in personal}
    leaf = {
        **facts,
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
        # Sorted, so that their order says nothing about the names behind them.
        leaf["_sd"] = sorted(salted_digest(salts[n], n, v) for n, v in personal.items())
    if attested:
        leaf[ATTESTATION] = pen.attest(leaf) if pen else None
    data = canonical(leaf)
    if len(data) > MAX_ENTRY_BYTES:
        raise ValueError(f"{kind}: an entry of {len(data):,} bytes is too long for the log.")
    return PreparedEntry(entry_id, at, kind, subject, data, salts)


@dataclass(slots=True)
class OpenEntry:
    """An act under way."""

    actor: str
    office: str
    refusals: list[tuple["OpenEntry", Refusal]]
    pen: Pen | None = None
    recorded: list[uuid.UUID] = field(default_factory=list)
    last: _Last = field(default_factory=dict)

    def record(
        self,
        kind: str,
        *,
        subject: Subject | str,
        personal: Mapping[str, str] | None = None,
        attested: bool = False,
        **facts: object,
    ) -> PreparedEntry:
        """Write one event (`noun.past_participle`) into the log, in this transaction.

        An `attested` event is signed by the officer who acts, with their own pen. What the clock
        does bears the machine's seal alone. A subject with `log_marks`, such as a test vote, marks
        every event about it.
        """
        facts = {**getattr(subject, "log_marks", {}), **facts}
        attested = attested and self.actor != SYSTEM
        if attested and self.pen is None and settings.OFFICERS_MUST_SIGN:
            raise Refusal(
                "officer-must-sign",
                "This act needs your own signature. Take up your pen, then press the button again.",
            )
        prepared = prepare(
            kind,
            actor=self.actor,
            subject=subject if isinstance(subject, str) else subject.log_name,
            office=self.office,
            personal=personal,
            facts=facts,
            attested=attested,
            pen=self.pen,
        )
        write(prepared, personal or {})
        self.recorded.append(prepared.id)
        return prepared


_current: ContextVar[OpenEntry | None] = ContextVar("audit_current_entry", default=None)


@contextmanager
def entry(*, actor: Actor | None, office: str = "") -> Iterator[OpenEntry]:
    """Open an act. Nested acts share the outermost transaction; each must record its own event.

    `actor=None` is the system itself, such as a vote that closes when its time is up. A `Refusal`
    that asks to be recorded is written once the outermost act has ended, in a transaction of its
    own: the refused act leaves nothing behind but the fact that it was tried.
    """
    outer = _current.get()
    refusals = outer.refusals if outer else []
    last: _Last = outer.last if outer else {}
    name, pen = (actor.pseudonym, actor.pen) if actor else (SYSTEM, None)
    opened = OpenEntry(name, str(office), refusals, pen, last=last)
    try:
        with recorded_writes(), transaction.atomic(), _under_way(opened):
            yield opened
            if not opened.recorded:
                raise NothingRecordedError("An act was closed without an event in the log.")
            while outer is None and last:
                do, about = first = next(iter(last))
                do(about, last.pop(first))
    except Refusal as refusal:
        if refusal.record and all(known is not refusal for _, known in refusals):
            refusals.append((opened, refusal))
        raise
    finally:
        if outer is None:
            _record_refusals(refusals)


@contextmanager
def _under_way(opened: OpenEntry) -> Iterator[None]:
    """Have an act be the one under way, until it commits: what that sets off is another act."""
    token = _current.set(opened)
    try:
        yield
    finally:
        _current.reset(token)


def at_the_end(
    do: Callable[[About, set[Piece]], None], about: About, pieces: Iterable[Piece]
) -> None:
    """Do something once the outermost act has done all it does, still in its transaction.

    Whatever is asked of the same `do` about the same thing is gathered, and done once. Outside any
    act it is done at once.
    """
    under_way = _current.get()
    if under_way is None:
        do(about, set(pieces))
    else:
        under_way.last.setdefault((do, about), set()).update(pieces)


def _record_refusals(refusals: list[tuple[OpenEntry, Refusal]]) -> None:
    for opened, refusal in refusals:
        facts: dict[str, Any] = {**refusal.facts, "code": refusal.code}
        if refusal.rule:
            facts["rule"] = refusal.rule
        with recorded_writes(), transaction.atomic():
            opened.record(
                refusal.record,
                subject=refusal.subject or "act",
                personal=refusal.personal,
                **facts,
            )
