# ruff: noqa: RUF001 - branches type typographic quotation marks and dashes
"""Compare two versions of a text word by word, for reading: what is put in, what is taken out."""

import re
from collections import Counter
from collections.abc import Sequence
from difflib import SequenceMatcher
from itertools import zip_longest
from typing import Literal, NamedTuple

Kind = Literal["same", "put_in", "taken_out"]

_TOKEN = re.compile(r"\n|[^\S\n]*\w(?:[\w'’-]*\w)?|[^\S\n]*[^\w\s]|[^\S\n]+")
_SIGNS = (".", ";", ",", ":")
_MOST_PAIRS = 1_000_000  # two texts of 10,000 words of a union have about half as many
_FEW = 2  # fewer words in common than these are not worth breaking a change in two


class Change(NamedTuple):
    """A run of words that both versions share, or that one of them has alone.

    The words keep their spaces and ends of line: all but `taken_out` together are the new text,
    all but `put_in` the old.
    """

    kind: Kind
    words: str


class Run(NamedTuple):
    """A stretch of two lists of words, where they are the same or where they differ."""

    same: bool
    a: int
    b: int
    c: int
    d: int


def changes(old: str, new: str) -> list[Change]:
    """Compare two versions: the runs of words kept, taken out and put in, in order."""
    found: list[Change] = []
    was, now = tokens(old), tokens(new)
    for same, a, b, c, d in joined(was, _slid(was, now, differences(was, now))):
        if same:
            found.append(Change("same", "".join(was[a:b])))
            continue
        if a < b:
            found.append(Change("taken_out", "".join(was[a:b])))
        if c < d:
            found.append(Change("put_in", "".join(now[c:d])))
    return found


def tokens(text: str) -> list[str]:
    """Divide a text into words, each with the space before it, signs, and ends of line."""
    return _TOKEN.findall(text)


def differences(was: Sequence[str], now: Sequence[str]) -> list[Run]:
    """Give the runs that two lists share and those they do not, in order."""
    head = _common(was, now)
    tail = _common(was[head:][::-1], now[head:][::-1])
    middle = was[head : len(was) - tail], now[head : len(now) - tail]
    found = [Run(same=True, a=0, b=head, c=0, d=head)] if head else []
    if any(middle):
        found += [
            Run(tag == "equal", head + a, head + b, head + c, head + d)
            for tag, a, b, c, d in _matcher(*middle).get_opcodes()
        ]
    if tail:
        found.append(Run(same=True, a=len(was) - tail, b=len(was), c=len(now) - tail, d=len(now)))
    return found


def _matcher(was: Sequence[str], now: Sequence[str]) -> SequenceMatcher[str]:
    """Compare every word with every like one; of texts that are one word over and over, fewer."""
    counted, other = Counter(was), Counter(now)
    pairs = sum(number * other[word] for word, number in counted.items())
    return SequenceMatcher(None, was, now, autojunk=pairs > _MOST_PAIRS)


def _slid(was: Sequence[str], now: Sequence[str], runs: Sequence[Run]) -> list[Run]:
    """Show a sentence put in with its own full stop, and not with the one before it."""
    out = list(runs)
    for i in range(1, len(out) - 1):
        before, run, after = out[i - 1 : i + 2]
        if run.same or run.a < run.b or not (before.same and after.same):
            continue
        sign = now[run.c]
        if sign in _SIGNS and after.b - after.a > 0 and was[after.a] == sign:
            out[i - 1] = before._replace(b=before.b + 1, d=before.d + 1)
            out[i] = Run(same=False, a=run.b + 1, b=run.b + 1, c=run.c + 1, d=run.d + 1)
            out[i + 1] = after._replace(a=after.a + 1, c=after.c + 1)
    return [run for run in out if run.a < run.b or run.c < run.d]


def joined(was: Sequence[str], runs: Sequence[Run]) -> list[Run]:
    """Join rewordings with only a word or so in common between them; never over an end of line."""
    out: list[Run] = []
    for run, after in zip_longest(runs, runs[1:]):
        before = out[-1] if out else None
        parted = before and after and _reworded(before, after)
        same = run.same and not (parted and _is_tiny(was[run.a : run.b]))
        if before and not same and not before.same:
            out[-1] = Run(same, before.a, run.b, before.c, run.d)
        else:
            out.append(run._replace(same=same))
    return out


def _reworded(before: Run, after: Run) -> bool:
    taken = before.a < before.b and after.a < after.b
    return taken and (before.c < before.d or after.c < after.d)


def _is_tiny(words: Sequence[str]) -> bool:
    return "\n" not in words and sum(word.strip().isalnum() for word in words) < _FEW


def _common(one: Sequence[str], other: Sequence[str]) -> int:
    """Count the items that two lists begin with alike."""
    pairs = zip(one, other, strict=False)
    return next((i for i, (a, b) in enumerate(pairs) if a != b), min(len(one), len(other)))
