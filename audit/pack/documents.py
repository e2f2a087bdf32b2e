"""The files of a pack: where each stands, what it is, and which questions it answers.

The questions are the ten that a union would have to answer to the Certification Officer (guide,
section 4, end).
"""

import hashlib
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from audit.formats.errors import NotVerified

QUESTIONS: Final = {
    1: "Which rules were in force that day?",
    2: "Who was entitled to vote, and on what list at what date?",
    3: "What notice was sent, when, to whom, and what came back?",
    4: "Which standing orders held, and were any suspended?",
    5: "What exactly was put to the vote?",
    6: "Who voted (not how), how many, who could not, and what was done?",
    7: "What are the figures, the majority test and the declaration, and who made it?",
    8: "Who complained at the time, and what came of it?",
    9: "Who could have changed any of this, and what proves that nobody did?",
    10: "Which rules were departed from, why, and when was the Certification Officer told?",
}
LONGEST_PATH: Final = 200
CHUNK: Final = 1 << 20

_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]*")
_DEVICES = re.compile(r"(con|prn|aux|nul|com[0-9]|lpt[0-9])(\..*)?", re.IGNORECASE)


class BadPack(NotVerified):
    """A pack, or its manifest, that is damaged, incomplete or not a pack at all."""


@dataclass(frozen=True, slots=True)
class Document:
    """One file of a pack. Large ones are given by the path under which they lie.

    `about` is the title of the vote that it belongs to, if it belongs to one.
    """

    path: str
    what: str
    content: bytes | Path
    answers: tuple[int, ...] = ()
    about: str = ""

    def __post_init__(self) -> None:
        """Refuse a name that a reader's computer might take for something else."""
        insist_on_path(self.path)
        if unknown := set(self.answers) - QUESTIONS.keys():
            raise ValueError(f"{self.path}: there are no questions {sorted(unknown)}.")

    @property
    def is_empty_table(self) -> bool:
        """Say whether this is a table of headings alone: there was nothing to list."""
        content = self.content if isinstance(self.content, bytes) else b""
        return self.path.endswith(".csv") and content.count(b"\r\n") == 1

    def chunks(self) -> Iterator[bytes]:
        """Read the content piece by piece."""
        if isinstance(self.content, bytes):
            yield self.content
            return
        with self.content.open("rb") as file:
            while piece := file.read(CHUNK):
                yield piece


@dataclass(frozen=True, slots=True)
class Listed:
    """A file as the manifest lists it: its path, its size in bytes, its SHA-256 in hex."""

    path: str
    size: int
    sha256: str

    @classmethod
    def of(cls, document: Document) -> "Listed":
        """Measure and hash a file."""
        return cls.measured(document.path, document.chunks())

    @classmethod
    def measured(cls, path: str, chunks: Iterable[bytes]) -> "Listed":
        """Measure and hash what is read piece by piece."""
        size, hashed = 0, hashlib.sha256()
        for piece in chunks:
            size += len(piece)
            hashed.update(piece)
        return cls(path, size, hashed.hexdigest())


def insist_on_path(path: str) -> None:
    """Refuse a path that is not plain: relative, in ASCII letters, digits and . _ - only."""
    parts = path.split("/")
    plain = all(_NAME.fullmatch(part) and not part.endswith(".") for part in parts)
    if not plain or len(path) > LONGEST_PATH or any(map(_DEVICES.fullmatch, parts)):
        shown = path[:LONGEST_PATH]
        raise BadPack(f"{shown!r} is no name for a file of a pack.")
