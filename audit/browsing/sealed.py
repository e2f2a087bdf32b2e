"""What stands behind the salted digests of an entry: shown, erased, or withheld from this reader.

Most values lie in the log's own erasable table. Rooms that keep some of their own, such as the salt
of a vote beside the vote, add here who opens them and when.
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from enum import Enum

from audit.browsing.readers import Reader
from audit.formats.canonical import canonical, parse
from audit.formats.disclosure import salted_digest
from audit.models import Disclosure, Entry, Position
from audit.selectors import LeafHolds

ERASURE = "erasure.performed"


class SealState(Enum):
    """What has become of a personal value."""

    OPEN = "open"
    ERASED = "erased"
    WITHHELD = "withheld"


@dataclass(frozen=True, slots=True)
class Opened:
    """A value with the salt that proves it."""

    name: str
    salt: str
    value: str

    @property
    def digest(self) -> str:
        """Give what the log shows of it."""
        return salted_digest(self.salt, self.name, self.value)


@dataclass(frozen=True, slots=True)
class Sealed:
    """A digest in an entry, and what may be said of it."""

    digest: str
    state: SealState
    opened: Opened | None = None


Opener = Callable[[Entry, Reader], Iterable[Opened]]

openers: list[Opener] = []


def sealed_values(position: Position, digests: list[str], reader: Reader) -> list[Sealed]:
    """Tell of each digest what it stands for, as far as this reader may be told.

    A value that does not give its digest is not shown: it is not what was sealed.
    """
    if not digests:
        return []
    opened = {one.digest: one for one in _opened(position.entry, reader)}
    erased = _erased(position.seq)
    return [
        Sealed(digest, SealState.OPEN, opened[digest])
        if digest in opened
        else Sealed(digest, SealState.ERASED if digest in erased else SealState.WITHHELD)
        for digest in digests
    ]


def _opened(entry: Entry, reader: Reader) -> Iterator[Opened]:
    if reader.opens:
        for kept in Disclosure.objects.filter(entry=entry):
            yield Opened(kept.name, kept.salt, kept.value)
    for opener in openers:
        yield from opener(entry, reader)


def _erased(seq: int) -> set[str]:
    """Give the digests of an entry that the log itself says were erased."""
    naming = Entry.objects.filter(LeafHolds(canonical([seq])[:-1] + b",", "leaf"), kind=ERASURE)
    return {
        digest
        for leaf in naming.values_list("leaf", flat=True)
        for index, digest in parse(bytes(leaf))["erased"]
        if index == seq
    }
