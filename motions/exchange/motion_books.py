"""Motions out of a book of them: a Word file or a web page that people wrote for people. Pure.

A motion begins at a heading that names it ("Motion 12: Pay", "12. Pay", "Composite A"), says who
moves it ("Moved by", "Branch:"), and goes on to the next. An amendment stands beneath its motion.
What is not understood is said, and nothing of it is guessed.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Final

from motions.exchange.book_lines import BookLine, page_lines, word_lines
from motions.exchange.incoming import (
    MOST,
    Incoming,
    IncomingAmendment,
    IncomingMotion,
    Note,
    UnreadableFile,
)
from motions.exchange.openslides import words_wrong

WORD, PAGE = "word", "page"
_LONGEST_FACT: Final = 160
_NUMBER: Final = r"[A-Z]{0,3}\d{1,4}[A-Za-z]?"
_SAID: Final = re.compile(
    rf"(?P<kind>emergency motion|rule amendment|standing orders? amendment|composite(?: motion)?|"
    rf"motion)\s+(?:no\.?\s*|number\s+)?(?P<number>{_NUMBER}|[A-Z]{{1,2}})\b"
    r"\s*[.:)\u2013\u2014-]*\s*(?P<title>.*)",
    re.IGNORECASE,
)
_COUNTED: Final = re.compile(rf"(?P<number>{_NUMBER})\s*[.:)\u2013\u2014-]+\s+(?P<title>\S.*)")
_AMENDMENT: Final = re.compile(
    r"amendment\s+(?:no\.?\s*)?(?P<number>[A-Z]{0,3}\d{1,4}(?:[./][0-9a-z]{1,3}|[a-z])?|[A-Z]|)\b"
    r"(?:\s*(?:to\s+(?:motion\s+)?\S+)?)?\s*[.:)\u2013\u2014-]*\s*(?P<rest>.*)",
    re.IGNORECASE,
)
_MOVER: Final = re.compile(
    r"(?:moved by|mover|submitted by|submitter|proposed by|proposed|proposer|branch|from)"
    r"\s*:?\s+(?P<who>.+)",
    re.IGNORECASE,
)
_OTHER_FACT: Final = re.compile(
    r"(?:seconded by|seconder|made from|taken|debated|decided by|the executive|executive position|"
    r"stands|status|ruling|reason)\s*:\s+.+",
    re.IGNORECASE,
)
_SECTION: Final = re.compile(r"motions?:\s+(?P<section>.+)", re.IGNORECASE)
_KINDS: Final = {
    "emergency motion": "emergency",
    "rule amendment": "rule_amendment",
    "standing order amendment": "standing_order_amendment",
    "standing orders amendment": "standing_order_amendment",
}
_PREFIXES: Final = {"EM": "emergency", "RA": "rule_amendment", "SO": "standing_order_amendment"}


def read_word(content: bytes) -> Incoming:
    """Read a motion book in Word. Raises UnreadableFile."""
    return _read(word_lines(content), WORD, "A motion book in Word")


def read_page(content: bytes) -> Incoming:
    """Read a motion book that is a web page. Raises UnreadableFile."""
    return _read(page_lines(content), PAGE, "A motion book as a web page")


@dataclass(slots=True)
class _Part:
    """A motion or an amendment being read."""

    line: int
    number: str
    title: str = ""
    kind: str = "ordinary"
    section: str = ""
    submitter: str = ""
    words: list[str] = field(default_factory=list)
    amendments: list["_Part"] = field(default_factory=list)
    is_composite: bool = False
    is_closed: bool = False


class _Reading:
    """A book read line by line: the motions so far, the section, and what was passed over."""

    def __init__(self, *, by_heading: bool) -> None:
        self.by_heading = by_heading
        self.parts: list[_Part] = []
        self.section = ""
        self.passed_over = 0

    def line(self, line: BookLine) -> None:
        """Take the next line for what it is."""
        last = self.parts[-1] if self.parts else None
        amendment = _names_amendment(line, by_heading=self.by_heading)
        found = None if amendment else self._begins(line)
        if found:
            self.parts.append(_begun(line, found, self.section))
        elif amendment and last and not last.is_closed:
            last.amendments.append(amendment)
        elif line.level:
            self._heading(line, last)
        elif last and not last.is_closed:
            _take(last, line)
        else:
            self.passed_over += 1

    def _begins(self, line: BookLine) -> re.Match[str] | None:
        return _names_motion(line) if line.level or not self.by_heading else None

    def _heading(self, line: BookLine, last: _Part | None) -> None:
        """Take a heading that names no motion: the title of the last one, or a new section."""
        if last and not (last.title or last.words or last.is_closed):
            last.title = line.words
            return
        self.section = _section(line)
        if last:
            last.is_closed = True


def _read(lines: Sequence[BookLine], kind: str, label: str) -> Incoming:
    reading = _Reading(by_heading=any(line.level and _names_motion(line) for line in lines))
    for line in lines:
        reading.line(line)
    parts = reading.parts
    if not parts:
        raise UnreadableFile(
            "No motion was found. Each has to begin with a line such as “Motion 12: Title”, or "
            "with a heading such as “12. Title”."
        )
    if len(parts) > MOST:
        raise UnreadableFile(f"This book has {len(parts):,} motions; {MOST:,} are taken at a time.")
    left = reading.passed_over
    notes = (Note(f"{left} paragraphs outside any motion were not read."),) if left else ()
    return Incoming(kind, label, tuple(_motions(parts)), notes=notes)


def _names_motion(line: BookLine) -> re.Match[str] | None:
    if len(line.words) > _LONGEST_FACT * 2:
        return None
    if said := _SAID.fullmatch(line.words):
        return None if said["title"].endswith((";", ".")) and not line.level else said
    return _COUNTED.fullmatch(line.words) if line.level else None


def _names_amendment(line: BookLine, *, by_heading: bool) -> _Part | None:
    found = _AMENDMENT.fullmatch(line.words)
    if found is None or (by_heading and not line.level and not found["number"]):
        return None
    rest = found["rest"].strip()
    if not found["number"] and rest and not line.level:
        return None
    part = _Part(line.line, found["number"])
    mover = _MOVER.fullmatch(rest)
    if mover and len(rest) <= _LONGEST_FACT:
        part.submitter = mover["who"].strip()
    elif rest and not line.level:
        part.words.append(rest)
    return part


def _begun(line: BookLine, found: re.Match[str], section: str) -> _Part:
    said = found.groupdict().get("kind") or ""
    kind = " ".join(said.lower().split())
    number = found["number"].upper()
    prefix = re.match(r"[A-Z]*", number)
    return _Part(
        line.line,
        number,
        found["title"].strip(),
        _KINDS.get(kind) or _PREFIXES.get(prefix[0] if prefix else "", "ordinary"),
        section,
        is_composite=kind.startswith("composite"),
    )


def _section(line: BookLine) -> str:
    found = _SECTION.fullmatch(line.words)
    return (found["section"] if found else line.words)[:80]


def _take(part: _Part, line: BookLine) -> None:
    """Take a line into a motion, or into the amendment that stands last beneath it."""
    now = part.amendments[-1] if part.amendments else part
    mover = _MOVER.fullmatch(line.words)
    if not now.words and len(line.words) <= _LONGEST_FACT:
        if mover and not now.submitter:
            now.submitter = mover["who"].strip()
            return
        if _OTHER_FACT.fullmatch(line.words):
            return
        if now is part and not part.title and not line.words.endswith((".", ":", ";")):
            part.title = line.words
            return
    now.words.append(line.words)


def _motions(parts: Sequence[_Part]) -> Iterator[IncomingMotion]:
    seen: set[str] = set()
    for part in parts:
        text = "\n".join(part.words)
        notes = words_wrong(part.title, text)
        if part.is_composite:
            words = "A composite is made from motions, on the page of composites."
            notes.insert(0, Note(words, is_error=True))
        elif part.number in seen:
            notes.append(Note(f"The number {part.number} stands above already.", is_error=True))
        if not part.submitter:
            notes.append(Note("No line says who moves it."))
        seen.add(part.number)
        amendments = []
        for each in part.amendments:
            if each.words:
                words = "\n".join(each.words)
                amendments.append(IncomingAmendment(each.line, each.number, each.submitter, words))
            else:
                notes.append(Note(f"Amendment {each.number} has no words, and is left out."))
        number = f"Composite {part.number}" if part.is_composite else part.number
        yield IncomingMotion(
            part.line, number, part.title, text, part.submitter, part.kind, part.section,
            tuple(amendments), {}, tuple(notes),
        )  # fmt: skip
