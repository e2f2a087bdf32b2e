"""What the columns of a table of papers mean: each a preference, or each a candidate."""

import re
from abc import ABC, abstractmethod
from collections.abc import Iterable, Sequence
from itertools import groupby
from typing import Final

from ballots.counting.contest import SKIPPED
from ballots.counting.files.faults import shown
from ballots.counting.files.rows import MOST_CANDIDATES, WHOLE, most_preferences
from ballots.counting.files.slate import Misfit, Slate
from ballots.counting.files.text import tidy

_PAPERS: Final = frozenset({"papers", "number of papers", "weight", "count", "ballots", "votes"})
_NOT_READ: Final = frozenset(
    {"id", "paper", "paper id", "ballot", "ballot id", "timestamp", "time", "date", "submitted"}
)
_WORDS: Final = (
    *("first", "second", "third", "fourth", "fifth", "sixth"),
    *("seventh", "eighth", "ninth", "tenth", "eleventh", "twelfth"),
)
_ORDINAL = re.compile(
    r"(?:(?:preference|choice|rank|pref)\.? )?([0-9]{1,4})(?:st|nd|rd|th|\.)?"
    r"(?: (?:preference|choice|pref))?"
)
_IN_BRACKETS = re.compile(r".*\[([^\[\]]+)\]")  # forms head a grid "Your votes [Ann]"
_EMPTY: Final = frozenset({"", "-"})
_CROSSES: Final = frozenset({"x", "✓", "✔", "✗", "✘", "yes", "true"})


def ordinal(text: str) -> int | None:
    """Read "1", "1st", "First choice" or "Preference 1" as a number."""
    text = text.casefold()
    if found := _ORDINAL.fullmatch(text):
        return int(found[1])
    first = text.removesuffix(" preference").removesuffix(" choice")
    return _WORDS.index(first) + 1 if first in _WORDS else None


class Columns(ABC):
    """The columns of a table, whose places are counted from 0.

    `papers` is the place of the column, if any, that says how many papers a line is; `candidates`
    are those in the headings.
    """

    candidates: Sequence[str] = ()

    def __init__(self, headings: int, places: Sequence[int], papers: int | None) -> None:
        self._headings, self._places, self._papers = headings, places, papers

    def weight(self, cells: Sequence[str]) -> int:
        """Say how many papers a line is; Misfit where it does not say."""
        if self._papers is None:
            return 1
        found = cells[self._papers].strip() if self._papers < len(cells) else ""
        if not WHOLE.fullmatch(found):
            raise Misfit(f"{shown(found)} stands where the number of papers belongs")
        return int(found)

    def marks(self, cells: Sequence[str]) -> tuple[str, ...]:
        """Give the cells of a line that are its paper, in the order of `places`."""
        if any(cells[self._headings :]):
            raise Misfit(
                f"there are {len(cells)} cells on this line, and {self._headings} headings"
            )
        return tuple(tidy(cells[at]) if at < len(cells) else "" for at in self._places)

    @abstractmethod
    def preferences(self, marks: Sequence[str], slate: Slate) -> list[int]:
        """Read the preferences of a paper; Misfit where they are none."""

    def named(self, table: Iterable[Sequence[str]]) -> set[str]:
        """Give the names of all who are named in a table; Misfit where they are too many."""
        found = set[str]()
        for cells in table:
            found.update(name for mark in self.marks(cells) for name in _names(mark))
            if len(found) > MOST_CANDIDATES:
                raise Misfit(f"more than {MOST_CANDIDATES:,} different names stand on the papers")
        return found


class ByPreference(Columns):
    """A column for each preference, first to last; a cell names a candidate, or several by `=`."""

    def preferences(self, marks: Sequence[str], slate: Slate) -> list[int]:
        ranked = list(marks)
        while ranked and ranked[-1] in _EMPTY:
            ranked.pop()
        return slate.preferences([mark] if slate.calls(mark) else _names(mark) for mark in ranked)


class ByCandidate(Columns):
    """A column for each candidate; a cell has the preference given to them, or a cross."""

    def __init__(
        self, headings: int, places: Sequence[int], papers: int | None, candidates: Sequence[str]
    ) -> None:
        super().__init__(headings, places, papers)
        self.candidates = candidates

    def preferences(self, marks: Sequence[str], slate: Slate) -> list[int]:
        numbers = [slate.number(name) for name in self.candidates]
        marked = [
            (mark, number)
            for mark, number in zip(marks, numbers, strict=True)
            if mark not in _EMPTY
        ]
        if all(mark.casefold() in _CROSSES for mark, _number in marked):
            return [number for _mark, number in marked]
        most = most_preferences(len(numbers))
        ranked = sorted((_rank(mark, most), number) for mark, number in marked)
        preferences: list[int] = []
        for rank, tied in groupby(ranked, key=lambda one: one[0]):
            if rank > len(preferences) + 1:
                preferences.append(SKIPPED)
            equals = [number for _rank, number in tied]
            preferences += equals[:1] + [-number for number in equals[1:]]
        return preferences


def columns_of(headings: Sequence[str]) -> Columns:
    """Say what columns these are, by their headings."""
    names = [tidy(heading) for heading in headings]
    known = [name.casefold() for name in names]
    papers = next((place for place, name in enumerate(known) if name in _PAPERS), None)
    places = [
        place
        for place, name in enumerate(known)
        if place != papers and name and name not in _NOT_READ
    ]
    if not places:
        raise Misfit("no heading here is a preference or a candidate")
    ordinals = {place: ordinal(names[place]) for place in places}
    if all(ordinals.values()):
        if len(set(ordinals.values())) < len(places):
            raise Misfit("two headings are of the same preference")
        places.sort(key=lambda place: ordinals[place] or 0)
        return ByPreference(len(headings), places, papers)
    candidates = [_IN_BRACKETS.sub(r"\1", names[place]) for place in places]
    return ByCandidate(len(headings), places, papers, candidates)


def _names(mark: str) -> list[str]:
    return [tidy(name) for name in mark.split("=")] if mark not in _EMPTY else []


def _rank(mark: str, most: int) -> int:
    rank = ordinal(mark)
    if rank is None or not 1 <= rank <= most:
        raise Misfit(f"{shown(mark)} is neither a preference from 1 nor a cross")
    return rank
