"""The quick way through a BLT file: lines such as `12 3 1 2 0`, a block of them at a time.

Takes the papers of as many plain lines as a block begins with, and leaves the first line with
anything odd, and all after it, to the exact reader. It judges nothing: what it takes is what the
exact reader would have read, and only papers that name a candidate twice get a note.

The digits of all numbers are found and added up at once, in whole arrays: per byte of the file this
is a few instructions, where a loop would take a few hundred.
"""

from typing import Final

import numpy as np
from numpy.typing import NDArray

from ballots.counting.files.faults import Findings
from ballots.counting.files.rows import Block, most_preferences, named_twice, note_twice

_PLAIN: Final = b"0123456789 \t\n\r\v\f"
_LINE_FEED, _RETURN, _ZERO, _NINE = b"\n\r09"
_MOST_DIGITS: Final = 9
_BITS: Final = 63
_NARROW: Final = 2  # bytes: wide enough for any candidate

Numbers = NDArray[np.uint8] | NDArray[np.int64]


def take(text: bytes, candidates: int, first_line: int, findings: Findings) -> tuple[Block, int]:
    """Read the plain lines that a block begins with. Gives their papers and how long they are."""
    letters = np.frombuffer(text, np.uint8, _plain_length(text))
    numbers, last = _numbers(letters)
    ends = np.flatnonzero(numbers == 0)  # of each paper, among the numbers
    ends = ends[: _one_on_each_line(letters, last, ends)]
    ends = ends[: _with_known_candidates(numbers, ends, candidates)]
    if not ends.size:
        return _NOTHING, 0

    numbers = numbers[: ends[-1] + 1]
    places = np.concatenate([[0], ends[:-1] + 1])  # of the weights, where the papers begin
    lengths = (ends - places - 1).astype(np.int32)
    weights = numbers[places].astype(np.int64)
    numbers[places] = 0
    for row, candidate in _twice(numbers, places, lengths, candidates):
        note_twice(findings, first_line + row, candidate)
    length = text.index(b"\n", int(last[ends[-1]])) + 1
    preferences = numbers[numbers != 0]
    if preferences.itemsize > _NARROW:
        preferences = preferences.astype(np.int16)
    return Block(preferences, lengths, weights), length


_NOTHING = Block(np.zeros(0, np.uint8), np.zeros(0, np.int32), np.zeros(0, np.int64))


def _plain_length(text: bytes) -> int:
    """Find how far there is nothing but digits and white space, in whole lines."""
    if odd := text.translate(None, _PLAIN):
        return text.rfind(b"\n", 0, text.index(odd[:1])) + 1
    return len(text)


def _numbers(letters: NDArray[np.uint8]) -> tuple[Numbers, NDArray[np.intp]]:
    """Read the numbers, up to any overlong one, and find where every one ends."""
    digits = letters - _ZERO
    is_digit = digits <= _NINE - _ZERO
    last = np.flatnonzero(is_digit[:-1] > is_digit[1:])
    tens = digits * is_digit
    tens *= 10
    digits[1:] += tens[:-1]
    numbers = digits.take(last)
    if not (is_digit[:-2] & is_digit[1:-1] & is_digit[2:]).any():
        return numbers, last
    longer = np.flatnonzero(is_digit[last - 1] & is_digit[last - 2])
    numbers = numbers.astype(np.int64)
    for place in range(2, _MOST_DIGITS):
        longer = longer[is_digit[last[longer] - place]]
        numbers[longer] += (letters[last[longer] - place] - _ZERO) * np.int64(10**place)
    longer = longer[is_digit[last[longer] - _MOST_DIGITS]]
    return numbers[: longer[0]] if longer.size else numbers, last


def _one_on_each_line(
    letters: NDArray[np.uint8], last: NDArray[np.intp], ends: NDArray[np.intp]
) -> int:
    """Count the lines, from the first, that are one paper each: one zero, and that at the end."""
    lines = int(np.count_nonzero(letters == _LINE_FEED))
    after = last[ends] + 1
    if len(ends) == lines and (letters[after] == _LINE_FEED).all():
        return lines
    line_ends = np.flatnonzero(letters == _LINE_FEED)
    lines = min(lines, len(ends))
    following = np.append(last, len(letters))[ends[:lines] + 1]
    is_paper = (after[:lines] <= line_ends[:lines]) & (line_ends[:lines] < following)
    return lines if is_paper.all() else int(is_paper.argmin())


def _with_known_candidates(numbers: Numbers, ends: NDArray[np.intp], candidates: int) -> int:
    """Count the papers, from the first, that have a weight and no candidate that there is not."""
    if not ends.size:
        return 0
    lengths = np.diff(ends, prepend=-1) - 2
    is_good = (lengths >= 0) & (lengths <= most_preferences(candidates))
    beyond = np.flatnonzero(numbers[: ends[-1] + 1] > candidates)
    if beyond.size:
        papers = np.searchsorted(ends, beyond)
        first = np.concatenate([[0], ends[:-1] + 1])
        is_good[papers[first[papers] != beyond]] = False
    return len(ends) if is_good.all() else int(is_good.argmin())


def _twice(
    numbers: Numbers, places: NDArray[np.intp], lengths: NDArray[np.int32], candidates: int
) -> list[tuple[int, int]]:
    """Find papers that name a candidate twice: row and candidate.

    Each candidate is a bit: a paper of n different candidates has n bits set.
    """
    different = np.zeros(len(lengths), np.int64)
    for below in range(0, candidates, _BITS):
        bit = np.zeros(candidates + 1, np.int64)
        here = bit[below + 1 : below + 1 + _BITS]
        here[:] = 1 << np.arange(len(here))
        different += np.bitwise_count(np.bitwise_or.reduceat(bit.take(numbers), places))
    found = []
    for row in np.flatnonzero(different < lengths).tolist():
        start = int(places[row]) + 1
        candidate = named_twice(numbers[start : start + int(lengths[row])].tolist())
        found.append((row, candidate or 0))
    return found
