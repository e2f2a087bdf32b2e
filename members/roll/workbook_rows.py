"""Rows of an Excel workbook, which is measured before it is opened.

A workbook is a zip file, and a small one can unfold to fill any memory; a sheet can name one cell
in its farthest corner and ask for a table of seventeen thousand million. So every part is unfolded
once and thrown away, whatever the file says of its own sizes, and counted.
"""

import re
import struct
import zipfile
import zlib
from collections.abc import Iterator
from datetime import date, datetime
from typing import Final

from python_calamine import CalamineError, CalamineWorkbook, SheetVisibleEnum

from members.roll import columns
from members.roll.csv_rows import Row
from members.roll.lettering import Stream
from members.roll.problems import UnreadableRollError

LARGEST: Final = 64 << 20
LARGEST_UNFOLDED: Final = 512 << 20
MOST_CELLS: Final = 12_000_000
_CHUNK: Final = 1 << 18
_LOCAL_HEADER: Final = struct.Struct("<26xHH")
_FARTHEST = re.compile(rb'\br="([A-Z]{0,3})([0-9]{1,7})"')
_DAMAGED: Final = "The workbook is damaged. Open it in Excel, save it again, and import that file."


class WorkbookRows:
    """The rows below the headings of the first visible sheet whose headings are known."""

    delimiter = ""

    def __init__(self, stream: Stream) -> None:
        """Read the workbook. Raises UnreadableRollError where it is damaged or far too large."""
        _measure(stream)
        stream.seek(0)
        try:
            book = CalamineWorkbook.from_filelike(stream)
            shown = [
                one.name for one in book.sheets_metadata if one.visible is SheetVisibleEnum.Visible
            ]
            self._rows, self.sheet = self._find_sheet(book, shown)
        except (CalamineError, ValueError, OSError) as error:
            raise UnreadableRollError(_DAMAGED) from error

    def _find_sheet(self, book: CalamineWorkbook, names: list[str]) -> tuple[Iterator[Row], str]:
        best: tuple[int, str, list[list[str]], int] | None = None
        for name in names:
            rows = book.get_sheet_by_name(name).to_python(nrows=20, skip_empty_area=False)
            for number, cells in enumerate(rows, 1):
                if any(text := [_text(cell) for cell in cells]):
                    known = sum(map(bool, columns.guessed(text)))
                    if best is None or known > best[0]:
                        best = known, name, [text], number
                    break
        if best is None:
            raise UnreadableRollError("The workbook is empty.")
        _, name, [headings], first = best
        while headings and not headings[-1].strip():
            headings.pop()
        self.headings = [heading.strip() for heading in headings]
        return _rows(book, name, first), name

    def __iter__(self) -> Iterator[Row]:
        """Give each row that is not blank."""
        return self._rows


def _rows(book: CalamineWorkbook, name: str, headings_on: int) -> Iterator[Row]:
    sheet = book.get_sheet_by_name(name)
    first = sheet.start[0] + 1 if sheet.start else 1
    for line, cells in enumerate(sheet.iter_rows(), first):
        if line > headings_on and any(text := [_text(cell) for cell in cells]):
            yield line, text


def _text(cell: object) -> str:
    """Write a cell as a person would: a whole number without its point, a day as a day."""
    if isinstance(cell, str):
        return cell
    if isinstance(cell, bool):
        return str(cell)
    if isinstance(cell, float) and cell.is_integer() and abs(cell) < 1e15:  # noqa: PLR2004 - exact
        return str(int(cell))
    if isinstance(cell, datetime):
        return cell.date().isoformat()
    return cell.isoformat() if isinstance(cell, date) else str(cell)


def _measure(stream: Stream) -> None:
    """Unfold every part once, counting; believe no size that the file tells."""
    stream.seek(0, 2)
    if stream.tell() > LARGEST:
        raise UnreadableRollError(
            f"A workbook of over {LARGEST >> 20} MB is too large. Save it as CSV UTF-8 instead."
        )
    try:
        with zipfile.ZipFile(stream) as archive:
            parts = archive.infolist()
    except (zipfile.BadZipFile, ValueError, NotImplementedError) as error:
        raise UnreadableRollError(_DAMAGED) from error
    if not any(part.filename == "xl/workbook.xml" for part in parts):
        raise UnreadableRollError("This is a zip file, but not an Excel workbook (.xlsx).")
    total = 0
    for part in parts:
        farthest = _Farthest()
        for chunk in _unfolded(stream, part):
            total += len(chunk)
            if total > LARGEST_UNFOLDED:
                raise UnreadableRollError(
                    "The workbook unfolds to more than can be read. Save it as CSV UTF-8 instead."
                )
            if part.filename.startswith("xl/worksheets/"):
                farthest.look(chunk)
        if farthest.cells > MOST_CELLS:
            raise UnreadableRollError(
                "A sheet of the workbook reaches too far to be read: is there something in a far "
                "corner? Save it as CSV UTF-8 instead."
            )


class _Farthest:
    """How far a sheet reaches, by the names of its cells."""

    def __init__(self) -> None:
        self._rows = self._columns = 1
        self._rest = b""

    def look(self, chunk: bytes) -> None:
        text = self._rest + chunk
        found = _FARTHEST.findall(text)
        if found:
            self._rows = max(self._rows, *(int(number) for _, number in found))
            widest = max({letters for letters, _ in found}, key=lambda name: (len(name), name))
            self._columns = max(self._columns, _column(widest))
        self._rest = text[-16:]

    @property
    def cells(self) -> int:
        return self._rows * self._columns


def _column(letters: bytes) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + letter - 64
    return number


def _unfolded(stream: Stream, part: zipfile.ZipInfo) -> Iterator[bytes]:
    stream.seek(part.header_offset)
    header = stream.read(_LOCAL_HEADER.size) or b""
    if len(header) < _LOCAL_HEADER.size:
        raise UnreadableRollError(_DAMAGED)
    name, extra = _LOCAL_HEADER.unpack(header)
    stream.seek(name + extra, 1)
    left = part.compress_size
    unfold = zlib.decompressobj(-zlib.MAX_WBITS) if part.compress_type else None
    while left > 0 and (folded := stream.read(min(_CHUNK, left))):
        left -= len(folded)
        while folded:
            try:
                chunk = unfold.decompress(folded, _CHUNK) if unfold else folded
            except zlib.error as error:
                raise UnreadableRollError(_DAMAGED) from error
            folded = unfold.unconsumed_tail if unfold else b""
            yield chunk
