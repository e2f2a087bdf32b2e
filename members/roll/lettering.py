"""Finding out how a file is written: its size, its hash and its encoding, in one pass.

Files come through any spreadsheet, so the encoding is found, not demanded. A file is UTF-8 if any
accented letter in it is written in UTF-8. A file with accented letters, not one of them in UTF-8,
comes from a spreadsheet on Windows. Bytes that do not fit are marked (`BAD_LETTER`), never guessed.
"""

import codecs
import hashlib
import re
from collections.abc import Iterator
from dataclasses import dataclass
from io import BufferedIOBase
from typing import Final

from members.roll.problems import UnreadableRollError

Stream = BufferedIOBase
"""Bytes that can be read through more than once."""

PIECE: Final = 1 << 20
BAD_LETTER: Final = re.compile("[\udc80-\udcff]")
"""A byte that no letter was found for, as `surrogateescape` decodes it."""

WORKBOOK: Final = b"PK\x03\x04"
OLD_WORKBOOK: Final = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_UTF16: Final = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)


@dataclass(frozen=True, slots=True)
class Lettering:
    """How a file is written. `misfits`: some bytes in it are no letters of its encoding."""

    sha256: str
    size: int
    encoding: str
    misfits: bool = False

    @property
    def is_workbook(self) -> bool:
        """Tell a workbook from a text."""
        return self.encoding == "xlsx"


def survey(stream: Stream) -> Lettering:
    """Read a file through once. Raises UnreadableRollError where it is empty, old or damaged."""
    pieces = _pieces(stream)
    start = next(pieces, b"")
    digest, size, is_blank = hashlib.sha256(start), len(start), not start.strip()
    if start.startswith(OLD_WORKBOOK):
        raise UnreadableRollError(
            "This is an old or locked Excel file. In Excel choose Save As, Excel Workbook (.xlsx) "
            "or CSV UTF-8, without a password, and import that file."
        )
    reading = _reading(start)
    for piece in pieces:
        digest.update(piece)
        size += len(piece)
        is_blank = is_blank and not piece.strip()
        reading.take(piece)
    if is_blank:
        raise UnreadableRollError("The file is empty.")
    encoding, misfits = reading.found()
    return Lettering(digest.hexdigest(), size, encoding, misfits)


def _pieces(stream: Stream) -> Iterator[bytes]:
    while piece := stream.read(PIECE):
        yield piece


class _Workbook:
    def take(self, piece: bytes) -> None:
        pass

    def found(self) -> tuple[str, bool]:
        return "xlsx", False


class _Utf16:
    def __init__(self) -> None:
        self._decoder = codecs.getincrementaldecoder("utf-16")()

    def take(self, piece: bytes, *, final: bool = False) -> None:
        try:
            self._decoder.decode(piece, final)
        except UnicodeDecodeError:
            raise UnreadableRollError(
                "The file is damaged: it ends in the middle of a letter."
            ) from None

    def found(self) -> tuple[str, bool]:
        self.take(b"", final=True)
        return "utf-16", False


class _EightBits:
    """UTF-8 or Windows: counted by lines, so that one stray byte does not decide for all."""

    def __init__(self, *, marked: bool) -> None:
        self._marked = marked
        self._rest = b""
        self._in_utf8 = self._not_in_utf8 = self._not_in_windows = False

    def take(self, piece: bytes) -> None:
        piece = self._rest + piece
        end = _end_of_lines(piece)
        whole, self._rest = piece[:end], piece[end:]
        self._look(whole)

    def _look(self, text: bytes) -> None:
        if text.isascii():
            return
        if _fits(text, "utf-8"):
            self._in_utf8 = True
            return
        for line in text.splitlines():
            if line.isascii():
                continue
            if _fits(line, "utf-8"):
                self._in_utf8 = True
            else:
                self._not_in_utf8 = True
                self._not_in_windows |= not _fits(line, "cp1252")

    def found(self) -> tuple[str, bool]:
        self._look(self._rest)
        if self._marked:
            return "utf-8-sig", self._not_in_utf8
        if self._in_utf8 or not self._not_in_utf8:
            return "utf-8", self._not_in_utf8
        return "cp1252", self._not_in_windows


def _reading(start: bytes) -> _Workbook | _Utf16 | _EightBits:
    if start.startswith(WORKBOOK):
        return _Workbook()
    reading = (
        _Utf16()
        if start.startswith(_UTF16)
        else _EightBits(marked=start.startswith(codecs.BOM_UTF8))
    )
    reading.take(start)
    return reading


def _end_of_lines(piece: bytes) -> int:
    """Find where the last whole line ends; in a line without end, where a letter does."""
    if end := max(piece.rfind(b"\n"), piece.rfind(b"\r")) + 1:
        return end
    if len(piece) < PIECE:
        return 0
    end = len(piece)
    while end > len(piece) - 4 and piece[end - 1] & 0xC0 == 0x80:  # noqa: PLR2004 - inside a letter
        end -= 1
    return end - 1 if end and piece[end - 1] >= 0xC0 else end  # noqa: PLR2004 - its first byte


def _fits(text: bytes, encoding: str) -> bool:
    try:
        text.decode(encoding)
    except UnicodeDecodeError:
        return False
    return True
