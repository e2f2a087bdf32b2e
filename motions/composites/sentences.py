# ruff: noqa: RUF001 - branches type typographic quotation marks
"""The words of a motion as people point at them: paragraphs, points, and the sentences in each.

    "1. seek agreements; and"       a point, with one sentence
    "Conference notes A. It …"      a paragraph, with two
    "… calls on the NEC to: (a) x; (b) y."     a list run into a paragraph: each item by itself

Nothing of a text is lost: every paragraph gives back its line, to the last space.
"""

import re
from dataclasses import dataclass
from enum import StrEnum
from itertools import pairwise
from typing import Final

_MARKER: Final = re.compile(r"\s*(?:(?P<point>\d{1,3}[.)]|\([a-z0-9]{1,3}\))|(?P<bullet>[-*•]))\s+")
_STOP: Final = re.compile(r"[.!?…]+[\"'’”)\]]*\s+(?=[\"'‘“(\[]*[A-Z0-9£])")
_AFTER_COLON: Final = re.compile(r":\s+(?=\S)|;\s+(?:(?:and|or)\s+)?(?=\S)")
_LAST_WORD: Final = re.compile(r"(\S+?)[.!?…]+[\"'’”)\]]*\s+$")
_ABBREVIATED: Final = re.compile(
    r"al|approx|art|c|cf|cl|co|dept|dr|e\.g|eg|etc|ext|fig|gen|hon|i\.e|ie|inc|jr|ltd|mr|mrs|ms|mx|"
    r"no|nos|p|paras?|pp|prof|ref|reps?|rev|rt|sec|sr|st|v|viz|vol|vs|[a-hj-z]",
    re.IGNORECASE,
)


class Kind(StrEnum):
    """How a paragraph stands on the page."""

    PLAIN = ""
    POINT = "point"
    BULLET = "bullet"


@dataclass(frozen=True, slots=True)
class Line:
    """One paragraph of a text: its marker, and its sentences with the space after each."""

    kind: Kind
    marker: str
    pieces: tuple[str, ...]

    @property
    def text(self) -> str:
        """Give the line back exactly."""
        return self.marker + "".join(self.pieces)

    @property
    def sentences(self) -> tuple[str, ...]:
        """Give the words of each sentence."""
        return tuple(piece.strip() for piece in self.pieces)


def lines_of(text: str) -> tuple[Line, ...]:
    """Divide a text into its paragraphs and points, in order. Lines without words are kept."""
    return tuple(_line(line) for line in text.split("\n"))


def sentences_of(words: str) -> tuple[str, ...]:
    """Divide one paragraph into its sentences, each with the space that follows it."""
    pieces: list[str] = []
    begun = 0
    for stop in _STOP.finditer(words):
        if not _is_abbreviated(words[begun : stop.end()]):
            pieces += _items(words[begun : stop.end()])
            begun = stop.end()
    if begun < len(words):
        pieces += _items(words[begun:])
    return tuple(pieces)


def _line(line: str) -> Line:
    marker = _MARKER.match(line)
    if marker is None or marker.end() == len(line):
        return Line(Kind.PLAIN, "", sentences_of(line))
    kind = Kind.POINT if marker["point"] else Kind.BULLET
    return Line(kind, marker[0], sentences_of(line[marker.end() :]))


def _is_abbreviated(sentence: str) -> bool:
    """Say whether a full stop only shortens a word: No. 3, Dr. Hart, e.g. Leeds, J. Smith."""
    last = _LAST_WORD.search(sentence)
    if last is None or not sentence.rstrip().endswith("."):
        return False
    word = last[1].lstrip("\"'‘“([")
    return _ABBREVIATED.fullmatch(word) is not None


def _items(sentence: str) -> list[str]:
    """Divide a list that is run into a sentence: after its colon, and at each semicolon."""
    colon = sentence.find(":")
    if colon < 0 or ";" not in sentence[colon:]:
        return [sentence]
    cuts = [0, *(cut.end() for cut in _AFTER_COLON.finditer(sentence, colon)), len(sentence)]
    return [sentence[a:b] for a, b in pairwise(cuts) if a < b]
