"""Reading a membership roll from a CSV file, and saying what is wrong with it before anyone relies on it.

Pure: bytes in, entries and problems out, each problem with its line. Files come from any membership
system and through any spreadsheet, so the encoding, the separator and the names of the columns are
found, not demanded; what cannot be read is reported and left out, never guessed. A line with a
problem is never imported. (Guide 2.1: the register is kept accurate so far as reasonably
practicable, s.24 of the 1992 Act; guide 4, lesson 27: a passcode is only as good as its address.)
"""

import codecs
import csv
import hashlib
import io
import re
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, fields
from enum import StrEnum
from typing import Final

MEMBERSHIP_NUMBER: Final = "membership number"
NAME: Final = "name"
FIRST_NAME: Final = "first name"
LAST_NAME: Final = "last name"
BRANCH: Final = "branch"
EMAIL: Final = "e-mail"
MOBILE: Final = "mobile"

# What membership systems call the columns we read, in lower case and without punctuation.
COLUMN_NAMES: Final[Mapping[str, frozenset[str]]] = {
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

_NUMBER = re.compile(r"[A-Z0-9][A-Z0-9/-]*")
_EMAIL = re.compile(r"[A-Z0-9._%+'&-]+@(?:[A-Z0-9](?:[A-Z0-9-]*[A-Z0-9])?\.)+[A-Z]{2,63}", re.I)
_MOBILE = re.compile(r"\+?[0-9]{7,15}")
_FORMULA = re.compile(r"[=+@\t\r-]")
_CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029\ufffd]")


class UnreadableRollError(Exception):
    """The file as a whole is not a membership roll; the message says what to do about it."""


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


@dataclass(frozen=True, slots=True)
class Problem:
    """One reason why a line is left out: where, what, and in words."""

    line: int
    column: str
    trouble: Trouble
    message: str


@dataclass(frozen=True, slots=True)
class RegisterEntry:
    """What the register holds of one member. None means that the file does not speak of it."""

    membership_number: str
    name: str
    branch: str
    email: str | None = None
    mobile: str | None = None


@dataclass(frozen=True, slots=True)
class RollFile:
    """A file as read: the entries by line, what was wrong, and how it was read."""

    sha256: str
    encoding: str
    delimiter: str
    unread_columns: tuple[str, ...]
    entries: Mapping[int, RegisterEntry]
    problems: tuple[Problem, ...]


@dataclass(frozen=True, slots=True)
class Change:
    """An entry that the file would alter, and the names of what would change."""

    line: int
    before: RegisterEntry
    after: RegisterEntry

    @property
    def altered(self) -> tuple[str, ...]:
        """Name the particulars that differ."""
        return tuple(
            f.name for f in fields(self.after) if _differs(self.before, self.after, f.name)
        )


@dataclass(frozen=True, slots=True)
class Preview:
    """What an import would do, worked out before anything is written."""

    file: RollFile
    new: tuple[RegisterEntry, ...]
    changed: tuple[Change, ...]
    unchanged: int
    gone: tuple[RegisterEntry, ...]
    shared_emails: int

    @property
    def contact_changes(self) -> int:
        """Count the members whose e-mail or mobile would change: the number to look at twice."""
        return sum(bool({"email", "mobile"} & set(change.altered)) for change in self.changed)

    @property
    def fingerprint(self) -> str:
        """Name exactly this file with exactly this effect, so that only what was seen is done."""
        effect = (self.file.sha256, self.new, self.changed, self.unchanged, len(self.gone))
        return hashlib.sha256(repr(effect).encode()).hexdigest()


def read(data: bytes, *, branches: Mapping[str, str]) -> RollFile:
    """Read a roll. `branches` gives the code of a branch by its code or its name."""
    text, encoding, bad_lines = _decode(data)
    text, delimiter = _find_delimiter(text)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    header_line, header = _header(reader)
    columns = _columns(header)

    entries: dict[int, RegisterEntry] = {}
    problems: list[Problem] = []
    for line, last_line, cells in _rows(reader):
        if isinstance(cells, Problem):
            problems.append(cells)
        elif any(cell.strip() for cell in cells):
            if bad := bad_lines & set(range(line, last_line + 1)):
                problems.append(_badly_encoded(min(bad)))
                continue
            entry, troubles = _entry(line, cells, header, columns, branches)
            problems += troubles
            if not troubles:
                entries[line] = entry
    duplicates = _duplicates(entries)
    for problem in duplicates:
        del entries[problem.line]
    if not entries and not problems:
        raise UnreadableRollError(f"There are no members below the headings on line {header_line}.")
    return RollFile(
        sha256=hashlib.sha256(data).hexdigest(),
        encoding=encoding,
        delimiter=delimiter,
        unread_columns=tuple(h for i, h in enumerate(header) if h and i not in columns.values()),
        entries=entries,
        problems=tuple(sorted([*problems, *duplicates], key=lambda problem: problem.line)),
    )


