"""The words of conference, explained where they stand (guide 3.9, R44). Pure, but for its file."""

import json
import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Final

_FILE: Final = Path(__file__).with_name("glossary.json")
MOST: Final = 6
"""So many are explained at once: more would be a dictionary and not a help."""


@dataclass(frozen=True, slots=True)
class Term:
    """A word of the glossary, how it is met in a text, and what it means."""

    name: str
    met_as: Sequence[str]
    means: str


@cache
def terms() -> tuple[Term, ...]:
    """Read the glossary, by name."""
    return tuple(
        Term(name, tuple(met), means) for name, met, means in json.loads(_FILE.read_text())
    )


def terms_in(*texts: str) -> list[Term]:
    """Find the terms that stand in these texts, in the order in which they are first met."""
    found: dict[str, Term] = {}
    for match in _any_term().finditer(" \n ".join(texts).lower()):
        term = _by_words()[match[0]]
        found.setdefault(term.name, term)
    return list(found.values())[:MOST]


@cache
def _by_words() -> dict[str, Term]:
    return {words: term for term in terms() for words in term.met_as}


@cache
def _any_term() -> re.Pattern[str]:
    longest_first = sorted(_by_words(), key=len, reverse=True)
    return re.compile(rf"\b(?:{'|'.join(map(re.escape, longest_first))})\b")
