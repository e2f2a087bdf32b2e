"""One way in for every file: what it is is found from its first bytes, not from its name. Pure."""

import re
from io import BytesIO
from typing import Final
from zipfile import BadZipFile, ZipFile

from motions.exchange.incoming import LARGEST, Incoming, UnreadableFile
from motions.exchange.motion_books import read_page, read_word
from motions.exchange.openslides import read_csv

_PACKED: Final = b"PK\x03\x04"
_PAGE: Final = re.compile(
    rb"(?:\xef\xbb\xbf)?\s*(?:<\?xml[^>]*>\s*)?(?:<!--.*?-->\s*)*<(?:!doctype html|html|head|body|"
    rb"article|section|main|div|h[1-6]|p)\b",
    re.IGNORECASE | re.DOTALL,
)
_NOT_OURS: Final = {
    b"%PDF": "This is a PDF, whose lines cannot be told apart. Ask for the Word file.",
    b"\xd0\xcf\x11\xe0": "This is an old Word or Excel file. Save it as .docx or as CSV.",
    b"{\\rtf": "This is rich text (RTF). Save it as .docx.",
}


def read_any(content: bytes) -> Incoming:
    """Read a file of motions or participants, of any kind we know. Raises UnreadableFile."""
    if len(content) > LARGEST:
        raise UnreadableFile("The file is larger than 8 MB.")
    if not content.strip():
        raise UnreadableFile("The file is empty.")
    for start, words in _NOT_OURS.items():
        if content.startswith(start):
            raise UnreadableFile(words)
    if content.startswith(_PACKED):
        return _packed(content)
    if _PAGE.match(content[:4096]):
        return read_page(content)
    return read_csv(content)


def _packed(content: bytes) -> Incoming:
    try:
        with ZipFile(BytesIO(content)) as packed:
            names = set(packed.namelist())
    except (BadZipFile, OSError, ValueError):
        raise UnreadableFile("This file is damaged: it cannot be unpacked.") from None
    if "xl/workbook.xml" in names:
        raise UnreadableFile("This is an Excel workbook. In Excel choose Save As, CSV UTF-8.")
    return read_word(content)
