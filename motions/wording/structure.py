# ruff: noqa: RUF001 - branches type typographic quotation marks and dashes
"""The parts of a motion that amendments name: paragraphs, points, bullets, rules, lines, sentences.

A text is plain lines, one paragraph or point to a line. Points, sub-points and bullets belong to
the paragraph above them: "paragraph 3" is its own line and all its points.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

MEASURE = 72
"""Characters in a numbered line, the same on every screen and sheet; marks of bold not counted."""

_POINT = re.compile(
    r"\s*(?P<marker>\d+[.)]|\([a-z0-9]{1,5}\)|[a-z][.)]|[ivx]{2,5}[.)]|[-•*])\s+(?=\S)"
)
_RULE = re.compile(
    r"(?:(?:rule|standing order|clause)\s+(?P<named>\d+(?:\.\d+)*[A-Z]?)"
    r"|(?P<bare>\d+(?:\.\d+)+[A-Z]?))(?=[\s.:)])",
    re.IGNORECASE,
)
_SENTENCE = re.compile(r"(?<=[.!?])['\"’”)*]*\s+(?=[\"'“‘(*]*[A-Z0-9])")
_WORD = re.compile(r"\S+")


@dataclass(frozen=True, slots=True)
class Block:
    """One line of a text: a paragraph's own, a point's, or a rule's. Offsets are in the text."""

    start: int
    end: int
    marker: str  # "1.", "(a)", "-"; nothing for a paragraph
    words_start: int
    level: int  # 0 a paragraph, 1 a point, 2 a sub-point
    paragraph: int  # counted from 1
    label: str  # "2", "2(a)", "bullet 3"; of a rule "14.1"

    @property
    def is_bullet(self) -> bool:
        """Say whether it is marked and not numbered."""
        return self.marker in ("-", "•", "*")

    @property
    def is_rule(self) -> bool:
        """Say whether it begins with the number of a rule."""
        return not self.marker and bool(self.label)

    def whole(self, text: str) -> str:
        """Give the line, marker and words."""
        return text[self.start : self.end]

    def words(self, text: str) -> str:
        """Give the line without its marker."""
        return text[self.words_start : self.end]


@lru_cache(maxsize=4096)
def blocks(text: str) -> Sequence[Block]:
    """Divide a text into its lines, each with its level and the label that names it."""
    found: list[Block] = []
    at = paragraph = bullets = 0
    parent = ""
    for line in text.split("\n"):
        start, end = at, at + len(line)
        at = end + 1
        if not line.strip():
            continue
        point = _POINT.match(line)
        if not point:
            rule = _RULE.match(line)
            paragraph, bullets, parent = paragraph + 1, 0, ""
            label = (rule["named"] or rule["bare"]) if rule else ""
            found.append(Block(start, end, "", start, 0, paragraph, label))
            continue
        paragraph = paragraph or 1
        marker = point["marker"]
        own = marker.strip("().")
        if marker in ("-", "•", "*"):
            bullets += 1
            level, label = (2 if parent else 1), f"bullet {bullets}"
        elif own.isdigit() and not marker.startswith("("):
            parent = own
            level, label = 1, own
        else:
            level, label = (2, f"{parent}({own})") if parent else (1, f"({own})")
        found.append(Block(start, end, marker, start + point.end(), level, paragraph, label))
    return found


def marker_of(words: str) -> str:
    """Give the marker that words begin with: "3.", "(a)", "-"; nothing for a paragraph."""
    found = _POINT.match(words)
    return found["marker"] if found else ""


def whole_point(text: str, at: int) -> tuple[int, int]:
    """Give where a point begins and ends, with the sub-points below it; `at` counts the blocks."""
    every = blocks(text)
    own, end = every[at], every[at].end
    for block in every[at + 1 :]:
        if block.level <= own.level:
            break
        end = block.end
    return own.start, end


def lines_of(paragraph: str) -> list[str]:
    """Divide a paragraph into numbered lines of at most MEASURE characters, broken at spaces.

    A point begins a line of its own. A single word longer than the measure is a line by itself.
    """
    return [paragraph[start:end] for start, end in line_spans(paragraph, 0, len(paragraph))]


def line_spans(text: str, start: int, end: int) -> list[tuple[int, int]]:
    """Give where each numbered line of a stretch of text begins and ends."""
    spans: list[tuple[int, int]] = []
    for row in re.finditer(r"[^\n]+", text[start:end]):
        first = last = -1
        width = 0
        for word in _WORD.finditer(row[0]):
            wide = len(word[0]) - word[0].count("*")
            if first >= 0 and width + 1 + wide > MEASURE:
                spans.append((start + row.start() + first, start + row.start() + last))
                first = -1
            if first < 0:
                first, width = word.start(), wide
            else:
                width += 1 + wide
            last = word.end()
        if first >= 0:
            spans.append((start + row.start() + first, start + row.start() + last))
    return spans


def sentence_spans(text: str, start: int, end: int) -> list[tuple[int, int]]:
    """Give where each sentence of a stretch of text begins and ends; points end sentences too."""
    spans: list[tuple[int, int]] = []
    for block in blocks(text):
        if block.end <= start or block.start >= end:
            continue
        at, stop = max(start, block.words_start), min(end, block.end)
        for gap in _SENTENCE.finditer(text, at, stop):
            spans.append((at, gap.start()))
            at = gap.end()
        spans.append((at, stop))
    return spans
