"""Tables that open in any spreadsheet: CSV (RFC 4180) with a row of headings, in UTF-8.

A spreadsheet runs a text that begins with = + - or @ as a formula, and people type the words in
here. So such a text is written with an apostrophe before it, which spreadsheets do not show.
"""

import csv
import io
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, tzinfo
from decimal import Decimal

Cell = str | int | bool | Decimal | date | datetime | None

_FORMULA = re.compile("\\s*[-=+@|%\uff1d\uff0b\uff0d\uff20]")  # the last four are their wide forms
_CONTROL = re.compile(r"[\x00-\x09\x0b-\x1f\x7f]")
_MARK = b"\xef\xbb\xbf"
"""Tells spreadsheets that this is UTF-8; other programs know to skip it."""


@dataclass(frozen=True, slots=True)
class Table:
    """Headings, and rows of as many cells."""

    headings: Sequence[str]
    rows: Iterable[Sequence[Cell]] = field(default_factory=list)

    def to_csv(self, zone: tzinfo = UTC) -> bytes:
        """Write the table. Times are ISO 8601 with their offset in this zone, to the second."""
        text = io.StringIO(newline="")
        writer = csv.writer(text, lineterminator="\r\n")
        writer.writerow(self.headings)
        for row in self.rows:
            if len(row) != len(self.headings):
                raise ValueError("A row of a table has as many cells as the table has headings.")
            writer.writerow([_written(cell, zone) for cell in row])
        return _MARK + text.getvalue().encode()


def _written(cell: Cell, zone: tzinfo) -> str:
    match cell:
        case None:
            return ""
        case bool():
            return "yes" if cell else "no"
        case int() | Decimal():  # never as a text: -107.58 is a number, however it begins
            return f"{Decimal(cell):f}"
        case datetime():
            if cell.tzinfo is None:
                raise ValueError("A time in a table must know its offset.")
            return cell.astimezone(zone).isoformat(timespec="seconds")
        case date():
            return cell.isoformat()
    text = _CONTROL.sub(" ", cell.replace("\r\n", "\n").replace("\r", "\n"))
    return f"'{text}" if _FORMULA.match(text) else text
