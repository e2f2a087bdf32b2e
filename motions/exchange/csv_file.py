"""A CSV file of any separator and encoding, as headings and rows that know their lines. Pure."""

import csv
import io
import re
from collections.abc import Collection
from dataclasses import dataclass
from typing import Final

from members.roll.lettering import BAD_LETTER, survey
from members.roll.problems import UnreadableRollError
from motions.exchange.incoming import LARGEST, MOST, UnreadableFile

SEPARATORS: Final = ",;\t"
_LONGEST_CELL: Final = 1 << 20


@dataclass(frozen=True, slots=True)
class CsvRow:
    """The cells of a row, as many as the headings; `besides` is how many more or fewer it had."""

    line: int
    cells: tuple[str, ...]
    besides: int


@dataclass(frozen=True, slots=True)
class CsvFile:
    """A table as read: its headings as they stand in the file, and what lies under them."""

    headings: tuple[str, ...]
    rows: tuple[CsvRow, ...]


def csv_file(content: bytes, known: Collection[str]) -> CsvFile:
    """Read a file; its separator is the one under which most headings are known (`folded`).

    Raises UnreadableFile.
    """
    text = _text(content)
    first = next((line for line in text.splitlines() if line.strip()), "")
    if named := re.fullmatch(r"sep=(.)", first):
        separator = named[1]
        text = text.split(first, 1)[1].lstrip("\r\n")
    else:
        separator = max(SEPARATORS, key=lambda mark: _known(first, mark, known))
    rows = _rows(text, separator)
    if not rows:
        raise UnreadableFile("The file is empty.")
    (_line, headings), *others = rows
    if len(others) > MOST:
        raise UnreadableFile(f"The file has {len(others):,} rows; {MOST:,} are taken at a time.")
    width = len(headings)
    return CsvFile(
        tuple(each.strip() for each in headings),
        tuple(
            CsvRow(line, (*cells[:width], *[""] * (width - len(cells))), len(cells) - width)
            for line, cells in others
        ),
    )


def folded(heading: str) -> str:
    """Write a heading without capitals and punctuation: Motion block and motion_block are one."""
    return "_".join(re.sub(r"[\W_]+", " ", heading).lower().split())


def _text(content: bytes) -> str:
    if len(content) > LARGEST:
        raise UnreadableFile("The file is larger than 8 MB.")
    try:
        lettering = survey(io.BytesIO(content))
        text = content.decode(lettering.encoding, "surrogateescape")
    except UnreadableRollError as error:
        raise UnreadableFile(str(error)) from None
    except (LookupError, UnicodeError):
        raise UnreadableFile("The letters of this file cannot be read. Save it as UTF-8.") from None
    if bad := BAD_LETTER.search(text):
        line = text.count("\n", 0, bad.start()) + 1
        raise UnreadableFile("Some letters here cannot be read. Save the file as UTF-8.", line)
    if "\0" in text:
        line = text.count("\n", 0, text.index("\0")) + 1
        raise UnreadableFile("This is not text: it holds zero bytes.", line)
    return text


def _known(first: str, separator: str, known: Collection[str]) -> int:
    cells = (cell.strip().strip('"') for cell in first.split(separator))
    return sum(folded(cell) in known for cell in cells)


def _rows(text: str, separator: str) -> list[tuple[int, list[str]]]:
    found: list[tuple[int, list[str]]] = []
    before = csv.field_size_limit(_LONGEST_CELL)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=True)
    line = 1
    try:
        for cells in reader:
            if any(cell.strip() for cell in cells):
                found.append((line, cells))
            line = reader.line_num + 1
    except csv.Error:
        raise UnreadableFile(
            "The quotation marks do not match, or a cell is enormous. Is a quotation mark opened "
            "here and never closed?",
            line,
        ) from None
    finally:
        csv.field_size_limit(before)
    return found
