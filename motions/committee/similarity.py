"""How much two motions say the same: the share of words that they have in common. Pure.

A help for the eye and no ruling. Short and common words are left out, and a title counts with the
text. 1.0 is the same words in any order; unrelated motions of one union come to about 0.1.
"""

import re
from collections.abc import Iterable
from typing import Final

LEAST: Final = 0.25
_WORD = re.compile(r"[a-z]{4,}")
_COMMON: Final = frozenset(
    {
        "conference", "notes", "believes", "calls", "instructs", "executive", "national", "council",
        "union", "members", "branch", "branches", "that", "this", "with", "which", "from", "have",
        "their", "they", "will", "been", "should", "would", "into", "such", "than", "more", "other",
        "upon", "seek", "work", "make", "further", "welcomes", "congress", "resolves", "also",
    }
)  # fmt: skip


def words_of(title: str, text: str) -> frozenset[str]:
    """Give the words by which a motion is compared, a plural as its singular."""
    found = _WORD.findall(f"{title} {text}".lower())
    return frozenset(word.rstrip("s") for word in found if word not in _COMMON)


def overlap(one: frozenset[str], other: frozenset[str]) -> float:
    """Give the shared words as a share of the smaller set, 0.0 to 1.0."""
    smaller = min(len(one), len(other))
    return len(one & other) / smaller if smaller else 0.0


def most_alike(
    mine: frozenset[str], others: Iterable[tuple[str, frozenset[str]]], *, most: int = 5
) -> list[tuple[str, float]]:
    """Name those most alike, the closest first, as long as they are alike at all."""
    scored = ((name, overlap(mine, words)) for name, words in others)
    alike = [(name, score) for name, score in scored if score >= LEAST]
    return sorted(alike, key=lambda each: (-each[1], each[0]))[:most]
