"""Choose the words an instruction quotes, so that they are found in one place of the text only."""

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from motions.wording.edits import WHOLE, Place
from motions.wording.finding import Span, found_in, part_of
from motions.wording.structure import Block, blocks

_LONGEST = 7  # words in an anchor
_PLAIN = 6  # characters: a shorter anchor is easily overlooked
_WORD = re.compile(r"[,.;:)?!]+(?=\s|$)|\S+?(?=[,.;:)?!]*(?:\s|$))")


class Quoted(NamedTuple):
    """Words to quote, with the part of the text to name and which of several places is meant."""

    words: str
    place: Place = WHOLE
    which: int = 0


def word_spans(text: str, start: int = 0, end: int | None = None) -> list[Span]:
    """Give where each word begins and ends, and the punctuation after it as one of its own."""
    return [word.span() for word in _WORD.finditer(text, start, len(text) if end is None else end)]


def words_ending_at(text: str, end: int) -> Iterator[Quoted]:
    """Give the ways to name the place after some words: the shortest anchor first."""
    block = _block_over(text, end - 1)
    words = [each for each in word_spans(text, block.words_start, end) if each[1] <= end]
    yield from _named(text, _plain_first([(each[0], end) for each in words[::-1][:_LONGEST]]))


def words_starting_at(text: str, start: int) -> Iterator[Quoted]:
    """Give the ways to name the place before some words."""
    block = _block_over(text, start)
    words = word_spans(text, start, block.end)[:_LONGEST]
    yield from _named(text, _plain_first([(start, each[1]) for each in words]))


def words_between(text: str, start: int, end: int) -> Iterator[Quoted]:
    """Give the ways to name just these words."""
    yield from _named(text, [(start, end)])


def place_at(text: str, at: int) -> Place:
    """Name the paragraph or point that a character stands in."""
    block = _block_over(text, at)
    if block.marker and not block.is_bullet:
        alike = [each for each in blocks(text) if each.marker and each.label == block.label]
        if len(alike) == 1:
            return Place(point=block.label)
        if [each.paragraph for each in alike].count(block.paragraph) == 1:
            return Place(paragraph=block.paragraph, point=block.label)
    return Place(paragraph=block.paragraph)


def _plain_first(spans: Sequence[Span]) -> list[Span]:
    return sorted(spans, key=lambda span: span[1] - span[0] < _PLAIN)


def _named(text: str, spans: Sequence[Span]) -> Iterator[Quoted]:
    """Yield those that come once in the text, then in their paragraph, then by their number."""
    if not spans:
        return
    whole = (0, len(text))
    for span in spans:
        if found_in(text, whole, text[slice(*span)]) == [span]:
            yield Quoted(text[slice(*span)])
    place = place_at(text, spans[0][0])
    part = part_of(text, place)
    for span in spans:
        if found_in(text, part, text[slice(*span)]) == [span]:
            yield Quoted(text[slice(*span)], place)
    for span in spans:
        every = found_in(text, whole, text[slice(*span)])
        if span in every:
            yield Quoted(text[slice(*span)], which=every.index(span) + 1)


def _block_over(text: str, at: int) -> Block:
    every = blocks(text)
    return next((block for block in every if at < block.end), every[-1])
