"""What a file from another system holds, once read: motions or people, and what was not understood.

Pure. A reader gives an `Incoming`, or raises `UnreadableFile` with the line and words that say what
to do about it; never anything else.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Final

LARGEST: Final = 8 * 1024 * 1024
"""Bytes of a file that is taken at all."""

MOST: Final = 5_000
"""Motions or people in one file."""


class UnreadableFile(Exception):
    """The file as a whole cannot be read; `line` is 0 where it is not about one line."""

    def __init__(self, words: str, line: int = 0) -> None:
        super().__init__(f"Line {line}: {words}" if line else words)
        self.line, self.words = line, words


@dataclass(frozen=True, slots=True)
class Note:
    """Something to know about a row; an error keeps it from being entered."""

    words: str
    is_error: bool = False


@dataclass(frozen=True, slots=True)
class IncomingAmendment:
    """An amendment that stands beneath its motion in a book."""

    line: int
    number: str
    submitter: str
    instruction: str


@dataclass(frozen=True, slots=True)
class IncomingMotion:
    """A motion as its file has it; `came_as` keeps the cells word for word, by machine name."""

    line: int
    number: str
    title: str
    text: str
    submitter: str
    kind: str = "ordinary"
    section: str = ""
    amendments: tuple[IncomingAmendment, ...] = ()
    came_as: Mapping[str, str] = field(default_factory=dict)
    notes: tuple[Note, ...] = ()

    @property
    def is_wrong(self) -> bool:
        """Say whether it cannot be entered as it is."""
        return any(each.is_error for each in self.notes)


@dataclass(frozen=True, slots=True)
class IncomingPerson:
    """Somebody on a list of participants. No password of theirs is ever read."""

    line: int
    number: str = ""
    username: str = ""
    email: str = ""
    first_name: str = ""
    last_name: str = ""
    branch: str = ""
    groups: str = ""
    notes: tuple[Note, ...] = ()

    @property
    def name(self) -> str:
        """Give the whole name, or what there is of it."""
        return " ".join(filter(None, (self.first_name, self.last_name)))


@dataclass(frozen=True, slots=True)
class Incoming:
    """A file that was read. `kind` is a machine name, `label` says it to people."""

    kind: str
    label: str
    motions: tuple[IncomingMotion, ...] = ()
    people: tuple[IncomingPerson, ...] = ()
    notes: tuple[Note, ...] = ()


def motion_from(document: Mapping[str, Any]) -> IncomingMotion:
    """Read back a motion from the JSON of `dataclasses.asdict`."""
    return IncomingMotion(
        **{
            **document,
            "amendments": tuple(IncomingAmendment(**each) for each in document["amendments"]),
            "notes": tuple(Note(**each) for each in document["notes"]),
        }
    )


def person_from(document: Mapping[str, Any]) -> IncomingPerson:
    """Read back a person from the JSON of `dataclasses.asdict`."""
    return IncomingPerson(
        **{**document, "notes": tuple(Note(**each) for each in document["notes"])}
    )
