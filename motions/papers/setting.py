"""The words of an entry as lines to be set: numbered as amendments name them, changes marked. Pure.

Every form of a paper is set from these lines. A paragraph bears its number, a point the marker that
its branch gave it, so that "in paragraph 2, point 3" finds the same words on screen and on paper.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from markdown_it import MarkdownIt

from motions.papers.content import Entry
from motions.wording import changes
from motions.wording.structure import blocks

_MARKDOWN = MarkdownIt("zero").enable("emphasis")  # as motions.texts.rendering reads it
_OPENS = {"strong_open": "b", "em_open": "i"}
_CLOSES = {"strong_close": "b", "em_close": "i"}

NUMBERED = ("motion", "composite")
"""Whose paragraphs are numbered: what amendments are made to."""


@dataclass(frozen=True, slots=True)
class Run:
    """Words set alike. `change` is "put_in", "taken_out" or nothing; `style` holds b and i."""

    words: str
    style: str = ""
    change: str = ""


@dataclass(frozen=True, slots=True)
class Line:
    """A paragraph, or a point of one at level 1 or 2. What is only taken out has no number."""

    number: str
    level: int
    runs: tuple[Run, ...]

    @property
    def words(self) -> str:
        """Give the words as they now stand."""
        return "".join(run.words for run in self.runs if run.change != "taken_out")


def lines_of_entry(entry: Entry) -> list[Line]:
    """Set the words of an entry, with what was changed in them since the issue before."""
    numbered = entry.kind in NUMBERED
    if entry.mark and entry.mark.was:
        return [*_changed(entry.mark.was, entry.text, numbered=numbered)]
    return [*set_text(entry.text, numbered=numbered)]


def set_text(text: str, *, numbered: bool = True) -> Iterator[Line]:
    """Set a text: a line for each paragraph and each point."""
    for block in blocks(text):
        words = block.words(text).strip()
        number = block.marker or (str(block.paragraph) if numbered else "")
        yield Line("•" if block.is_bullet else number, block.level, tuple(styled(words)))


def _changed(was: str, text: str, *, numbered: bool) -> Iterator[Line]:
    at = {text.count("\n", 0, each.start): each for each in blocks(text)}
    seen: set[int] = set()
    row = 0
    runs: list[Run] = []
    holds = False  # words of the new text stand in this line

    def line() -> Line:
        block = at.get(row) if holds and row not in seen else None
        if block is None:
            return Line("", 0, tuple(runs))
        seen.add(row)
        first = runs[0]
        if block.marker and not first.change and first.words.lstrip().startswith(block.marker):
            rest = first.words.lstrip().removeprefix(block.marker).lstrip()
            number = "•" if block.is_bullet else block.marker
            return Line(number, block.level, (Run(rest, first.style), *runs[1:]))
        number = str(block.paragraph) if not block.level and numbered else ""
        return Line(number, block.level, tuple(runs))

    for kind, words in changes(was, text):
        change = "" if kind == "same" else kind
        for index, part in enumerate(words.split("\n")):
            if index:
                if any(run.words.strip() for run in runs):
                    yield line()
                row += kind != "taken_out"
                runs, holds = [], False
            if part:
                runs += styled(part, change)
                holds = holds or (kind != "taken_out" and bool(part.strip()))
    if any(run.words.strip() for run in runs):
        yield line()


def styled(words: str, change: str = "") -> list[Run]:
    """Read bold and italics; everything else is the words as typed."""
    if "*" not in words and "_" not in words:
        return [Run(words, "", change)] if words else []
    runs: list[Run] = []
    style: list[str] = []
    for token in _MARKDOWN.parseInline(words)[0].children or ():
        if token.type in _OPENS:
            style.append(_OPENS[token.type])
        elif token.type in _CLOSES:
            style.remove(_CLOSES[token.type])
        elif token.content:
            runs.append(Run(token.content, "".join(sorted(set(style))), change))
    lead = " " if words.startswith(" ") and runs and not runs[0].words.startswith(" ") else ""
    tail = " " if words.endswith(" ") and runs and not runs[-1].words.endswith(" ") else ""
    return [*[Run(each, "", change) for each in (lead,) if each], *runs,
            *[Run(each, "", change) for each in (tail,) if each]]  # fmt: skip
