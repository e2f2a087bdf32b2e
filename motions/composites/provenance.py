"""Where every sentence of a composite comes from, and what became of every sentence of a motion.

A composite is made of paragraphs and points, and each of these of sentences. A sentence names the
places that it is from: M3@1:2.1 is the first sentence of the second paragraph of version 1 of
motion 3. A sentence that names none is new words, by agreement. What was done to the words (taken
over as they were, in part, joined, reworded) is found by comparing them, never by being told: so a
page cannot call words a branch's own that are not.

Source: guide 3.3, "composite keeps sentence provenance so branches can see that their words are
there". Shares are counted in words: 48 of 85.
"""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from enum import StrEnum
from functools import cached_property
from typing import Any, Final, Self

from audit.refusal import Refusal
from motions.composites.sentences import Kind, lines_of

_PLACE: Final = re.compile(r"(?P<source>[^@\s]{1,16})@(\d{1,4}):(\d{1,4})\.(\d{1,4})")
_WORD: Final = re.compile(r"\w+(?:['’-]\w+)*")  # noqa: RUF001 - the apostrophe that Word types
_LIST_END: Final = re.compile(r"(?:\s*[;,](?:\s+(?:and|or))?|\s*\.)?\s*$")


class Manner(StrEnum):
    """What was done to the words of a source."""

    VERBATIM = "verbatim"
    PART = "part"
    JOINED = "joined"
    REWORDED = "reworded"
    NEW = "new"


@dataclass(frozen=True, slots=True, order=True)
class Place:
    """One sentence of one version of a motion, or of the words that an amendment would put in."""

    source: str
    version: int
    paragraph: int
    sentence: int

    def __str__(self) -> str:
        """Name the place: M3@1:2.1."""
        return f"{self.source}@{self.version}:{self.paragraph}.{self.sentence}"

    @classmethod
    def read(cls, name: str) -> Self:
        """Read the name of a place, or refuse it."""
        found = _PLACE.fullmatch(name)
        if found is None:
            raise Refusal("no-such-sentence", "That sentence is not in any motion of the group.")
        return cls(found["source"], int(found[2]), int(found[3]), int(found[4]))


@dataclass(frozen=True)
class Source:
    """The words of a motion in the group, as they stood when it was grouped."""

    number: str
    version: int
    text: str

    @cached_property
    def paragraphs(self) -> tuple[tuple[Kind, tuple[Place, ...]], ...]:
        """Give its paragraphs, each with the places of its sentences; empty lines are none."""
        lines = (line for line in lines_of(self.text) if line.text.strip())
        return tuple(
            (
                line.kind,
                tuple(
                    Place(self.number, self.version, paragraph, sentence)
                    for sentence in range(1, len(line.sentences) + 1)
                ),
            )
            for paragraph, line in enumerate(lines, start=1)
        )

    @cached_property
    def sentences(self) -> dict[Place, str]:
        """Give every sentence by its place, in the order of the text."""
        lines = [line for line in lines_of(self.text) if line.text.strip()]
        return {
            place: words
            for (_kind, places), line in zip(self.paragraphs, lines, strict=True)
            for place, words in zip(places, line.sentences, strict=True)
        }

    @property
    def length(self) -> int:
        """Count its words."""
        return sum(len(words_in(words)) for words in self.sentences.values())


