"""The papers of a BLT file, read exactly: every oddity, and every fault by its line.

As a rule a line is a paper. The format also lets a paper go on over the next line, and several
papers share one; that is read too, but noted, for it may be a slip.
"""

import re

from ballots.counting.contest import SKIPPED
from ballots.counting.files.faults import Findings, shown
from ballots.counting.files.rows import (
    MOST_PAPERS,
    WHOLE,
    Rows,
    most_preferences,
    named_twice,
    note_left_out,
    note_twice,
)

_NEGATIVE = re.compile(r"-[0-9]+")
_FRACTION = re.compile(r"[-+]?[0-9]*[.,/][0-9]+")
_PIECE = re.compile(r"\([^()]*\)?|[^\s()]+|\)")
_AROUND_EQUALS = re.compile(r"\s*=\s*")


class LineFault(Exception):
    """What is wrong with the line in hand."""


class PaperLines:
    """The papers of a file, as far as they have been read.

    `open_since` is the line of a paper that has had no 0 yet, or 0.
    """

    def __init__(self, candidates: int, findings: Findings) -> None:
        self.rows = Rows(candidates)
        self.have_begun = self.have_ended = False
        self.open_since = 0
        self._candidates, self._findings = candidates, findings
        self._numbers = {str(number): number for number in range(1, candidates + 1)}
        self._weight, self._paper = 0, list[int]()

    def add(self, line: int, text: str) -> None:
        """Read a line of papers."""
        if self.have_ended:
            raise LineFault("here are numbers, but a 0 has ended the papers already")
        pieces, papers = _pieces(text), 0
        for place, piece in enumerate(pieces):
            if self.open_since and (number := self._numbers.get(piece)):  # as nearly all are
                self._paper.append(number)
            elif piece.strip("0"):
                self._read(line, piece)
            elif self.open_since:
                if not self._paper:
                    _expect_no_more(pieces[place + 1 :])
                self._close(line)
                papers += 1
            elif not _has_more(pieces[place:]):
                self.have_ended = not papers  # after a paper, zeros only fill the line
                break
            else:
                _expect_no_more(pieces[place:] if papers else [])
                self._begin(line, piece)
        self._end_line(line, papers)

    def forget_open(self) -> None:
        """Drop a paper that has a fault."""
        self.open_since, self._paper = 0, []

    def _end_line(self, line: int, papers: int) -> None:
        if len(self._paper) > most_preferences(self._candidates):
            raise self._too_long()
        if self.open_since == line:
            self._findings.note(line, "this paper goes on over the next line: is its 0 missing?")
        if papers > 1:
            self._findings.note(line, f"there are {papers} papers on this line")

    def _read(self, line: int, piece: str) -> None:
        if self.open_since:
            self._prefer(piece)
        else:
            self._begin(line, piece)

    def _begin(self, line: int, piece: str) -> None:
        if piece.startswith("(") and piece.endswith(")"):
            return  # the id of a paper
        self._weight = _weight(piece)
        self.open_since, self.have_begun = line, True

    def _prefer(self, piece: str) -> None:
        if piece == "-":
            self._paper.append(SKIPPED)
            return
        if piece.startswith("("):
            equals = piece.removeprefix("(").removesuffix(")").split()
        else:
            equals = piece.split("=")
        numbers = [self._candidate(one, piece) for one in equals]
        self._paper += numbers[:1]
        self._paper += [-number for number in numbers[1:]]

    def _candidate(self, text: str, piece: str) -> int:
        if WHOLE.fullmatch(text) and 1 <= (number := int(text)) <= self._candidates:
            return number
        if WHOLE.fullmatch(text) or _NEGATIVE.fullmatch(text):
            raise LineFault(
                f"there is no candidate {shown(text)}: they are numbered 1 to {self._candidates}"
            )
        raise LineFault(f"{shown(piece)} stands where the number of a candidate belongs")

    def _too_long(self) -> LineFault:
        return LineFault(
            f"this paper, which begins on line {self.open_since:,}, has too many preferences "
            f"for {self._candidates} candidates: is a 0 missing?"
        )

    def _close(self, line: int) -> None:
        if len(self._paper) > most_preferences(self._candidates):
            raise self._too_long()
        if twice := named_twice(self._paper):
            if self.open_since != line:
                raise LineFault(
                    f"the paper that begins on line {self.open_since:,} names candidate {twice} "
                    "more than once: is the 0 at the end of that line missing?"
                )
            note_twice(self._findings, line, twice)
        if self._weight:
            self.rows.add_paper(self._weight, self._paper)
        else:
            note_left_out(self._findings, line)
        self.forget_open()


def _pieces(text: str) -> list[str]:
    if "=" in text:
        text = _AROUND_EQUALS.sub("=", text)
    return _PIECE.findall(text) if "(" in text else text.split()


def _has_more(pieces: list[str]) -> bool:
    return any(piece.strip("0") for piece in pieces)


def _expect_no_more(pieces: list[str]) -> None:
    """Refuse a line with zeros for preferences left out, which look like the ends of papers."""
    if _has_more(pieces):
        raise LineFault("a 0 stands in the middle of the line; a preference left out is written -")


def _weight(piece: str) -> int:
    if WHOLE.fullmatch(piece) and (weight := int(piece)) <= MOST_PAPERS:
        return weight
    if _NEGATIVE.fullmatch(piece):
        raise LineFault(f"the line begins with a negative number of papers, {shown(piece)}")
    if _FRACTION.fullmatch(piece):
        raise LineFault(f"papers are counted whole, and {shown(piece)} is not a whole number")
    if piece.isascii() and piece.isdigit():
        raise LineFault(f"{shown(piece)} is too many papers: this counts up to {MOST_PAPERS:,}")
    raise LineFault(f"{shown(piece)} stands where the number of papers belongs")
