"""What is wrong with an archive, and where."""

from collections.abc import Iterator
from contextlib import contextmanager

from ballots.sealing.documents import BadDocument
from ballots.sealing.shuffle_checking import BadShuffle


class Fault(Exception):
    """The first thing that is wrong: a code for programs, words for people, and where it stands.

    `height` counts events from 0; `record` is the name of the document in the archive.
    """

    def __init__(
        self, code: str, words: str, *, height: int | None = None, record: str | None = None
    ) -> None:
        super().__init__(code, words)
        self.code = code
        self.words = words
        self.height = height
        self.record = record

    def __str__(self) -> str:
        where = [] if self.height is None else [f"event {self.height}"]
        if self.record is not None:
            where.append(f"record {self.record[:12]}…")
        return f"{self.words} ({', '.join(where)})" if where else self.words

    def __reduce__(self) -> tuple[object, ...]:
        """Travel from the process that found it."""
        return _again, (self.code, self.words, self.height, self.record)


def _again(code: str, words: str, height: int | None, record: str | None) -> Fault:
    return Fault(code, words, height=height, record=record)


@contextmanager
def at(height: int | None, record: str | None) -> Iterator[None]:
    """Say of whatever is refused inside where it stands."""
    try:
        yield
    except (BadDocument, BadShuffle) as found:
        raise Fault(found.code, found.words, height=height, record=record) from found
