"""Saying in plain words what an entry records.

The log knows nothing of motions or ballots. It reads what every entry has: an event named
noun.past_participle, a subject named kind:name, who acted and in what office, when, and facts. What
subjects are called is for the rooms above to say.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import MAXYEAR, datetime
from enum import Enum
from typing import Any

from audit.browsing import subjects
from audit.browsing.subjects import Named
from audit.formats.attestation import ATTESTATION, asks_for_signature
from audit.formats.leaf import read_leaf
from audit.recording import SYSTEM

_UUID = re.compile(r"\b([0-9a-f]{8})-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}\b")
_PSEUDONYM = re.compile(r"\b(p_[A-Za-z0-9_-]{6})[A-Za-z0-9_-]{16}")
_SUBJECT = re.compile(r"[a-z][a-z_-]*:\S+")
EARLIEST = 1970
_UNREADABLE: Mapping[str, Any] = {
    "at": "1970-01-01T00:00:00Z",
    "by": "unknown",
    "of": "log",
    "t": "entry.unreadable",
}
_OWN = {"_sd", "at", "by", "id", "of", "office", "t", "v", ATTESTATION}


class Hand(Enum):
    """Whose hand an act bears. The seal of the server is on every entry; these are told apart."""

    OFFICER = "officer"
    """The officer signed it with a key of their own."""
    UNSIGNED = "unsigned"
    """It asked for the officer's own signature and has none."""
    MACHINE = "machine"
    """The system acted by itself."""
    SEAL = "seal"
    """A person acted; the act asks for no signature of their own."""


@dataclass(frozen=True, slots=True)
class Fact:
    """One thing that an entry says: its name, its value in words, and a page about it."""

    name: str
    value: str
    url: str = ""
    parts: tuple["Fact", ...] = ()
    """The same value, part by part, where it has parts."""


@dataclass(frozen=True, slots=True)
class Reading:
    """An entry, told."""

    kind: str
    subject: str
    headline: str
    event: str
    by: str
    pseudonym: str
    at: datetime
    facts: list[Fact]
    sealed: list[str]
    """The salted digests that stand for personal values."""
    hand: Hand
    url: str = ""


def read(leaf: bytes, names: Mapping[str, Named] | None = None) -> Reading:
    """Tell what a leaf says, with subjects by the names that are given."""
    said = _said(leaf)
    names = names or {}
    subject = said["of"]
    return Reading(
        kind=said["t"],
        subject=subject,
        headline=_headline(said["t"], subject, names.get(subject)),
        event=event_words(said["t"]),
        by=_actor(said["by"], str(said.get("office", ""))),
        pseudonym="" if said["by"] == SYSTEM else said["by"],
        at=datetime.fromisoformat(said["at"]),
        facts=[_fact(name, said[name], names) for name in sorted(said.keys() - _OWN)],
        sealed=list(said.get("_sd", [])),
        hand=_hand(said),
        url=names[subject].url if subject in names else "",
    )


def named_in(leaf: bytes) -> Iterator[str]:
    """Name the subjects that a leaf speaks of, its own first."""
    said = _said(leaf)
    yield said["of"]
    for name in said.keys() - _OWN:
        value = said[name]
        for each in value if isinstance(value, list) else [value]:
            if isinstance(each, str) and _SUBJECT.fullmatch(each):
                yield each


def _said(leaf: bytes) -> Mapping[str, Any]:
    """Read a leaf, or stand something in for one that is not in due form.

    No program of ours writes such an entry. But whoever has the database can, nobody can take it
    out again, and it must not close the log to its readers. `audit.verify` names it as wrong.
    """
    try:
        said = read_leaf(leaf)
        at = datetime.fromisoformat(said["at"])
    except ValueError:
        return _UNREADABLE
    is_usual = at.tzinfo is not None and EARLIEST <= at.year < MAXYEAR
    return said if is_usual else _UNREADABLE


def event_words(kind: str) -> str:
    """Say what a kind of event is in words, such as "Ballot opened" for `ballot.opened`."""
    if kind in subjects.events:
        return subjects.events[kind]
    *noun, participle = kind.split(".")
    return f"{_words(' '.join(noun))} {participle.replace('_', ' ')}".strip()


def office_words(office: str) -> str:
    """Say an office in words."""
    known = subjects.offices.get(office)
    return known[:1].lower() + known[1:] if known else office.replace("_", " ")


def _headline(event: str, subject: str, known: Named | None) -> str:
    if known:
        return f"{event_words(event)}: {known.title}"
    *noun, participle = event.split(".")
    kind, _, name = subject.partition(":")
    if kind == "_".join(noun) and name and event not in subjects.events:
        return f"{_words(' '.join(noun))} {_short(name)} {participle.replace('_', ' ')}"
    rest = f"{_words(kind).lower()} {_short(name)}".strip()
    return f"{event_words(event)}: {rest}"


def _actor(by: str, office: str) -> str:
    who = "the system" if by == SYSTEM else _short(by)
    return f"{who}, as {office_words(office)}" if office else who


def _hand(said: Mapping[str, Any]) -> Hand:
    if isinstance(said.get(ATTESTATION), str):
        return Hand.OFFICER
    if said["by"] == SYSTEM:
        return Hand.MACHINE
    return Hand.UNSIGNED if asks_for_signature(said) else Hand.SEAL


def _fact(name: str, value: Any, names: Mapping[str, Named]) -> Fact:
    if isinstance(value, str) and value in names:
        return Fact(_words(name), names[value].title, names[value].url)
    if isinstance(value, Mapping):
        parts = tuple(_fact(part, value[part], names) for part in sorted(value))
        return Fact(_words(name), _value(value), parts=parts)
    return Fact(_words(name), _value(value))


def _value(value: Any) -> str:
    match value:
        case None:
            return "none"
        case bool():
            return "yes" if value else "no"
        case str():
            return _short(value)
        case list():
            return ", ".join(map(_value, value)) or "none"
        case Mapping():
            return "; ".join(f"{_words(str(k)).lower()}: {_value(v)}" for k, v in value.items())
    return f"{value:,}"


def _words(name: str) -> str:
    words = name.replace("_", " ").replace("-", " ").replace(".", " ")
    return words[:1].upper() + words[1:]


def _short(text: str) -> str:
    """Shorten ids as people do: enough to tell them apart, the whole being in the entry."""
    return _PSEUDONYM.sub(r"\1…", _UUID.sub(r"\1…", text))
