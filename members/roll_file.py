"""Reading a membership roll from a CSV file, and saying what is wrong before anyone relies on it.

Pure: bytes in, entries and problems out, each problem with its line. The separator and the names
of the columns are found, not demanded; what cannot be read is reported and left out, never
guessed. The register is to be kept accurate so far as reasonably practicable (s.24 of the 1992
Act, guide 2.1), so a line with a problem is never imported.
"""

import csv
import hashlib
import io
import re
from collections import Counter
from collections.abc import Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, Final, NamedTuple

from members import contact_details
from members.contact_details import BadDetail
from members.roll_text import UnreadableRollError, decode

MEMBERSHIP_NUMBER: Final = "membership number"
NAME: Final = "name"
FIRST_NAME: Final = "first name"
LAST_NAME: Final = "last name"
BRANCH: Final = "branch"
EMAIL: Final = "e-mail"
MOBILE: Final = "mobile"

# What membership systems call the columns we read, in lower case and without punctuation.
HEADINGS: Final[Mapping[str, frozenset[str]]] = {
    MEMBERSHIP_NUMBER: frozenset(
        {"membership number", "member number", "membership no", "member no", "number"}
        | {"membership id", "member id", "mem no", "rhif aelodaeth"}
    ),
    NAME: frozenset({"name", "full name", "member name", "member", "enw"}),
    FIRST_NAME: frozenset({"first name", "forename", "given name", "firstname", "enw cyntaf"}),
    LAST_NAME: frozenset({"last name", "surname", "family name", "lastname", "cyfenw"}),
    BRANCH: frozenset({"branch", "branch code", "branch name", "branch no", "cangen"}),
    EMAIL: frozenset({"email", "e mail", "email address", "e mail address", "ebost"}),
    MOBILE: frozenset({"mobile", "mobile number", "mobile phone", "mobile no", "ffon symudol"}),
}
LONGEST: Final = {MEMBERSHIP_NUMBER: 32, NAME: 200, BRANCH: 200, EMAIL: 254, MOBILE: 32}
REQUIRED: Final = (MEMBERSHIP_NUMBER, NAME, BRANCH)

_NUMBER = re.compile(r"[A-Z0-9][A-Z0-9/-]*")
_EMAIL = re.compile(r"[a-z0-9._%+'&-]+@(?:[a-z0-9](?:[a-z0-9-]*[a-z0-9])?\.)+[a-z]{2,63}")
_MOBILE = re.compile(r"\+[0-9]{7,15}")
_FORMULA = re.compile(r"[=+@-]")
_CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f\u200e\u200f\u2028-\u202e\u2066-\u2069\ufffd]")


class Trouble(StrEnum):
    """What can be wrong with a line."""

    BADLY_ENCODED = "badly-encoded"
    MALFORMED = "malformed"
    TOO_MANY_CELLS = "too-many-cells"
    MISSING = "missing"
    TOO_LONG = "too-long"
    CONTROL_CHARACTER = "control-character"
    FORMULA = "formula"
    BAD_NUMBER = "bad-number"
    BAD_EMAIL = "bad-e-mail"
    BAD_MOBILE = "bad-mobile"
    UNKNOWN_BRANCH = "unknown-branch"
    DUPLICATE = "duplicate"


class Problem(NamedTuple):
    """One reason why a line is left out: where, what, and in words."""

    line: int
    column: str
    trouble: Trouble
    message: str


@dataclass(frozen=True, slots=True)
class RegisterEntry:
    """What the register holds of one member. None: the file has no such column."""

    membership_number: str
    name: str
    branch: str
    email: str | None = None
    mobile: str | None = None


@dataclass(frozen=True, slots=True)
class RollFile:
    """A file as read: how it was read, the good entries by line, and what was wrong elsewhere.

    `mentioned` are the numbers on any line, good or bad.
    """

    sha256: str
    encoding: str
    delimiter: str
    unread_headings: tuple[str, ...]
    entries: Mapping[int, RegisterEntry]
    problems: tuple[Problem, ...]
    mentioned: frozenset[str]

    @property
    def lines_left_out(self) -> int:
        """Count the lines with at least one problem."""
        return len({problem.line for problem in self.problems})


