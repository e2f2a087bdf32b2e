"""Match the lines of two versions of a text: those kept, reworded, put in and taken out."""

from collections.abc import Sequence
from difflib import SequenceMatcher
from itertools import groupby, zip_longest
from typing import NamedTuple

from motions.wording.comparing import differences
from motions.wording.structure import Block, blocks

ALIKE = 0.4  # of the words: below this, one line was taken out and another put in
_MANY = 60  # lines: beyond these, lines are paired in order and not by likeness


class Pair(NamedTuple):
    """A line of the old text and the line of the new that it became; None where there is none."""

    old: int | None
    new: int | None


def matched(old: str, new: str) -> list[Pair]:
    """Pair the lines of two texts, in order; the numbers of points are not compared."""
    was, now = blocks(old), blocks(new)
    before, after = _words(old, was), _words(new, now)
    pairs: list[Pair] = []
    for same, a, b, c, d in differences(before, after):
        if same:
            pairs += [Pair(i, j) for i, j in zip(range(a, b), range(c, d), strict=True)]
        else:
            pairs += _aligned(before[a:b], after[c:d], a, c)
    return pairs


def _words(text: str, every: Sequence[Block]) -> list[str]:
    return [block.words(text) for block in every]


def _aligned(was: Sequence[str], now: Sequence[str], a: int, c: int) -> list[Pair]:
    """Pair lines so that the likeness of all pairs together is greatest, none crossing."""
    n, m = len(was), len(now)
    if max(n, m) > _MANY:
        return [Pair(i, j) for i, j in zip_longest(range(a, a + n), range(c, c + m))]
    alike = [[likeness(x, y) for y in now] for x in was]
    best = [[0.0] * (m + 1) for _ in range(n + 1)]
    for i in range(n - 1, -1, -1):
        for j in range(m - 1, -1, -1):
            paired = alike[i][j] + best[i + 1][j + 1] if alike[i][j] >= ALIKE else 0.0
            best[i][j] = max(best[i + 1][j], best[i][j + 1], paired)
    pairs: list[Pair] = []
    i = j = 0
    while i < n and j < m:
        if alike[i][j] >= ALIKE and best[i][j] == alike[i][j] + best[i + 1][j + 1]:
            pairs.append(Pair(a + i, c + j))
            i, j = i + 1, j + 1
        elif best[i][j] == best[i + 1][j]:
            pairs.append(Pair(a + i, None))
            i += 1
        else:
            pairs.append(Pair(None, c + j))
            j += 1
    pairs += [Pair(a + k, None) for k in range(i, n)]
    return _replaced([*pairs, *(Pair(None, c + k) for k in range(j, m))])


def _replaced(pairs: Sequence[Pair]) -> list[Pair]:
    """Pair a line taken out with the one put in at the same place, however unlike they are."""
    out: list[Pair] = []
    for is_kept, group in groupby(pairs, key=lambda pair: None not in pair):
        run = list(group)
        if is_kept:
            out += run
            continue
        gone = [pair.old for pair in run if pair.old is not None]
        come = [pair.new for pair in run if pair.new is not None]
        out += [Pair(i, j) for i, j in zip_longest(gone, come)]
    return out


def likeness(one: str, other: str) -> float:
    """Give the share of the words of two lines that they have in common, in order."""
    return SequenceMatcher(None, one.split(), other.split(), autojunk=False).ratio()
