"""Where an export is read from: a folder here, an archive or a web server elsewhere.

None of them is trusted. A file is asked for with the largest size that such a file can have, and no
more than that is ever read; whatever cannot be read is said in plain English.
"""

import os
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from audit.formats.errors import NotVerified


class Unreadable(NotVerified):
    """A file of the export, or the whole of it, is missing, too large or damaged."""


class Unfetched(Unreadable):
    """A file did not come over the network, which says nothing of what is in it."""


class Source(Protocol):
    """The files of one export."""

    def read(self, path: str, limit: int) -> bytes:
        """Give a file of at most `limit` bytes; raise Unreadable if there is none."""

    def names(self, below: str) -> Iterable[str] | None:
        """Name the files below a folder, sorted. None where there is nobody to ask."""

    def close(self) -> None:
        """Let go of whatever was opened."""


@dataclass(frozen=True, slots=True)
class Folder:
    """An export as it was written."""

    path: Path

    def read(self, path: str, limit: int) -> bytes:
        file = self.path / path
        try:
            if not file.is_file():
                raise Unreadable(f"{path} is missing.")
            with file.open("rb") as opened:
                # Room is made for as much as is asked for: so not for the limit, but for the file.
                size = os.fstat(opened.fileno()).st_size
                return within(opened.read(min(size, limit) + 1), path, limit)
        except OSError as error:
            raise Unreadable(f"{path} cannot be read: {error.strerror}.") from None

    def names(self, below: str) -> list[str]:
        top = len(self.path.as_posix()) + 1
        return sorted(
            f"{Path(folder).as_posix()}/{name}"[top:]
            for folder, _, names in os.walk(self.path / below)
            for name in names
        )

    def close(self) -> None:
        """Nothing was left open."""


def within(data: bytes, path: str, limit: int) -> bytes:
    """Give what was read, unless it is more than such a file can be."""
    if len(data) > limit:
        raise Unreadable(f"{path} is larger than any such file can be ({limit:,} bytes).")
    return data