def read(data: bytes, *, branches: Mapping[str, str]) -> RollFile:
    """Read a roll. `branches` gives a branch's code by its code or name, in lower case."""
    found = decode(data)
    text, delimiter = _find_delimiter(found.text)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    header = _header(reader)
    columns = _columns(header)

    entries: dict[int, RegisterEntry] = {}
    numbers: dict[int, str] = {}
    problems: list[Problem] = []
    for line, last_line, cells in _rows(reader):
        if isinstance(cells, Problem):
            problems.append(cells)
        elif bad := found.misfits.intersection(range(line, last_line + 1)):
            problems.append(
                Problem(min(bad), "", Trouble.BADLY_ENCODED, "Some letters here cannot be read.")
            )
        elif any(cell.strip() for cell in cells):
            values = _values(cells, columns)
            numbers[line] = values[MEMBERSHIP_NUMBER]
            if troubles := [*_surplus(line, cells, header), *_troubles(line, values, branches)]:
                problems += troubles
            else:
                entries[line] = _entry(values, branches)
    for duplicate in _duplicates(numbers):
        problems.append(duplicate)
        entries.pop(duplicate.line, None)
    if not entries and not problems:
        raise UnreadableRollError("There are no members below the headings.")
    return RollFile(
        sha256=hashlib.sha256(data).hexdigest(),
        encoding=found.encoding,
        delimiter=delimiter,
        unread_headings=tuple(h for i, h in enumerate(header) if h and i not in columns.values()),
        entries=entries,
        problems=tuple(sorted(problems)),
        mentioned=frozenset(numbers.values()),
    )


def _find_delimiter(text: str) -> tuple[str, str]:
    """Take the separator under which most headings are known; Excel may name it a line above."""
    first, _, rest = text.partition("\n")
    if named := re.fullmatch(r"sep=(.)\r?", first):
        return f"\n{rest}", named[1]
    return text, max(",;\t|", key=lambda mark: len(_columns(first.split(mark))))


def _header(reader: Iterator[list[str]]) -> list[str]:
    """Find the first line that is not blank, and insist on the columns we cannot do without."""
    try:
        header = next(cells for cells in reader if any(cell.strip() for cell in cells))
    except (csv.Error, StopIteration):
        raise UnreadableRollError("The headings on the first line cannot be read.") from None
    named = Counter(column for heading in header if (column := _meaning(heading)))
    if named[FIRST_NAME] and named[LAST_NAME]:
        named.setdefault(NAME, 1)
    if missing := [column for column in REQUIRED if not named[column]]:
        raise UnreadableRollError(
            f"The first line must name the columns. Not found: {', '.join(missing)}."
        )
    if twice := [column for column, times in named.items() if times > 1]:
        raise UnreadableRollError(f"Two columns are headed {', and two '.join(twice)}.")
    return [heading.strip() for heading in header]


def _meaning(heading: str) -> str:
    known = " ".join(re.sub(r"[\W_]+", " ", heading).lower().split())
    return next((column for column, names in HEADINGS.items() if known in names), "")


def _columns(header: list[str]) -> dict[str, int]:
    """Say where each column that we read stands."""
    return {column: i for i, heading in enumerate(header) if (column := _meaning(heading))}


def _rows(reader: Any) -> Iterator[tuple[int, int, list[str] | Problem]]:
    """Give each row with its first and last line, or the problem that made it unreadable."""
    while True:
        line = reader.line_num + 1
        try:
            cells: list[str] | Problem = next(reader)
        except StopIteration:
            return
        except csv.Error as error:
            cells = Problem(line, "", Trouble.MALFORMED, _explain(error))
        yield line, reader.line_num, cells


def _explain(error: csv.Error) -> str:
    if "field limit" in str(error):
        return "A cell is enormous. Is a quotation mark opened here and never closed?"
    return "The quotation marks do not match."


