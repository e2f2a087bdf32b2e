"""Why people could not vote, grouped by what they say, so that a teller sees a pattern. Pure."""

import re
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

OTHER: Final = "Something else"
# The first kind of which a word is said. Whole words, or their beginnings where a * stands.
_KINDS: Final = (
    (
        "Signing in, or the passcode",
        "passcode* code* signing signed login logged password* locked",
    ),
    ("Ran out of time", "time late slow* close* quick* minute* second*"),
    ("The connection", "connect* signal wifi wi-fi internet network offline online broadband data"),
    (
        "The page or the phone",
        "page* screen* button* press* tap* load* froze* frozen stuck blank crash* phone* battery",
    ),
)


@dataclass(frozen=True, slots=True)
class Reasons:
    """One kind of reason: how many gave it, and in what words, each wording once."""

    kind: str
    count: int
    words: tuple[str, ...]


def grouped(said: Iterable[str]) -> list[Reasons]:
    """Group reasons by kind, the most frequent first.

    >>> [(one.kind, one.count) for one in grouped(["No signal", "wifi down", "Page froze"])]
    [('The connection', 2), ('The page or the phone', 1)]
    """
    found: defaultdict[str, list[str]] = defaultdict(list)
    for reason in said:
        found[_kind(reason)].append(" ".join(reason.split()))
    groups = [
        Reasons(kind, len(words), tuple({each.casefold(): each for each in words}.values()))
        for kind, words in found.items()
    ]
    return sorted(groups, key=lambda group: (-group.count, group.kind == OTHER, group.kind))


def _kind(reason: str) -> str:
    words = re.findall(r"[a-z-]+", reason.casefold())
    for kind, marks in _KINDS:
        if any(_is_said(mark, words) for mark in marks.split()):
            return kind
    return OTHER


def _is_said(mark: str, words: Iterable[str]) -> bool:
    if mark.endswith("*"):
        return any(word.startswith(mark[:-1]) for word in words)
    return mark in words
