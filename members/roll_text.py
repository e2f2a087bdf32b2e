"""From the bytes of a roll file to its text, and which lines cannot be read.

Pure. Files come through any spreadsheet, so the encoding is found, not demanded.
"""

import codecs
from dataclasses import dataclass


class UnreadableRollError(Exception):
    """The file as a whole is not a membership roll; the message says what to do about it."""


@dataclass(frozen=True, slots=True)
class RollText:
    """A file's text, the encoding it was found in, and the lines that do not fit it."""

    text: str
    encoding: str
    misfits: frozenset[int] = frozenset()


def decode(data: bytes) -> RollText:
    """Find the encoding and read the text; letters that do not fit are marked, never guessed.

    A file is UTF-8 if any accented letter in it is written in UTF-8. A file with accented letters,
    not one of them in UTF-8, comes from a spreadsheet on Windows.
    """
    if not data.strip():
        raise UnreadableRollError("The file is empty.")
    if data.startswith(b"PK\x03\x04"):
        raise UnreadableRollError(
            "This is an Excel workbook. In Excel choose Save As, CSV UTF-8, and import that file."
        )
    if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return _decode_utf16(data)
    lines = data.splitlines()
    marked = data.startswith(codecs.BOM_UTF8)
    misfits = _misfits(lines, "utf-8")
    accented = {number for number, line in enumerate(lines, 1) if not line.isascii()}
    if marked or accented - misfits or not accented:
        encoding = "utf-8-sig" if marked else "utf-8"
    else:
        encoding, misfits = "cp1252", _misfits(lines, "cp1252")
    return RollText(data.decode(encoding, errors="replace"), encoding, misfits)


def _decode_utf16(data: bytes) -> RollText:
    try:
        return RollText(data.decode("utf-16"), "utf-16")
    except UnicodeDecodeError:
        raise UnreadableRollError(
            "The file is damaged: it ends in the middle of a letter."
        ) from None


def _misfits(lines: list[bytes], encoding: str) -> frozenset[int]:
    return frozenset(number for number, line in enumerate(lines, 1) if not _fits(line, encoding))


def _fits(line: bytes, encoding: str) -> bool:
    try:
        line.decode(encoding)
    except UnicodeDecodeError:
        return False
    return True