def _values(cells: list[str], columns: Mapping[str, int]) -> dict[str, str]:
    """Read the cells of a row by column, tidied but not yet believed."""
    values = {c: cells[i].strip() if i < len(cells) else "" for c, i in columns.items()}
    if not values.get(NAME) and FIRST_NAME in values and LAST_NAME in values:
        values[NAME] = f"{values[FIRST_NAME]} {values[LAST_NAME]}".strip()
    values[MEMBERSHIP_NUMBER] = values[MEMBERSHIP_NUMBER].upper()
    if EMAIL in values:
        values[EMAIL] = values[EMAIL].lower()
    if MOBILE in values:
        with suppress(BadDetail):  # said of the line
            values[MOBILE] = contact_details.read(contact_details.MOBILE, values[MOBILE])
    return values


def _surplus(line: int, cells: list[str], header: list[str]) -> Iterator[Problem]:
    if any(cell.strip() for cell in cells[len(header) :]):
        yield Problem(
            line,
            "",
            Trouble.TOO_MANY_CELLS,
            f"{len(cells)} cells under {len(header)} headings. Is there a separator in a name?",
        )


def _troubles(
    line: int, values: Mapping[str, str], branches: Mapping[str, str]
) -> Iterator[Problem]:
    for column in (FIRST_NAME, LAST_NAME):
        if _FORMULA.match(values.get(column, "")):
            yield _formula(line, column)
    for column, longest in LONGEST.items():
        value = values.get(column, "")
        if len(value) > longest:
            yield Problem(line, column, Trouble.TOO_LONG, f"Longer than {longest} characters.")
        elif _CONTROL.search(value):
            yield Problem(
                line, column, Trouble.CONTROL_CHARACTER, "Holds a character that cannot be shown."
            )
        elif column != MOBILE and _FORMULA.match(value):
            yield _formula(line, column)
        elif value and (objection := _objection(column, value, branches)):
            yield Problem(line, column, *objection)
        elif not value and column in REQUIRED:
            yield Problem(line, column, Trouble.MISSING, f"There is no {column}.")


def _formula(line: int, column: str) -> Problem:
    return Problem(
        line, column, Trouble.FORMULA, "Starts like a formula, which a spreadsheet may run."
    )


def _objection(column: str, value: str, branches: Mapping[str, str]) -> tuple[Trouble, str] | None:
    if column == MEMBERSHIP_NUMBER and not _NUMBER.fullmatch(value):
        return Trouble.BAD_NUMBER, "A number may have letters, digits, dashes and slashes only."
    if column == BRANCH and value.casefold() not in branches:
        return Trouble.UNKNOWN_BRANCH, f"There is no branch \u201c{value}\u201d."
    if column == EMAIL and not _EMAIL.fullmatch(value):
        return Trouble.BAD_EMAIL, "Not an e-mail address."
    if column == MOBILE and not _MOBILE.fullmatch(value):
        return Trouble.BAD_MOBILE, "Not a telephone number."
    return None


def _entry(values: Mapping[str, str], branches: Mapping[str, str]) -> RegisterEntry:
    return RegisterEntry(
        membership_number=values[MEMBERSHIP_NUMBER],
        name=" ".join(values[NAME].split()),
        branch=branches[values[BRANCH].casefold()],
        email=values.get(EMAIL),
        mobile=values.get(MOBILE),
    )


def _duplicates(numbers: Mapping[int, str]) -> Iterator[Problem]:
    """Object to every line of a number that comes twice: only the union knows the right one."""
    lines: dict[str, list[int]] = {}
    for line, number in numbers.items():
        lines.setdefault(number, []).append(line)
    for number, same in lines.items():
        for line in same if number and len(same) > 1 else ():
            other = same[0] if line != same[0] else same[1]
            yield Problem(
                line, MEMBERSHIP_NUMBER, Trouble.DUPLICATE, f"The same number is on line {other}."
            )
