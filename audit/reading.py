"""Saying in plain words what an entry records.

The log knows nothing of motions or ballots. It reads what every entry has: an event named
noun.past_participle, a subject named kind:name, who acted and in what office, when, and facts.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from audit.formats.canonical import parse
from audit.recording import SYSTEM

_UUID = re.compile(r"\b([0-9a-f]{8})-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}\b")
_PSEUDONYM = re.compile(r"\b(p_[A-Za-z0-9_-]{6})[A-Za-z0-9_-]{16}")
_OWN = {"_sd", "at", "by", "id", "of", "office", "t", "v"}


@dataclass(frozen=True, slots=True)
class Reading:
    """An entry, told."""

    headline: str
    by: str
    at: datetime
    facts: list[tuple[str, str]]
    sealed: int
    """How many personal values stand in the entry as salted digests."""


def read(leaf: bytes) -> Reading:
    """Tell what a leaf says."""
    said: Mapping[str, Any] = parse(leaf)
    return Reading(
        headline=_headline(said["t"], said["of"]),
        by=_actor(said["by"], said.get("office", "")),
        at=datetime.fromisoformat(said["at"]),
        facts=[(_words(name), _value(said[name])) for name in sorted(said.keys() - _OWN)],
        sealed=len(said.get("_sd", [])),
    )


def _headline(event: str, subject: str) -> str:
    *noun, participle = event.split(".")
    kind, _, name = subject.partition(":")
    what = _words(" ".join(noun))
    if kind == "_".join(noun) and name:
        return f"{what} {_short(name)} {participle.replace('_', ' ')}"
    rest = f"{_words(kind).lower()} {_short(name)}".strip()
    return f"{what} {participle.replace('_', ' ')}: {rest}"


def _actor(by: str, office: str) -> str:
    who = "the system" if by == SYSTEM else _short(by)
    return f"{who}, as {office.replace('_', ' ')}" if office else who


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
    words = name.replace("_", " ").replace(".", " ")
    return words[:1].upper() + words[1:]


def _short(text: str) -> str:
    """Shorten ids as people do: enough to tell them apart, the whole being in the entry."""
    return _PSEUDONYM.sub(r"\1…", _UUID.sub(r"\1…", text))
