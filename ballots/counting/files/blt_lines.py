"""The exact way through a BLT file: what each line is, and what is wrong with it."""

import re
from collections.abc import Sequence
from typing import Final

from ballots.counting.contest import Contest, Papers
from ballots.counting.files.blt_papers import LineFault, PaperLines
from ballots.counting.files.blt_texts import Texts
from ballots.counting.files.faults import Findings, shown
from ballots.counting.files.rows import MOST_CANDIDATES, WHOLE, Block

_HEADER: Final = "the first line must have two whole numbers, of candidates and of places"

_INLINE_COMMENT = re.compile(r"/\*.*?\*/")
_WITHDRAWN = re.compile(r"\s*-[0-9]+(\s+-[0-9]+)*(\s+0)?\s*")


class Reader:
    """Goes through a file once. `number` is that of the last line read, from 1."""

    def __init__(self) -> None:
        self.findings = Findings()
        self.number = 0
        self.candidates = self.seats = 0
        self.withdrawn: set[int] = set()
        self._papers: PaperLines | None = None
        self._texts: Texts | None = None

    @property
    def expects_papers(self) -> bool:
        """Say whether papers may still follow."""
        return self._texts is None

    @property
    def is_between_papers(self) -> bool:
        """Say whether the next line may be a paper of its own."""
        papers = self._papers
        return (
            papers is not None
            and self.expects_papers
            and not (papers.open_since or papers.have_ended)
        )

    def take(self, papers: Block) -> None:
        """Add papers that another reader read from the next lines, one each."""
        if self._papers and len(papers.weights):
            self._papers.rows.add(papers)
            self._papers.have_begun = True
            self.number += len(papers.weights)

    def read(self, lines: Sequence[bytes]) -> None:
        """Read the next lines."""
        for line in lines:
            self.number += 1
            try:
                if line and not line.isspace():
                    self._read(line)
            except LineFault as fault:
                self.findings.fault(self.number, str(fault))
                if self._papers:
                    self._papers.forget_open()

    def finish(self) -> tuple[Contest, Papers]:
        """Give the contest and its papers, or raise BadFile."""
        papers, texts = self._papers, self._texts
        if papers is None:
            self.findings.give_up(0, "There is nothing in this file.")
        if papers.open_since:
            self.findings.fault(papers.open_since, "the paper that begins here has no 0 at its end")
        if not papers.have_ended and texts is None:
            reason = "the file ends without the 0 that ends the papers, and without any names"
            self.findings.fault(self.number, f"{reason}: was it cut off?")
        elif texts and not papers.have_ended:
            self.findings.note(texts.first_line, "the 0 that ends the papers is missing")
        texts = texts or Texts(self.candidates, self.findings)
        names, title = texts.names_and_title(self.number)
        rows = papers.rows.papers(self.findings)
        return Contest(title, names, self.seats, frozenset(self.withdrawn)), rows

    def _read(self, line: bytes) -> None:
        if b"\0" in line:
            raise LineFault("there is a NUL character: this is no text file")
        if self._texts:
            self._texts.add(self.number, line)
            return
        text, quote, rest = line.partition(b'"')
        numbers, comment, _ = text.decode("latin-1").partition("#")
        if numbers := _INLINE_COMMENT.sub(" ", numbers).strip():
            self._read_numbers(numbers)
        if quote and not comment:
            self._begin_texts(quote + rest)

    def _read_numbers(self, text: str) -> None:
        papers = self._papers
        if papers is None:
            self._read_header(text)
        elif papers.have_ended and not text[0].isdigit():
            self._begin_texts(text.encode("latin-1"))  # a name without quotation marks
        elif not papers.have_begun and _WITHDRAWN.fullmatch(text):
            self._withdraw(text)
        elif text.startswith("[") and text.endswith("]"):
            self.findings.note(self.number, f"{shown(text)} is for another program: passed over")
        else:
            papers.add(self.number, text)

    def _read_header(self, text: str) -> None:
        numbers = text.split()
        if len(numbers) != 2:  # noqa: PLR2004 - as it says
            self.findings.give_up(self.number, f"{_HEADER}, but this is {shown(text)}")
        for what, one in zip(("candidates", "places"), numbers, strict=True):
            if not WHOLE.fullmatch(one) or not 1 <= int(one) <= MOST_CANDIDATES:
                number = (
                    f"the number of {what} must be a whole number from 1 to {MOST_CANDIDATES:,}"
                )
                self.findings.give_up(self.number, f"{number}, but here it is {shown(one)}")
        self.candidates, self.seats = map(int, numbers)
        self._papers = PaperLines(self.candidates, self.findings)

    def _withdraw(self, text: str) -> None:
        for word in text.replace("-", " ").split():
            if not WHOLE.fullmatch(word) or int(word) > self.candidates:
                raise LineFault(f"candidate {shown(word)} cannot have withdrawn: there is none")
            self.withdrawn |= {int(word)} - {0}

    def _begin_texts(self, line: bytes) -> None:
        if self._papers is None:
            self.findings.give_up(self.number, f"{_HEADER}, but this is a text in quotes")
        if self._papers.open_since:
            self.findings.fault(
                self._papers.open_since, "the paper that begins here has no 0 at its end"
            )
            self._papers.forget_open()
        self._texts = Texts(self.candidates, self.findings)
        self._texts.add(self.number, line)
