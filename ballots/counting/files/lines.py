"""A file as blocks of whole lines, never more of it in memory than one block and one line."""

import os
from collections.abc import Callable, Iterator
from io import BytesIO
from pathlib import Path
from typing import Final, Protocol

from ballots.counting.files.faults import BadFile, Fault


class Readable(Protocol):
    """An open file."""

    def read(self, size: int, /) -> bytes | None: ...


Source = bytes | str | os.PathLike[str] | Readable
"""Where papers are read from: the bytes themselves, the path of a file, or an open one."""

Progress = Callable[[int], None]
"""Told how many bytes have been read, from time to time."""

BLOCK_BYTES: Final = 1 << 18
"""Small enough to stay in a processor's cache while it is taken apart, and large enough that the
work outweighs the calls."""

LONGEST_LINE: Final = 1 << 20
TOO_LONG: Final = f"this line is longer than {LONGEST_LINE:,} characters: no file of papers is so"

_BOM = b"\xef\xbb\xbf"
_NOT_TEXT = {
    b"\xff\xfe": "the file is in UTF-16; please save it as UTF-8",
    b"\xfe\xff": "the file is in UTF-16; please save it as UTF-8",
    b"PK\x03\x04": "this is a zip archive or an office document; please export the papers as text",
    b"\x1f\x8b": "this is a compressed file; please unpack it first",
    b"BZh": "this is a compressed file; please unpack it first",
    b"\xfd7zXZ": "this is a compressed file; please unpack it first",
    b"%PDF": "this is a PDF, not a file of papers",
}


def blocks(source: Source, progress: Progress | None = None) -> Iterator[bytes]:
    """Give a file in blocks of whole lines. A line too long to be read is a block, with no end."""
    if isinstance(source, bytes):
        yield from _blocks(BytesIO(source), progress)
    elif isinstance(source, str | os.PathLike):
        with Path(source).open("rb", buffering=0) as file:
            yield from _blocks(file, progress)
    else:
        yield from _blocks(source, progress)


def whole_file(
    source: Source, starts_with: bytes, most_bytes: int, progress: Progress | None = None
) -> bytes:
    """Give a whole file at once, or refuse one that starts otherwise or is too large for that."""
    parts, done, start = list[bytes](), 0, b""
    for block in blocks(source, progress):
        done += len(block)
        start = start or block.lstrip()[:1]
        if start and start != starts_with:
            raise BadFile([Fault(1, f'the file does not start with "{starts_with.decode()}"')])
        if done > most_bytes or not block.endswith(b"\n"):
            reason = f"more than {most_bytes:,} bytes, or a line too long; BLT files may be larger"
            raise BadFile([Fault(0, f"This file has {reason}.")])
        parts.append(block)
    return b"".join(parts)


def _blocks(file: Readable, progress: Progress | None) -> Iterator[bytes]:
    kept, done = b"", 0
    block = file.read(BLOCK_BYTES) or b""
    _expect_text(block)
    is_old_mac = b"\r" in block and b"\n" not in block
    block = block.removeprefix(_BOM)
    while block:
        done += len(block)
        if is_old_mac:
            block = block.replace(b"\r", b"\n")
        if end := block.rfind(b"\n") + 1:
            yield kept + block[:end]
            kept = b""
        kept += block[end:]
        if len(kept) > LONGEST_LINE:
            yield kept
            return
        if progress:
            progress(done)
        block = file.read(BLOCK_BYTES) or b""
    if kept:
        yield kept + b"\n"


def _expect_text(start: bytes) -> None:
    for mark, reason in _NOT_TEXT.items():
        if start.startswith(mark):
            raise BadFile([Fault(1, reason)])