def compare(file: RollFile, existing: Mapping[str, RegisterEntry]) -> Preview:
    """Work out what the file would do to the register as it stands. Nobody is ever removed."""
    new: list[RegisterEntry] = []
    changed: list[Change] = []
    for line, entry in file.entries.items():
        before = existing.get(entry.membership_number)
        if before is None:
            new.append(entry)
        elif (change := Change(line, before, entry)).altered:
            changed.append(change)
    listed = {entry.membership_number for entry in file.entries.values()}
    emails = Counter(entry.email.lower() for entry in file.entries.values() if entry.email)
    return Preview(
        file=file,
        new=tuple(new),
        changed=tuple(changed),
        unchanged=len(file.entries) - len(new) - len(changed),
        gone=tuple(entry for number, entry in existing.items() if number not in listed),
        shared_emails=sum(count > 1 for count in emails.values()),
    )


def _differs(before: RegisterEntry, after: RegisterEntry, name: str) -> bool:
    value = getattr(after, name)
    return value is not None and value != getattr(before, name)


def _decode(data: bytes) -> tuple[str, str, set[int]]:
    """Find the encoding; give the text, its encoding, and the lines that do not fit it.

    UTF-8 is believed wherever any accented letter in the file is written in it. A file with
    accented letters and not one of them in UTF-8 comes from a Windows spreadsheet.
    """
    if not data.strip():
        raise UnreadableRollError("The file is empty.")
    if data.startswith(b"PK\x03\x04"):
        raise UnreadableRollError(
            "This is an Excel workbook. In Excel choose Save As, CSV UTF-8, and import that file."
        )
    if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        try:
            return data.decode("utf-16"), "utf-16", set()
        except UnicodeDecodeError:
            raise UnreadableRollError("The file breaks off in the middle of a letter.") from None
    encoding = "utf-8-sig" if data.startswith(codecs.BOM_UTF8) else "utf-8"
    try:
        return data.decode(encoding), encoding, set()
    except UnicodeDecodeError:
        pass
    lines = data.splitlines(keepends=True)
    misfits = {number for number, line in enumerate(lines, 1) if not _fits(line, "utf-8")}
    if encoding == "utf-8" and not any(
        not line.isascii() for number, line in enumerate(lines, 1) if number not in misfits
    ):
        encoding = "cp1252"
        misfits = {number for number, line in enumerate(lines, 1) if not _fits(line, encoding)}
    return data.decode(encoding, errors="replace"), encoding, misfits


def _fits(line: bytes, encoding: str) -> bool:
    try:
        line.decode(encoding)
    except UnicodeDecodeError:
        return False
    return True


def _find_delimiter(text: str) -> tuple[str, str]:
    """Take the separator under which most headings are known; Excel may name it on a line above."""
    first, _, rest = text.partition("\n")
    if found := re.fullmatch(r"sep=(.)\r?", first):
        return f"\n{rest}", found[1]
    return text, max(",;\t|", key=lambda mark: len(_columns(first.rstrip("\r").split(mark))))


def _header(reader: Iterator[list[str]]) -> tuple[int, list[str]]:
    """Find the first line that is not blank, and insist on the columns without which nothing works."""
    try:
        header = next(cells for cells in reader if any(cell.strip() for cell in cells))
    except (csv.Error, StopIteration):
        raise UnreadableRollError("The headings on the first line cannot be read.") from None
    columns = _columns(header)
    wanted = [MEMBERSHIP_NUMBER, BRANCH]
    if not (FIRST_NAME in columns and LAST_NAME in columns):
        wanted.insert(1, NAME)
    if missing := [column for column in wanted if column not in columns]:
        raise UnreadableRollError(
            f"The first line must name the columns. Not found: {', '.join(missing)}."
        )
    named = Counter(column for heading in header for column in _meaning(heading))
    if twice := [column for column, count in named.items() if count > 1]:
        raise UnreadableRollError(f"Two columns are called {' and two '.join(twice)}.")
    return getattr(reader, "line_num", 1), [heading.strip() for heading in header]


def _meaning(heading: str) -> list[str]:
    known = " ".join(re.sub(r"[\W_]+", " ", heading).lower().split())
    return [column for column, names in COLUMN_NAMES.items() if known in names]


