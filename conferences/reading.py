"""Read a JSON document strictly: every problem is kept with its place, and nothing is guessed.

    file = Reading(document)
    code = file["conference"].text("code", max_length=20)
    if file.problems: ...

A value that is missing or wrong is noted and replaced by a harmless one, so that one reading finds
every problem in the file and not only the first.
"""

from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from textwrap import shorten
from typing import Any, Self, TypeVar

Read = TypeVar("Read")


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing wrong in a document: where it is, and what it is."""

    where: str
    what: str

    def __str__(self) -> str:
        return f"{self.where}: {self.what}"


class UnreadableDocumentError(Exception):
    """A document with problems: all of them. Nothing of it was used."""

    def __init__(self, problems: Collection[Problem]) -> None:
        self.problems = tuple(dict.fromkeys(problems))
        super().__init__("\n".join(str(problem) for problem in self.problems))


_MISSING = object()


class Reading:
    """One value in a document, with its place; and the list of problems they all share."""

    def __init__(
        self, value: Any, where: str = "the file", problems: list[Problem] | None = None
    ) -> None:
        self.value = value
        self.where = where
        self.problems: list[Problem] = [] if problems is None else problems

    def __getitem__(self, name: str) -> Self:
        """Go to a named part that must be there."""
        return self._named(name, self._part(name))

    def __contains__(self, name: str) -> bool:
        return isinstance(self.value, dict) and self.value.get(name) is not None

    def problem(self, what: str) -> None:
        """Note what is wrong here. What is missing is missing once, not in each of its parts."""
        if self.value is not _MISSING:
            self.problems.append(Problem(self.where, what))

    def rows(self, name: str, *, required: bool = True) -> Iterator[Self]:
        """Go through a list of parts; a row that has an id is named by it."""
        value = self._part(name) if required or name in self else []
        here = self._named(name, value)
        if value is _MISSING:
            return
        if not isinstance(value, list):
            here.problem("must be a list")
            return
        for index, row in enumerate(value):
            label = (
                next((row[k] for k in ("id", "code", "ref") if k in row), index + 1)
                if (isinstance(row, dict))
                else index + 1
            )
            part = type(self)(row, f"{here.where}[{label}]", self.problems)
            if isinstance(row, dict):
                yield part
            else:
                part.problem("must be an object")

    def text(self, name: str, *, max_length: int = 200, default: str | None = None) -> str:
        """Read a line or more of text, not empty."""
        value: str = self._value(name, str, "text", default)
        if not value and default is None:
            self._wrong(name, "must not be empty", value)
        if len(value) > max_length:
            self._wrong(name, f"is longer than {max_length} characters", value)
        if "\x00" in value:
            self._wrong(name, "holds a NUL character", value)
            return ""
        return value[:max_length]

    def whole(self, name: str, *, least: int = 0, most: int = 2**31 - 1) -> int:
        """Read a whole number within bounds."""
        value = self._value(name, int, "a whole number", None)
        if isinstance(value, bool) or not isinstance(value, int):
            self._wrong(name, "must be a whole number", value)
            return least
        if not least <= value <= most:
            self._wrong(name, f"must be from {least} to {most:,}", value)
            return least
        return value

    def flag(self, name: str, *, default: bool | None = None) -> bool | None:
        """Read yes or no; null where the default allows it."""
        if name not in self:
            return default
        value = self._part(name)
        if not isinstance(value, bool):
            self._wrong(name, "must be true or false", value)
            return default
        return value

    def day(self, name: str) -> date:
        """Read a date such as 2027-06-15."""
        return self._read(name, date.fromisoformat, "a date such as 2027-06-15", date(2000, 1, 1))

    def hour(self, name: str) -> time:
        """Read a time of day such as 10:45."""
        return self._read(name, time.fromisoformat, "a time such as 10:45", time(0, 0))

    def instant(self, name: str) -> datetime:
        """Read a moment with its offset, such as 2027-02-26T12:00:00+00:00."""
        moment = self._read(
            name,
            datetime.fromisoformat,
            "a moment such as 2027-02-26T12:00:00+00:00",
            datetime(2000, 1, 1, tzinfo=UTC),
        )
        if moment.tzinfo is None:
            self._wrong(name, "must say its offset from UTC", moment.isoformat())
            return moment.replace(tzinfo=UTC)
        return moment

    def one_of(self, name: str, allowed: Collection[str], *, default: str | None = None) -> str:
        """Read one of the allowed words."""
        if name not in self and default is not None:
            return default
        value = self.text(name)
        if value and value not in allowed:
            self._wrong(name, f"must be one of: {', '.join(sorted(allowed))}", value)
        return value if value in allowed else next(iter(allowed), "")

    def names(self, name: str, known: Collection[str] | None = None) -> list[str]:
        """Read a list of names, each of which must be known."""
        if name not in self:
            return []
        value = self._part(name)
        if not isinstance(value, list) or not all(isinstance(each, str) for each in value):
            self._wrong(name, "must be a list of names", value)
            return []
        if known is not None:
            for each in value:
                if each not in known:
                    self._wrong(name, f"names {each}, which is not in the file", each)
        return [each for each in value if known is None or each in known]

    def _named(self, name: str, value: Any) -> Self:
        where = name if self.where == "the file" else f"{self.where}.{name}"
        return type(self)(value, where, self.problems)

    def _part(self, name: str) -> Any:
        if not isinstance(self.value, dict):
            if self.value is not _MISSING:
                self.problem("must be an object")
                self.value = _MISSING
            return _MISSING
        if name not in self.value:
            self._named(name, None).problem("is missing")
            return _MISSING
        return self.value[name]

    def _value(self, name: str, kind: type, called: str, default: Any) -> Any:
        if default is not None and name not in self:
            return default
        value = self._part(name)
        if value is _MISSING:
            return kind()
        if not isinstance(value, kind):
            self._wrong(name, f"must be {called}", value)
            return kind()
        return value

    def _read(self, name: str, read: Callable[[str], Read], called: str, harmless: Read) -> Read:
        value = self._value(name, str, called, None)
        if not value:
            return harmless
        try:
            return read(value)
        except ValueError:
            self._wrong(name, f"must be {called}", value)
            return harmless

    def _wrong(self, name: str, what: str, value: object) -> None:
        if self.value is _MISSING:
            return
        shown = shorten(repr(value), 60, placeholder="...")
        part = self._named(name, value)
        said = Problem(part.where, f"{what}; it is {shown}")
        if not any(each.where == said.where for each in self.problems):
            self.problems.append(said)