@dataclass(frozen=True, slots=True)
class Said:
    """A sentence of the composite, and the places that it is from. None: new, by agreement."""

    words: str
    places: tuple[Place, ...] = ()


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph or a point of the composite."""

    said: tuple[Said, ...]
    kind: Kind = Kind.PLAIN


@dataclass(frozen=True, slots=True)
class Composition:
    """The words of a composite, each sentence with its source."""

    paragraphs: tuple[Paragraph, ...] = ()

    @property
    def said(self) -> Iterator[Said]:
        """Give its sentences in order."""
        return (said for paragraph in self.paragraphs for said in paragraph.said)

    def to_document(self) -> list[dict[str, Any]]:
        """Give it as plain data, to be kept and hashed."""
        return [
            {
                "kind": paragraph.kind.value,
                "said": [
                    {"words": said.words, "from": [str(place) for place in said.places]}
                    for said in paragraph.said
                ],
            }
            for paragraph in self.paragraphs
        ]

    @classmethod
    def from_document(cls, document: Iterable[Mapping[str, Any]]) -> Self:
        """Read it back."""
        return cls(
            tuple(
                Paragraph(
                    tuple(
                        Said(each["words"], tuple(Place.read(name) for name in each["from"]))
                        for each in row["said"]
                    ),
                    Kind(row["kind"]),
                )
                for row in document
            )
        )


@dataclass(frozen=True, slots=True)
class Share:
    """How much of a source is in the composite."""

    words: int
    of: int
    used: frozenset[Place]
    not_carried_over: tuple[Place, ...]

    @property
    def percent(self) -> int:
        """Give the share in whole per cent, rounded down: 100 means every word."""
        return 100 * self.words // self.of if self.of else 0


def words_in(text: str) -> list[str]:
    """Give the words of a text for comparing: small letters, without points and commas."""
    return [word.lower() for word in _WORD.findall(text)]


def composed_of(text: str, places: Mapping[tuple[int, int], Sequence[Place]]) -> Composition:
    """Read a text as a composite; `places` gives the sources by paragraph and sentence, from 1."""
    lines = [line for line in lines_of(text) if line.text.strip()]
    return Composition(
        tuple(
            Paragraph(
                tuple(
                    Said(words, tuple(places.get((at, n), ())))
                    for n, words in enumerate(line.sentences, start=1)
                ),
                line.kind,
            )
            for at, line in enumerate(lines, start=1)
        )
    )


def assembled(composition: Composition) -> str:
    """Put a composite together as plain text: a line to a paragraph, points numbered from 1.

    A list of points that go on with a sentence, each beginning with a small letter, ends them as a
    list does: with semicolons, "; and" before the last, and a full stop.
    """
    lines: list[str] = []
    filled = [paragraph for paragraph in composition.paragraphs if paragraph.said]
    for kind, run in _runs(filled):
        texts = [" ".join(said.words.strip() for said in each.said) for each in run]
        if kind is not Kind.PLAIN and len(texts) > 1 and all(text[:1].islower() for text in texts):
            texts = _as_list(texts)
        lines += [
            {Kind.PLAIN: "", Kind.BULLET: "- ", Kind.POINT: f"{number}. "}[kind] + text
            for number, text in enumerate(texts, start=1)
        ]
    return "\n".join(lines)


def _runs(paragraphs: Iterable[Paragraph]) -> Iterator[tuple[Kind, list[Paragraph]]]:
    run: list[Paragraph] = []
    for paragraph in paragraphs:
        if run and run[0].kind is not paragraph.kind:
            yield run[0].kind, run
            run = []
        run.append(paragraph)
    if run:
        yield run[0].kind, run


def _as_list(texts: Sequence[str]) -> list[str]:
    bare = [bare_of(text) for text in texts]
    return [*(f"{each};" for each in bare[:-2]), f"{bare[-2]}; and", f"{bare[-1]}."]


def bare_of(words: str) -> str:
    """Take off what a list or a full stop puts at the end of a sentence."""
    return _LIST_END.sub("", words)


def manner(said: Said, sources: Mapping[Place, str]) -> Manner:
    """Find out what was done to the words, by comparing them with those of their sources."""
    if not said.places:
        return Manner.NEW
    mine = words_in(said.words)
    theirs = [words_in(sources.get(place, "")) for place in said.places]
    if len(theirs) == 1:
        if mine == without_joiner(theirs[0], mine):
            return Manner.VERBATIM
        return Manner.PART if mine and is_within(mine, theirs[0]) else Manner.REWORDED
    if mine and all(is_within(mine, words) for words in theirs):
        return Manner.PART  # words that they share
    whole = [word for words in theirs for word in words]
    return Manner.JOINED if mine == whole else Manner.REWORDED


def without_joiner(theirs: list[str], mine: list[str]) -> list[str]:
    """Leave out the "and" that a list puts after an item: it is the list's, not the item's."""
    ends = theirs[-1:] in (["and"], ["or"]) and mine[-1:] != theirs[-1:]
    return theirs[:-1] if ends else theirs


def is_within(mine: list[str], theirs: list[str]) -> bool:
    """Say whether some words stand in others, one after another."""
    return any(theirs[at : at + len(mine)] == mine for at in range(len(theirs) - len(mine) + 1))


def share(source: Source, composition: Composition) -> Share:
    """Count how many of a motion's words are in the composite, and list what is not.

    A word counts once, however often it was used; of a reworded sentence, those words count that
    stand in it in their old order, two or more together. A sentence of which no words are left is
    not carried over, whatever it is said to have become.
    """
    found: dict[Place, set[int]] = {}
    for said in composition.said:
        mine = words_in(said.words)
        for place in said.places:
            if place in source.sentences:
                kept = found.setdefault(place, set())
                kept |= _in_both(words_in(source.sentences[place]), mine)
    found = {place: kept for place, kept in found.items() if kept}
    return Share(
        words=sum(len(each) for each in found.values()),
        of=source.length,
        used=frozenset(found),
        not_carried_over=tuple(place for place in source.sentences if place not in found),
    )


def _in_both(theirs: list[str], mine: list[str]) -> set[int]:
    blocks = SequenceMatcher(None, theirs, mine, autojunk=False).get_matching_blocks()
    least = min(2, len(theirs), len(mine))  # a lone "and" in both says nothing
    return {
        at for block in blocks if block.size >= least for at in range(block.a, block.a + block.size)
    }


def nearest(words: str, source: Source, *, least: float = 0.4) -> tuple[Place, ...]:
    """Find the sentences of a source that some words are most likely from.

    For composites that come from elsewhere with a note of which motions a paragraph was made from,
    and no more: the sentence with most words in common, and any other that has a share of `least`.
    """
    mine = words_in(words)
    scored = {
        place: len(_in_both(theirs, mine)) / len(theirs)
        for place, text in source.sentences.items()
        if (theirs := words_in(text))
    }
    if not scored:
        return ()
    best = max(scored, key=lambda place: scored[place])
    return tuple(place for place, score in scored.items() if place == best or score >= least)
