"""Making an entry of the register from a row of cells, or saying what is wrong with the row.

What cannot be read is reported and left out, never guessed. The register is to be kept accurate so
far as reasonably practicable (s.24 of the 1992 Act, guide 2.1), so a line with a problem is never
imported.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from functools import lru_cache
from typing import Final, NamedTuple

from members.contacts import details as contact_details
from members.contacts.details import BadDetail
from members.roll.columns import (
    BRANCH,
    EMAIL,
    FIRST_NAME,
    JOINED_ON,
    LANDLINE,
    LAST_NAME,
    MEMBERSHIP_NUMBER,
    MOBILE,
    NAME,
    POST,
    PREFERRED,
    REQUIRED,
)
from members.roll.problems import Problem, Trouble

LONGEST: Final = {MEMBERSHIP_NUMBER: 32, NAME: 200, BRANCH: 200, EMAIL: 254, MOBILE: 32} | {
    LANDLINE: 32,
    POST: 400,
    JOINED_ON: 32,
    PREFERRED: 32,
}
DETAILS: Final[Mapping[str, str]] = {
    EMAIL: contact_details.EMAIL,
    MOBILE: contact_details.MOBILE,
    LANDLINE: contact_details.LANDLINE,
    POST: contact_details.POST,
}
"""What the register calls each contact detail of a file."""

_NUMBER = re.compile(r"[A-Z0-9][A-Z0-9/-]*")
_FORMULA = re.compile(r"[=+@-]")
_MAY_START_WITH_PLUS: Final = frozenset({MOBILE, LANDLINE})
_CONTROL = re.compile(
    r"[\x00-\x1f\x7f-\x9f\u200e\u200f\u2028-\u202e\u2066-\u2069\ufffd\ud800-\udfff]"
)
_TROUBLES: Final = {
    EMAIL: (Trouble.BAD_EMAIL, "Not an e-mail address."),
    MOBILE: (Trouble.BAD_MOBILE, "Not a telephone number."),
    LANDLINE: (Trouble.BAD_LANDLINE, "Not a telephone number."),
    POST: (Trouble.BAD_ADDRESS, "Not a postal address that can be kept."),
}
_CHANNELS: Final = {
    **dict.fromkeys(("email", "e-mail", "mail", "ebost"), contact_details.EMAIL),
    **dict.fromkeys(("sms", "text", "mobile", "text message"), contact_details.MOBILE),
    **dict.fromkeys(("voice", "phone", "telephone", "landline"), contact_details.LANDLINE),
    **dict.fromkeys(("post", "letter", "paper", "postal"), contact_details.POST),
}
# Most details are in these forms, which are read at a glance; any other goes the careful way.
_PLAIN_EMAIL = re.compile(
    r"[a-z0-9_]{1,30}(?:\.[a-z0-9_]{1,30})?@(?:[a-z0-9]{1,60}\.){1,3}[a-z]{2,20}"
)
_PLAIN_MOBILE = re.compile(r"0(?: ?[0-9]){9,10}")
_PLAIN_NUMBER = re.compile(r"[A-Z0-9][A-Z0-9/-]{0,31}")
_PLAIN_NAME = re.compile(r"[^\W\d_][\w'.-]{0,40}(?: [\w'.-]{1,40}){1,3}")


class Entry(NamedTuple):
    """What a line tells of one member. `details` by kind; one that is "" is told to be none."""

    line: int
    number: str
    name: str
    branch: str
    details: Mapping[str, str]
    joined_on: date | None
    preferred: str


class LeftOut(NamedTuple):
    """A line with problems, and the number on it, if any."""

    line: int
    number: str
    problems: Sequence[Problem]


class EntryReader:
    """Makes entries of rows. `branches` gives a branch by its code or name, in lower case."""

    def __init__(self, meanings: Sequence[str], branches: Mapping[str, str]) -> None:
        """Work out where each thing stands."""
        self._width = len(meanings)
        self._branches = branches
        self._known = {name: code for name, code in branches.items() if name == name.strip()}
        self._known |= {code: code for code in branches.values()}
        self._at = {m: i for i, m in enumerate(meanings) if m and m != POST}
        self._post_at = [i for i, meaning in enumerate(meanings) if meaning == POST]
        self.kinds = [DETAILS[m] for m in (EMAIL, MOBILE, LANDLINE) if m in self._at]
        if self._post_at:
            self.kinds.append(contact_details.POST)
        plain = ((EMAIL, _PLAIN_EMAIL), (MOBILE, _PLAIN_MOBILE), (LANDLINE, _PLAIN_MOBILE))
        self._plain = [(DETAILS[m], self._at[m], one) for m, one in plain if m in self._at]

    def read(self, line: int, cells: Sequence[str]) -> Entry | LeftOut:
        """Read a row that begins on this line."""
        return self._at_a_glance(line, cells) or self.read_with_care(line, cells)

    def _at_a_glance(self, line: int, cells: Sequence[str]) -> Entry | None:
        """Read a row in which all is as in most rows; nothing is said of any other."""
        if len(cells) != self._width or self._post_at or not "".join(cells).isprintable():
            return None
        at, known = self._at, self._known
        name = cells[at[NAME]] if NAME in at else f"{cells[at[FIRST_NAME]]} {cells[at[LAST_NAME]]}"
        branch = known.get(cells[at[BRANCH]])
        number = cells[at[MEMBERSHIP_NUMBER]]
        if branch is None or not (_PLAIN_NUMBER.fullmatch(number) and _PLAIN_NAME.fullmatch(name)):
            return None
        details = {}
        for kind, index, plain in self._plain:
            detail = cells[index].lower()
            if detail and not plain.fullmatch(detail):
                return None
            details[kind] = detail
        if mobile := details.get(contact_details.MOBILE):
            details[contact_details.MOBILE] = _dialled(mobile)
        preferred = cells[at[PREFERRED]] if PREFERRED in at else ""
        joined = cells[at[JOINED_ON]] if JOINED_ON in at else ""
        day = _day(joined) if joined else None
        if preferred or details.get(contact_details.LANDLINE) or (joined and day is None):
            return None
        return Entry(line, number, name, branch, details, day, "")

    def read_with_care(self, line: int, cells: Sequence[str]) -> Entry | LeftOut:
        """Read a row that may be anything, and say all that is wrong with it."""
        values = self._values(cells)
        problems = list(self._troubles(line, cells, values))
        number = values[MEMBERSHIP_NUMBER]
        if problems:
            return LeftOut(line, number[: LONGEST[MEMBERSHIP_NUMBER]], problems)
        joined = values.get(JOINED_ON)
        self._known[cells[self._at[BRANCH]]] = self._branches[values[BRANCH].casefold()]
        return Entry(
            line,
            number,
            " ".join(values[NAME].split()),
            self._branches[values[BRANCH].casefold()],
            {DETAILS[column]: values[column] for column in DETAILS if column in values},
            _day(joined) if joined else None,
            _CHANNELS[values[PREFERRED].lower()] if values.get(PREFERRED) else "",
        )

    def _values(self, cells: Sequence[str]) -> dict[str, str]:
        """Read the cells by column, tidied but not yet believed."""
        most = len(cells)
        values = {m: cells[i].strip() if i < most else "" for m, i in self._at.items()}
        if not values.get(NAME) and FIRST_NAME in values and LAST_NAME in values:
            values[NAME] = f"{values[FIRST_NAME]} {values[LAST_NAME]}".strip()
        values[MEMBERSHIP_NUMBER] = values[MEMBERSHIP_NUMBER].upper()
        if self._post_at:
            parts = [cells[i].strip() for i in self._post_at if i < most]
            values[POST] = "\n".join(part for part in parts if part)
        return values

    def _troubles(
        self, line: int, cells: Sequence[str], values: dict[str, str]
    ) -> Iterator[Problem]:
        if len(cells) > self._width and any(cell.strip() for cell in cells[self._width :]):
            yield Problem(
                line,
                "",
                Trouble.TOO_MANY_CELLS,
                f"{len(cells)} cells under {self._width} headings. Is there a separator in a name?",
            )
        for column in (FIRST_NAME, LAST_NAME):
            if _FORMULA.match(values.get(column, "")):
                yield _formula(line, column)
        has_control = not all(map(str.isprintable, values.values()))
        for column, longest in LONGEST.items():
            value = values.get(column, "")
            if not value and column in REQUIRED:
                yield Problem(line, column, Trouble.MISSING, f"There is no {column}.")
            elif len(value) > longest:
                yield Problem(line, column, Trouble.TOO_LONG, f"Longer than {longest} characters.")
            elif has_control and column != POST and _CONTROL.search(value):
                yield Problem(
                    line,
                    column,
                    Trouble.CONTROL_CHARACTER,
                    "Holds a character that cannot be shown.",
                )
            elif value.startswith(("=", "+", "@", "-")) and column not in _MAY_START_WITH_PLUS:
                yield _formula(line, column)
            elif value and (found := self._objection(column, value, values)):
                yield Problem(line, column, *found)

    def _objection(
        self, column: str, value: str, values: dict[str, str]
    ) -> tuple[Trouble, str] | None:
        """Object to a value, or put it into its one form."""
        if column in DETAILS:
            try:
                values[column] = _detail(column, value)
            except BadDetail as bad:
                trouble, words = _TROUBLES[column]
                return trouble, str(bad) if column == POST else words
        elif column == MEMBERSHIP_NUMBER and not _NUMBER.fullmatch(value):
            return (
                Trouble.BAD_NUMBER,
                "A number may have letters, digits, dashes and slashes only.",
            )
        elif column == BRANCH and value.casefold() not in self._branches:
            return Trouble.UNKNOWN_BRANCH, f"There is no branch \u201c{value}\u201d."
        elif column == JOINED_ON and _day(value) is None:
            return Trouble.BAD_DATE, "Not a day. Write it as 31/01/2026 or 2026-01-31."
        elif column == PREFERRED and value.lower() not in _CHANNELS:
            return Trouble.BAD_CHANNEL, "Not a channel we know: e-mail, text, telephone or post."
        return None


def _detail(column: str, value: str) -> str:
    if column == EMAIL and _PLAIN_EMAIL.fullmatch(found := value.lower()):
        return found
    if column == MOBILE and _PLAIN_MOBILE.fullmatch(value):
        return _dialled(value)
    return contact_details.read(DETAILS[column], value)


def _dialled(plain: str) -> str:
    return f"+{contact_details.HOME_COUNTRY}{plain.replace(' ', '')[1:]}"


@lru_cache(maxsize=20_000)
def _day(value: str) -> date | None:
    """Read a day as computers write it, or as Britain does; nothing else, for 1/2 is two days."""
    try:
        if found := re.fullmatch(r"(\d{1,2})[/.](\d{1,2})[/.](\d{4})", value):
            return date(int(found[3]), int(found[2]), int(found[1]))
        if found := re.fullmatch(r"(\d{4}-\d\d-\d\d)(?:[ T]00:00(?::00)?)?", value):
            return date.fromisoformat(found[1])
    except ValueError:
        pass
    return None


def _formula(line: int, column: str) -> Problem:
    return Problem(
        line, column, Trouble.FORMULA, "Starts like a formula, which a spreadsheet may run."
    )
