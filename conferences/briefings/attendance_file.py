"""Reading the list of who attended that a meeting tool gives: name, e-mail, minutes.

Pure. Every tool writes its list in its own way: some lines about the meeting first, then one row a
person, or several for one who came and went. So the line of headings is looked for, columns are
known by the words in them, and the minutes of one address are added up.
"""

import csv
import io
import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

MOST_ROWS: Final = 50_000
MOST_BYTES: Final = 10 * 1024 * 1024
LONGEST_CELL: Final = 400
_LOOKED_AT: Final = 40
_EMAIL = re.compile(r"e-?mail|user principal|upn", re.IGNORECASE)
_NAME = re.compile(
    r"^(full |user |display |participant )?name|^attendee$|^participant$", re.IGNORECASE
)
_MINUTES = re.compile(r"duration|minutes|time in (meeting|session)", re.IGNORECASE)
_CLOCK = re.compile(r"(?:(\d+):)?(\d{1,3}):(\d{2})$")
_PARTS = re.compile(r"(\d+)\s*(h|m|s)", re.IGNORECASE)
_SECONDS = {"h": 3600, "m": 60, "s": 1}


class UnreadableListError(Exception):
    """The file is no attendance list; the message says what to do about it."""


@dataclass(frozen=True, slots=True)
class Attended:
    """One person on the list: the line they first stand in, and their minutes if it tells."""

    line: int
    name: str
    email: str
    minutes: int | None


def read_list(text: str) -> list[Attended]:
    """Read the list: one entry a person, in the order of the file. Raises UnreadableListError."""
    rows = _rows(text)
    at, columns = _headings(rows)
    found: dict[str, Attended] = {}
    for number, row in enumerate(rows[at + 1 :], start=at + 2):
        if number > MOST_ROWS:
            raise UnreadableListError(f"The list has more than {MOST_ROWS:,} lines.")
        one = _attended(number, row, columns)
        if one is None:
            continue
        key = one.email or one.name.casefold()
        found[key] = _together(found[key], one) if key in found else one
    if not found:
        raise UnreadableListError("There is nobody on this list below its headings.")
    return list(found.values())


def _rows(text: str) -> list[list[str]]:
    if "\0" in text:
        raise UnreadableListError("This is not a text file. Save the list as CSV first.")
    sample = text[:4096]
    delimiter = max("\t;,", key=sample.count)
    try:
        return list(csv.reader(io.StringIO(text, newline=""), delimiter=delimiter))
    except csv.Error as error:
        raise UnreadableListError("A line of this file is too long to be one person.") from error


def _headings(rows: Sequence[Sequence[str]]) -> tuple[int, dict[str, int]]:
    for at, row in enumerate(rows[:_LOOKED_AT]):
        columns: dict[str, int] = {}
        for index, cell in enumerate(row):
            for key, words in (("email", _EMAIL), ("minutes", _MINUTES), ("name", _NAME)):
                if words.search(cell.strip()):
                    columns.setdefault(key, index)
                    break
        if len(row) > 1 and ("email" in columns or "name" in columns):
            return at, columns
    raise UnreadableListError(
        "No line names the columns. The list needs a column of e-mail addresses or of names."
    )


def _attended(number: int, row: Sequence[str], columns: dict[str, int]) -> Attended | None:
    def cell(key: str) -> str:
        index = columns.get(key, len(row))
        return " ".join(row[index].split())[:LONGEST_CELL] if index < len(row) else ""

    name, email = cell("name"), cell("email").lower()
    return Attended(number, name, email, _minutes(cell("minutes"))) if name or email else None


def _minutes(text: str) -> int | None:
    """Read 47, 47.5, 0:47:12, 47:12 (minutes and seconds), 1h 3m 20s as whole minutes."""
    if clock := _CLOCK.match(text):
        hours, minutes, seconds = (int(part or 0) for part in clock.groups())
        return hours * 60 + minutes + (1 if seconds else 0)
    if parts := _PARTS.findall(text):
        return -(-sum(int(number) * _SECONDS[unit.lower()] for number, unit in parts) // 60)
    number = re.match(r"\d{1,5}", text)
    return int(number.group()) if number else None


def _together(one: Attended, other: Attended) -> Attended:
    minutes = [each for each in (one.minutes, other.minutes) if each is not None]
    return Attended(one.line, one.name, one.email, sum(minutes) if minutes else None)
