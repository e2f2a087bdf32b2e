"""What a paper says, and nothing of how it looks: sections of headed entries, as plain data.

One content makes the page, the PDF, the large print, the Word file and the plain text, so that no
two of them can differ. Pure: it goes to canonical JSON and comes back equal.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, Self

Pair = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Mark:
    """How an entry differs from the issue before: "new", "changed" or "moved"."""

    kind: str
    facts: tuple[str, ...] = ()
    """The names of the facts that differ."""
    was: str | None = None
    """The words it had, if they differ."""
    heading: str | None = None
    """What it was called, if that differs."""

    @property
    def label(self) -> str:
        """Name the mark as it stands beside the entry."""
        return self.kind.capitalize()

    @property
    def words(self) -> str:
        """Say what differs, for the list at the top."""
        if self.kind != "changed":
            return self.label
        what = ["the title"] * (self.heading is not None) + ["the words"] * (self.was is not None)
        return "Changed: " + listed([*what, *(name[:1].lower() + name[1:] for name in self.facts)])


@dataclass(frozen=True, slots=True)
class Entry:
    """One thing with a heading: a motion, an amendment beneath it, a paragraph, an item."""

    key: str
    """Names it in every issue, and its place on the page: M11, M11.1, p2.3, s1-4."""
    kind: str
    heading: str
    level: int = 0
    """1 stands beneath the entry before it of level 0."""
    facts: tuple[Pair, ...] = ()
    text: str = ""
    notes: tuple[str, ...] = ()
    mark: Mark | None = None


@dataclass(frozen=True, slots=True)
class Section:
    """A part of a paper: entries under one heading, or a table."""

    key: str
    heading: str
    words: str = ""
    entries: tuple[Entry, ...] = ()
    columns: tuple[str, ...] = ()
    rows: tuple[tuple[str, ...], ...] = ()


@dataclass(frozen=True, slots=True)
class Content:
    """A paper. `number` and `issued` are 0 and "" of a preview, which has not been issued."""

    kind: str
    title: str
    union: str
    conference: str
    code: str
    when: str
    """When conference sits, in words."""
    sections: tuple[Section, ...]
    number: int = 0
    issued: str = ""
    """The moment in words, by the clock of the union: 17 May 2027, 12:00 BST."""
    since: str = ""
    """The issue that the marks compare it with."""
    gone: tuple[Pair, ...] = ()
    """The key and the heading of each entry that was in that issue and is not in this one."""

    @property
    def entries(self) -> Iterator[Entry]:
        """Give every entry in the order of the paper."""
        for section in self.sections:
            yield from section.entries

    @property
    def marked(self) -> Sequence[Entry]:
        """Give the entries that differ from the issue before."""
        return [each for each in self.entries if each.mark]

    @property
    def changed(self) -> int:
        """Count what differs from the issue before, with what is gone."""
        return len(self.marked) + len(self.gone)

    @property
    def issue(self) -> str:
        """Name the issue: 2nd issue, 17 May 2027, 12:00 BST."""
        return f"{ordinal(self.number)} issue, {self.issued}" if self.number else "Draft"

    def to_document(self) -> dict[str, Any]:
        """Give it as plain data, for canonical JSON."""
        document: dict[str, Any] = _plain(self)
        return document

    @classmethod
    def from_document(cls, document: Mapping[str, Any]) -> Self:
        """Read it back."""
        sections = tuple(_section(each) for each in document["sections"])
        gone = tuple((key, heading) for key, heading in document["gone"])
        return cls(**{**document, "sections": sections, "gone": gone})


def with_marks(content: Content, marks: Mapping[str, Mark], gone: Sequence[Pair]) -> Content:
    """Mark the entries of a content by their keys."""
    sections = tuple(
        replace(each, entries=tuple(replace(one, mark=marks.get(one.key)) for one in each.entries))
        for each in content.sections
    )
    return replace(content, sections=sections, gone=tuple(gone))


def ordinal(number: int) -> str:
    """Write a number as an ordinal.

    >>> [ordinal(n) for n in (1, 2, 3, 4, 11, 12, 21, 102, 113)]
    ['1st', '2nd', '3rd', '4th', '11th', '12th', '21st', '102nd', '113th']
    """
    teen = 11 <= number % 100 <= 13  # noqa: PLR2004
    ending = "th" if teen else {1: "st", 2: "nd", 3: "rd"}.get(number % 10, "th")
    return f"{number}{ending}"


def listed(words: Sequence[str]) -> str:
    """Join words as a sentence does.

    >>> listed(["M1", "M2", "M3"])
    'M1, M2 and M3'
    """
    *first, last = words or [""]
    return f"{', '.join(first)} and {last}" if first else last


def kept(words: str) -> str:
    r"""Leave out what no paper can carry: control characters, and halves of characters.

    >>> kept("Pay\x07 #now\tor\r\nnever")
    'Pay #now or\nnever'
    """
    lines = words.replace("\r\n", "\n").replace("\r", "\n").replace("\t", " ")
    return "".join(
        each
        for each in lines
        if each == "\n" or (each >= " " and not "\x7f" <= each <= "\x9f" and each not in _NEVER)
        if not "\ud800" <= each <= "\udfff"
    )


_NEVER = "\ufffe\uffff"


def _plain(value: Any) -> Any:
    if isinstance(value, tuple | list):
        return [_plain(each) for each in value]
    if isinstance(value, Content | Section | Entry | Mark):
        return {name: _plain(getattr(value, name)) for name in value.__slots__}
    return value


def _section(document: Mapping[str, Any]) -> Section:
    entries = tuple(_entry(each) for each in document["entries"])
    rows = tuple(tuple(row) for row in document["rows"])
    return Section(
        **{**document, "entries": entries, "rows": rows, "columns": tuple(document["columns"])}
    )


def _entry(document: Mapping[str, Any]) -> Entry:
    mark = document["mark"]
    return Entry(
        **{
            **document,
            "facts": tuple((name, words) for name, words in document["facts"]),
            "notes": tuple(document["notes"]),
            "mark": Mark(**{**mark, "facts": tuple(mark["facts"])}) if mark else None,
        }
    )