def _columns(header: list[str]) -> dict[str, int]:
    """Say where each column that we read stands."""
    return {column: i for i, heading in enumerate(header) for column in _meaning(heading)}


def _rows(reader: Iterator[list[str]]) -> Iterator[tuple[int, int, list[str] | Problem]]:
    """Give each row with its first and last line, or the problem that made it unreadable."""
    while True:
        line = reader.line_num + 1  # type: ignore[attr-defined]
        try:
            cells: list[str] | Problem = next(reader)
        except StopIteration:
            return
        except csv.Error as error:
            cells = Problem(line, "", Trouble.MALFORMED, _explain(error))
        yield line, reader.line_num, cells  # type: ignore[attr-defined]


def _explain(error: csv.Error) -> str:
    if "field limit" in str(error):
        return "A cell is enormous. Is a quotation mark opened on this line and never closed?"
    return "The quotation marks on this line do not match."


def _badly_encoded(line: int) -> Problem:
    return Problem(
        line,
        "",
        Trouble.BADLY_ENCODED,
        "Some letters cannot be read: they are not in the encoding of the rest of the file.",
    )


def _entry(
    line: int,
    cells: list[str],
    header: list[str],
    columns: Mapping[str, int],
    branches: Mapping[str, str],
) -> tuple[RegisterEntry, list[Problem]]:
    """Read one row; the entry is to be used only if no problem came with it."""
    problems: list[Problem] = []

    def complain(column: str, trouble: Trouble, message: str) -> None:
        problems.append(Problem(line, column, trouble, message))

    if any(cell.strip() for cell in cells[len(header) :]):
        complain(
            "",
            Trouble.TOO_MANY_CELLS,
            f"{len(cells)} cells under {len(header)} headings: is a separator inside a name?",
        )
    values = {c: cells[i].strip() if i < len(cells) else "" for c, i in columns.items()}
    if FIRST_NAME in values and LAST_NAME in values and not values.get(NAME):
        values[NAME] = f"{values[FIRST_NAME]} {values[LAST_NAME]}".strip()
    values[NAME] = " ".join(values[NAME].split(" "))
    values[MEMBERSHIP_NUMBER] = values[MEMBERSHIP_NUMBER].upper()
    if MOBILE in values:
        values[MOBILE] = re.sub(r"[\s().-]", "", values[MOBILE])

    for column, longest in LONGEST.items():
        value = values.get(column, "")
        if len(value) > longest:
            complain(column, Trouble.TOO_LONG, f"Longer than {longest} characters.")
        elif _CONTROL.search(value):
            complain(column, Trouble.CONTROL_CHARACTER, "Holds a character that cannot be shown.")
        elif column != MOBILE and _FORMULA.match(value):
            complain(column, Trouble.FORMULA, "Starts like a formula, which a spreadsheet would run.")
        elif not value and column in (MEMBERSHIP_NUMBER, NAME, BRANCH):
            complain(column, Trouble.MISSING, f"There is no {column}.")
        elif value and (objection := _objection(column, value, branches)):
            complain(column, *objection)
    return RegisterEntry(
        membership_number=values[MEMBERSHIP_NUMBER],
        name=values[NAME],
        branch=branches.get(values[BRANCH].casefold(), ""),
        email=values.get(EMAIL),
        mobile=values.get(MOBILE),
    ), problems


def _objection(
    column: str, value: str, branches: Mapping[str, str]
) -> tuple[Trouble, str] | None:
    if column == MEMBERSHIP_NUMBER and not _NUMBER.fullmatch(value):
        return Trouble.BAD_NUMBER, "A membership number has letters, digits, dashes and slashes only."
    if column == BRANCH and value.casefold() not in branches:
        return Trouble.UNKNOWN_BRANCH, f"There is no branch \u201c{value}\u201d."
    if column == EMAIL and not _EMAIL.fullmatch(value):
        return Trouble.BAD_EMAIL, "Not an e-mail address."
    if column == MOBILE and not _MOBILE.fullmatch(value):
        return Trouble.BAD_MOBILE, "Not a telephone number."
    return None


def _duplicates(entries: Mapping[int, RegisterEntry]) -> list[Problem]:
    """Leave out every line of a number that comes twice: nobody but the union knows the right one."""
    lines: dict[str, list[int]] = {}
    for line, entry in entries.items():
        lines.setdefault(entry.membership_number, []).append(line)
    return [
        Problem(
            line,
            MEMBERSHIP_NUMBER,
            Trouble.DUPLICATE,
            f"The same number is on line {', '.join(str(o) for o in twins if o != line)}.",
        )
        for twins in lines.values()
        if len(twins) > 1
        for line in twins
    ]
