"""Rows of a CSV file, one at a time, with the line each begins on."""

import csv
import io
import re
from collections.abc import Iterator
from typing import BinaryIO, Final, TextIO, cast

from members.roll import columns
from members.roll.lettering import BAD_LETTER, Lettering, Stream
from members.roll.problems import Problem, Trouble, UnreadableRollError

LONGEST_LINE: Final = 1 << 20
SEPARATORS: Final = ",;\t|"
Row = tuple[int, list[str] | Problem]


class CsvRows:
    """The rows below the headings of a text file whose lettering is known.

    The separator is the one under which most headings are known; Excel may name it a line above.
    """

    sheet = ""

    def __init__(self, stream: Stream, lettering: Lettering) -> None:
        """Read as far as the headings. Raises UnreadableRollError."""
        text = io.TextIOWrapper(
            cast("BinaryIO", stream),
            encoding=lettering.encoding,
            errors="strict" if lettering.encoding == "utf-16" else "surrogateescape",
            newline="",
        )
        self._lines = _Lines(text)
        self._may_misfit = lettering.misfits
        self.delimiter = self._find_delimiter()
        self._reader = csv.reader(iter(self._lines), delimiter=self.delimiter, strict=True)
        self.headings = self._find_headings()

    def __iter__(self) -> Iterator[Row]:
        """Give each row that is not blank, or what makes it unreadable."""
        reader, lines = self._reader, self._lines
        may_misfit = self._may_misfit
        while True:
            line = reader.line_num + 1
            lines.begin()
            try:
                cells = next(reader)
            except StopIteration:
                return
            except csv.Error as error:
                yield line, self._explained(line, error)
                continue
            if lines.is_cut:
                yield (
                    line,
                    Problem(line, "", Trouble.MALFORMED, "A line of over a million letters."),
                )
            elif may_misfit and BAD_LETTER.search("".join(cells)):
                yield (
                    line,
                    Problem(line, "", Trouble.BADLY_ENCODED, "Some letters here cannot be read."),
                )
            elif any(cell.strip() for cell in cells):
                yield line, cells

    def _find_delimiter(self) -> str:
        first = self._lines.peek()
        if named := re.fullmatch(r"sep=(.)\r?\n?", first):
            self._lines.blank_first()
            return named[1]
        return max(SEPARATORS, key=lambda mark: _known(first.rstrip("\r\n").split(mark)))

    def _find_headings(self) -> list[str]:
        try:
            found = next(cells for cells in self._reader if any(cell.strip() for cell in cells))
        except (csv.Error, StopIteration):
            raise UnreadableRollError("The headings on the first line cannot be read.") from None
        return [cell.strip().strip('"') for cell in found]

    def _explained(self, line: int, error: csv.Error) -> Problem:
        if "field limit" in str(error):
            return Problem(
                line,
                self._enormous_column(),
                Trouble.MALFORMED,
                "A cell is enormous. Is a quotation mark opened here and never closed?",
            )
        return Problem(line, "", Trouble.MALFORMED, "The quotation marks do not match.")

    def _enormous_column(self) -> str:
        """Name the column in which the cell began that would not end, if its row tells."""
        cell = (
            rf'(?:"(?:[^"]|"")*"?|[^{re.escape(self.delimiter)}]*)(?:{re.escape(self.delimiter)}|$)'
        )
        position = 0
        for heading, meaning in zip(self.headings, columns.guessed(self.headings), strict=True):
            found = re.compile(cell).match(self._lines.first, position)
            if (
                found is None
                or found.end() - position > csv.field_size_limit()
                or not found.group()
            ):
                return meaning or heading
            position = found.end()
            if position >= len(self._lines.first):
                return meaning or heading
        return ""


class _Lines:
    """The lines of a text, none longer than can be held: the rest of such a line is passed over."""

    def __init__(self, text: TextIO) -> None:
        self._text = text
        self._queue: list[str] = []
        self.first = ""
        self.is_cut = False

    def begin(self) -> None:
        """Note that a row begins here."""
        self.first, self.is_cut = "", False

    def peek(self) -> str:
        """Look at the first line that is not blank, without taking it."""
        while line := self._take():
            self._queue.append(line)
            if line.strip():
                return line
        return ""

    def blank_first(self) -> None:
        """Take the first line for a blank one."""
        self._queue[-1] = "\n"

    def _take(self) -> str:
        line = self._text.readline(LONGEST_LINE)
        if len(line) == LONGEST_LINE and line[-1] not in "\r\n":
            self.is_cut = True
            while (rest := self._text.readline(LONGEST_LINE)) and rest[-1] not in "\r\n":
                pass
        return line

    def __iter__(self) -> Iterator[str]:
        yield from self._queue
        while line := self._take():
            self.first = self.first or line
            yield line


def _known(headings: list[str]) -> int:
    return sum(map(bool, columns.guessed(headings)))
