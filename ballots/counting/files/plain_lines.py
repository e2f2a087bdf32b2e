"""The quick way through a BLT file: lines such as `12 3 1 2 0`, a block of them at a time.

Takes the papers of as many plain lines as a block begins with, and leaves the first line with
anything odd, and all after it, to the exact reader. It judges nothing: what it takes is what the
exact reader would have read, and only papers that name a candidate twice get a note.
"""

import numpy as np
from numpy.typing import NDArray

from ballots.counting.files.faults import Findings
from ballots.counting.files.rows import Block, most_preferences

_LINE_FEED, _SPACE, _ZERO, _NINE = b"\n 09"
_LONGEST_NUMBER = 9
_BITS = 63


def take(text: bytes, candidates: int, first_line: int, findings: Findings) -> tuple[Block, int]:
    """Read the plain lines that a block begins with. Gives their papers and how long they are."""
    letters = np.frombuffer(text, np.uint8)
    letters = letters[: _plain_length(text, letters)]
    line_ends = np.flatnonzero(letters == _LINE_FEED)
    numbers, last = _numbers(letters)
    zeros = np.flatnonzero(numbers == 0)
    lines = _whole_papers(line_ends, last, zeros)
    if lines == 0:
        return _NOTHING, 0

    ends = zeros[:lines]  # of each paper, among the numbers
    numbers = numbers[: ends[-1] + 1]
    weight_places = np.concatenate([[0], ends[:-1] + 1])
    lengths = (ends - weight_places - 1).astype(np.int32)
    odd = np.flatnonzero((lengths < 0) | (lengths > most_preferences(candidates)))
    beyond = np.flatnonzero(numbers > candidates)
    beyond = beyond[~np.isin(beyond, weight_places)] if beyond.size else beyond
    if odd.size or beyond.size:
        cut = int(odd[0]) if odd.size else lines
        if beyond.size:
            cut = min(cut, int(np.searchsorted(ends, beyond[0])))
        if cut == 0:
            return _NOTHING, 0
        lines, ends, weight_places, lengths = cut, ends[:cut], weight_places[:cut], lengths[:cut]
        numbers = numbers[: ends[-1] + 1]

    is_preference = np.ones(len(numbers), bool)
    is_preference[weight_places] = False
    is_preference[ends] = False
    weights = numbers[weight_places].astype(np.int64)
    preferences = numbers[is_preference].astype(np.int16)
    for row, candidate in _twice(numbers, weight_places, lengths, candidates):
        note_twice(findings, first_line + row, candidate)
    return Block(preferences, lengths, weights), int(line_ends[lines - 1]) + 1


def note_twice(findings: Findings, line: int, candidate: int) -> None:
    """Note a paper that names a candidate twice."""
    findings.note(line, f"candidate {candidate} is named more than once on this paper")


_NOTHING = Block(np.zeros(0, np.int16), np.zeros(0, np.int32), np.zeros(0, np.int64))


def _plain_length(text: bytes, letters: NDArray[np.uint8]) -> int:
    """Find how far there is nothing but digits and white space, in whole lines."""
    is_plain = (letters - _ZERO <= _NINE - _ZERO) | (letters == _SPACE) | (letters - 9 <= 13 - 9)
    if is_plain.all():
        return len(text)
    return text.rfind(b"\n", 0, int(is_plain.argmin())) + 1


def _numbers(letters: NDArray[np.uint8]) -> tuple[NDArray[np.int32], NDArray[np.intp]]:
    """Read the numbers, up to any overlong one, and find where every one ends."""
    is_digit = letters >= _ZERO
    last = np.flatnonzero(is_digit[:-1] & ~is_digit[1:])
    numbers = (letters[last] - _ZERO).astype(np.int32)
    longer, power = np.flatnonzero(is_digit[last - 1]), 1  # index -1 is a line feed
    while longer.size:
        power *= 10
        before = last[longer] - _digits(power)
        if _digits(power) == _LONGEST_NUMBER:
            return numbers[: longer[0]], last
        numbers[longer] += (letters[before] - _ZERO).astype(np.int32) * np.int32(power)
        longer = longer[is_digit[before - 1]]
    return numbers, last


def _digits(power: int) -> int:
    return len(str(power)) - 1


def _whole_papers(
    line_ends: NDArray[np.intp], last: NDArray[np.intp], zeros: NDArray[np.intp]
) -> int:
    """Count the lines, from the first, that are one paper each: one zero, and that at the end."""
    lines = min(len(line_ends), len(zeros))
    after = np.append(last, np.iinfo(np.intp).max)[zeros[:lines] + 1]
    is_paper = (last[zeros[:lines]] < line_ends[:lines]) & (line_ends[:lines] < after)
    return lines if is_paper.all() else int(is_paper.argmin())


def _twice(
    numbers: NDArray[np.int32],
    weight_places: NDArray[np.intp],
    lengths: NDArray[np.int32],
    candidates: int,
) -> list[tuple[int, int]]:
    """Find papers that name a candidate twice: row and candidate.

    Each candidate is a bit. A paper of n different candidates has n bits set.
    """
    named, different = numbers.copy(), np.zeros(len(lengths), np.int64)
    named[weight_places] = 0
    for below in range(0, candidates, _BITS):
        bit = np.zeros(candidates + 1, np.int64)
        here = bit[below + 1 : below + 1 + _BITS]
        here[:] = 1 << np.arange(len(here))
        different += np.bitwise_count(np.bitwise_or.reduceat(bit[named], weight_places))
    found = []
    for row in np.flatnonzero(different < lengths).tolist():
        start = int(weight_places[row]) + 1
        paper = numbers[start : start + int(lengths[row])].tolist()
        found.append((row, next(one for place, one in enumerate(paper) if one in paper[:place])))
    return found
