"""The file that an election is published as, byte for byte (specification, section 4.4).

It looks like an old tar and is not what `tarfile` writes: no `ustar` magic, no blocks of zeros at
its end, one time in every header. Records are only ever appended. What is
read is compared with what would be written of it: no reading is stricter.
"""

import re
from collections.abc import Iterator
from typing import BinaryIO, Final, NamedTuple

from ballots.sealing.documents import BadDocument, compact, large, members, parse, small
from ballots.sealing.hashing import hexadecimal

BLOCK: Final = 512
OPENING: Final = "BELENIOS"
VERSION: Final = 1
_BEGINS: Final = OPENING.encode() + b"\0"
_DATA, _EVENT = ".data.json", ".event.json"
_LARGEST: Final = 8**11
LARGEST_BODY: Final = 1_400_000_000
"""Bytes of the largest document that is read: a list of two million credentials."""

_AT_ONCE: Final = 1 << 20
_OCTAL: Final = re.compile(rb"[0-7]{11}")


class BadArchive(BadDocument):
    """An archive is not one: a code for programs, words for people."""


class Record(NamedTuple):
    """One document of the archive under its name."""

    name: str
    body: bytes

    @property
    def is_event(self) -> bool:
        return self.name.endswith(_EVENT)

    @property
    def hash(self) -> str:
        """Give what other records call it."""
        return self.name.partition(".")[0]

    @classmethod
    def data(cls, body: bytes) -> "Record":
        """Name a document that an event, or another document, refers to."""
        return cls(hexadecimal(body) + _DATA, body)

    @classmethod
    def event(cls, body: bytes) -> "Record":
        """Name an event."""
        return cls(hexadecimal(body) + _EVENT, body)

    @classmethod
    def opening(cls, timestamp: int) -> "Record":
        """Make the first record, which says when the election began, in seconds since 1970."""
        return cls(OPENING, compact({"version": VERSION, "timestamp": str(timestamp)}))

    def written(self, timestamp: int) -> bytes:
        """Write it as it is appended: header, body, and NULs to a whole number of blocks."""
        size = len(self.body)
        return header(self.name, size, timestamp) + self.body + bytes(-size % BLOCK)


def header(name: str, size: int, timestamp: int) -> bytes:
    """Write the 512 bytes before a body; the sum of them counts its own field as spaces."""
    if not (0 <= size < _LARGEST and 0 < timestamp < _LARGEST):
        raise BadArchive("size", "The record is too large, or the time is none.")
    block = bytearray(BLOCK)
    for at, field in (
        (0, name.encode()),
        (100, b"0000644\0" + b"0000000\0" * 2),
        (124, b"%011o\0%011o\0" % (size, timestamp)),
        (148, b" " * 8),
        (156, b"0"),
    ):
        block[at : at + len(field)] = field
    block[148:156] = b"%06o\0 " % sum(block)
    return bytes(block)


def read_records(archive: BinaryIO) -> Iterator[Record]:
    """Read an archive from its beginning, a record at a time, and keep none; the opening is first.

    Raises `BadArchive` at the first byte that `Record.written` would not have written. Codes:
    `opening`, `header`, `name`, `truncated`, `padding`, `too_large`.
    """
    timestamp = None
    while block := archive.read(BLOCK):
        if timestamp is None and not block.startswith(_BEGINS):
            raise BadArchive(
                "opening",
                "This is no archive of a sealed vote: it does not begin as one does. A page of the "
                "web may have been saved in its place.",
            )
        record = _read(block, archive)
        if timestamp is None:
            timestamp = read_timestamp(record)
        elif record not in {Record.data(record.body), Record.event(record.body)}:
            raise BadArchive("name", f"{record.name} is not the hash of what it holds.")
        if block != header(record.name, len(record.body), timestamp):
            raise BadArchive("header", f"The header of {record.name} is not as it is written.")
        yield record
    if timestamp is None:
        raise BadArchive("opening", "The archive is empty.")


def read_timestamp(opening: Record) -> int:
    """Read the opening: when the election began, in seconds since 1970."""
    if opening.name != OPENING:
        raise BadArchive("opening", "The archive does not begin with its opening record.")
    try:
        parts = members(parse(opening.body, limit=BLOCK), "The opening", ("version", "timestamp"))
        version = small(parts["version"], "version")
        timestamp = int(large(parts["timestamp"], "timestamp", _LARGEST))
    except BadDocument as fault:
        raise BadArchive("opening", fault.words) from fault
    if version != VERSION or not timestamp:
        raise BadArchive("opening", "The archive is not of version 1, or has no time.")
    return timestamp


def _read(block: bytes, archive: BinaryIO) -> Record:
    """Read what the header announces: name, body and padding."""
    name, _, _ = block[:100].partition(b"\0")
    size = block[124:135]
    if len(block) < BLOCK or not _OCTAL.fullmatch(size):
        raise BadArchive("truncated", "The archive ends in a header, or in none.")
    length = int(size, 8)
    if length > LARGEST_BODY:
        raise BadArchive("too_large", f"A record says that it has {length:,} bytes.")
    record = Record(name.decode("ascii", "replace"), _body(archive, length))
    padding = bytes(-length % BLOCK)
    if len(record.body) < length:
        raise BadArchive("truncated", f"The archive ends inside {record.name}.")
    if archive.read(len(padding)) != padding:
        raise BadArchive("padding", f"{record.name} is not followed by zeros alone.")
    return record


def _body(archive: BinaryIO, length: int) -> bytes:
    """Read a body a piece at a time: room is taken for what is there, not for what is said."""
    found = bytearray()
    while piece := archive.read(min(_AT_ONCE, length - len(found))):
        found += piece
    return bytes(found)
