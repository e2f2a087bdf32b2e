"""The chain of events: each names the one before, so that none can be taken away (section 4.4).

An event refers to its payload, a document that comes before it in the archive. `Head` is where a
chain stands; whoever has noted one can tell whether what was there is still there.
"""

from collections.abc import Mapping
from enum import StrEnum
from typing import Final, NamedTuple

from ballots.sealing.archives import BadArchive
from ballots.sealing.documents import compact, members, parse, small, text
from ballots.sealing.hashing import hexadecimal


class EventType(StrEnum):
    """What can happen to an election."""

    SETUP = "Setup"
    BALLOT = "Ballot"
    END_BALLOTS = "EndBallots"
    ENCRYPTED_TALLY = "EncryptedTally"
    SHUFFLE = "Shuffle"
    END_SHUFFLES = "EndShuffles"
    PARTIAL_DECRYPTION = "PartialDecryption"
    RESULT = "Result"


FOLLOWS: Final[Mapping[EventType | None, frozenset[EventType]]] = {
    None: frozenset({EventType.SETUP}),
    EventType.SETUP: frozenset({EventType.BALLOT, EventType.END_BALLOTS}),
    EventType.BALLOT: frozenset({EventType.BALLOT, EventType.END_BALLOTS}),
    EventType.END_BALLOTS: frozenset({EventType.ENCRYPTED_TALLY}),
    EventType.ENCRYPTED_TALLY: frozenset({EventType.SHUFFLE, EventType.PARTIAL_DECRYPTION}),
    EventType.SHUFFLE: frozenset({EventType.SHUFFLE, EventType.END_SHUFFLES}),
    EventType.END_SHUFFLES: frozenset({EventType.PARTIAL_DECRYPTION}),
    EventType.PARTIAL_DECRYPTION: frozenset({EventType.PARTIAL_DECRYPTION, EventType.RESULT}),
    EventType.RESULT: frozenset(),
}
"""What may come next: one Setup, one end of casting, nothing after the result."""

WITHOUT_PAYLOAD: Final = frozenset({EventType.END_BALLOTS, EventType.END_SHUFFLES})
_LIMIT: Final = 512
_HASH: Final = 64


class Event(NamedTuple):
    """One event; `payload` is the hash of the document it is about."""

    parent: str | None
    height: int
    type: EventType
    payload: str | None

    @property
    def raw(self) -> bytes:
        """Write it; what is absent is left out."""
        parent = {} if self.parent is None else {"parent": self.parent}
        payload = {} if self.payload is None else {"payload": self.payload}
        return compact({**parent, "height": self.height, "type": self.type.value, **payload})

    @property
    def head(self) -> "Head":
        """Give where the chain stands after it."""
        return Head(hexadecimal(self.raw), self.height, self.type)


class Head(NamedTuple):
    """Where a chain stands: the hash of its last event, that event's height, and its type."""

    hash: str | None
    height: int
    type: EventType | None

    def next(self, kind: EventType, payload: str | None = None) -> Event:
        """Make the event that follows, or raise `BadArchive` (`order`) if it may not."""
        event = Event(self.hash, self.height + 1, kind, payload)
        self.insist_on(event)
        return event

    def insist_on(self, event: Event) -> None:
        """Raise `BadArchive` unless the event may follow: codes `order`, `chain`, `payload`."""
        if event.type not in FOLLOWS[self.type]:
            before = f"after {self.type}" if self.type else "at the beginning"
            raise BadArchive("order", f"{event.type} cannot come {before}.")
        if (event.parent, event.height) != (self.hash, self.height + 1):
            raise BadArchive("chain", f"{event.type} {event.height} does not name the one before.")
        if (event.payload is None) != (event.type in WITHOUT_PAYLOAD):
            raise BadArchive("payload", f"{event.type} {event.height} refers to no document.")


BEGINNING: Final = Head(None, -1, None)
"""Where a chain stands before its Setup."""


def read_event(raw: bytes) -> Event:
    """Read an event: its shape alone; what it may follow is for a `Head` to say."""
    names = ("parent", "height", "type", "payload")
    parts = members(parse(raw, limit=_LIMIT), "The event", names, ("parent", "payload"))
    try:
        kind = EventType(text(parts["type"], "type"))
    except ValueError:
        raise BadArchive("event", "The event is of a type that is not known.") from None
    return Event(
        _hash(parts, "parent"),
        small(parts["height"], "height"),
        kind,
        _hash(parts, "payload"),
    )


def read_hash(document: object, where: str) -> str:
    """Read the name of another document: SHA-256 in hexadecimal."""
    found = text(document, where)
    if len(found) != _HASH or not set(found) <= set("0123456789abcdef"):
        raise BadArchive("event", f"{where} is not a hash.")
    return found


def _hash(parts: Mapping[str, object], name: str) -> str | None:
    return read_hash(parts[name], name) if name in parts else None
