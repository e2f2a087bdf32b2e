"""What minutes are drafted from, and what they come to: plain values, so that drafting is pure."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from conferences.naming import CONFERENCE, Named


@dataclass(frozen=True, slots=True)
class LogLine:
    """An entry of the log: its id, when it was made, what it says, and about what."""

    entry: str
    at: datetime  # by the clock of the union's own place
    kind: str
    subject: str
    facts: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Speech:
    """A speech that was made; `seconds` is None while it goes on."""

    speaker: str
    side: str
    speaking_as: str
    seconds: int | None


@dataclass(frozen=True, slots=True)
class Point:
    """A point that was raised, and what the chair ruled."""

    label: str
    raised_by: str
    words: str
    ruling: str
    rulings: Mapping[bool | None, str]  # what the chair may say to it, by whether that upholds it


@dataclass(frozen=True, slots=True)
class VoteTaken:
    """A vote: on what question, how, and with what result once it is declared."""

    wording: str
    form: str
    majority: str
    figures: Mapping[str, int] = field(default_factory=dict)
    explanation: str = ""
    roll: int = 0
    is_again: bool = False
    is_card: bool = False  # those present are then counted by the members they stand for
    is_advisory: bool = False
    void_reason: str = ""


@dataclass(frozen=True, slots=True)
class ClerkWords:
    """What the clerk adds after an entry: kept apart from the record, and marked as theirs."""

    key: int
    after: str  # the id of an entry
    words: str


@dataclass(frozen=True, slots=True)
class Record:
    """Everything that the log only names, in words, by its name in the log."""

    title: str
    union: str
    called: Mapping[str, str] = field(default_factory=dict)
    people: Mapping[str, str] = field(default_factory=dict)
    speeches: Mapping[str, Speech] = field(default_factory=dict)
    points: Mapping[str, Point] = field(default_factory=dict)
    votes: Mapping[str, VoteTaken] = field(default_factory=dict)
    texts: Mapping[str, str] = field(default_factory=dict)
    lost: Mapping[str, Sequence[str]] = field(default_factory=dict)  # by session
    procedural: frozenset[str] = frozenset()  # the questions on procedure
    clerk: Sequence[ClerkWords] = ()
    is_sample: bool = False
    named: Named = CONFERENCE

    def name(self, subject: str) -> str:
        """Say what something is called; by its name in the log where nothing better is known."""
        return self.called.get(subject, subject)

    def person(self, credential: object) -> str:
        """Name whoever holds a credential."""
        return self.people.get(str(credential), f"a {self.named.one}")


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph of the minutes with the entry that it comes from.

    `level` is 1 to 3 for headings and 0 for text; `quoted` are words of a resolution; `by_clerk`
    marks what the clerk added, by the key of those words.
    """

    words: str
    entry: str = ""
    at: datetime | None = None
    level: int = 0
    quoted: bool = False
    by_clerk: int | None = None
