"""Putting what is held about a person into words: for their page, and for what they take away."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils import formats, timezone

_MOMENT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ")
_DAY = re.compile(r"\d{4}-\d\d-\d\d")
_NOTHING = "none"


@dataclass(frozen=True, slots=True)
class Fact:
    """One thing held: its name, and its value in words or, where there are several, as rows."""

    name: str
    words: str
    rows: Sequence[Sequence["Fact"]] = ()


@dataclass(frozen=True, slots=True)
class PartInWords:
    """What one room holds: its rows, and how many more there are than are shown."""

    title: str
    kept: str
    why: str
    rows: Sequence[Sequence[Fact]]
    more: int


def in_words(told: Mapping[str, Any], *, at_most: int | None = None) -> list[PartInWords]:
    """Put every part into words; of a long one no more rows than are asked for."""
    return [
        PartInWords(
            part["title"],
            part["kept"],
            part["for"],
            [_facts(row) for row in part["held"][:at_most]],
            len(part["held"]) - len(part["held"][:at_most]),
        )
        for part in told["parts"]
    ]


def _facts(row: Mapping[str, Any]) -> list[Fact]:
    return [_fact(name, value) for name, value in row.items()]


def _fact(name: str, value: Any) -> Fact:
    name = name[:1].upper() + name[1:]
    if isinstance(value, list) and value and isinstance(value[0], Mapping):
        return Fact(name, "", [_facts(row) for row in value])
    return Fact(name, _words(value))


def _words(value: Any) -> str:
    match value:
        case None | "" | []:
            return _NOTHING
        case bool():
            return "yes" if value else "no"
        case list():
            return ", ".join(_words(each) for each in value)
        case int():
            return f"{value:,}"
    return _day(str(value))


def _day(text: str) -> str:
    is_moment = _MOMENT.fullmatch(text)
    if not is_moment and not _DAY.fullmatch(text):
        return text
    try:
        at = datetime.fromisoformat(text)
    except ValueError:  # somebody's own words, such as 2027-99-99
        return text
    if is_moment:
        return str(formats.date_format(timezone.localtime(at), "j F Y, H:i:s"))
    return str(formats.date_format(at, "j F Y"))
