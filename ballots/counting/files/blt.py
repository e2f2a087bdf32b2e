"""BLT files, the common currency of STV programs, as they are found in the wild.

The form is that of Hill, Wichmann and Woodall, "Algorithm 123", Computer Journal 30 (1987): how
many candidates and places; a line of those who withdrew (`-2`); papers, each a weight, candidates
in order of preference and a 0; a 0 alone; names and the title in quotes. Added to it over the
years, and read here: comments after `#`, ids of papers in brackets before the weight, equal
preferences (`2=3`, or `(2 3)`), preferences left out (`-`), a title followed by a source.
"""

import re

from ballots.counting.contest import SKIPPED, Contest, Papers
from ballots.counting.files.blt_lines import Reader
from ballots.counting.files.lines import TOO_LONG, Progress, Source, blocks
from ballots.counting.files.plain_lines import take

_MANY = 30
_ID = re.compile(rb"(?<= 0\n)\([^()\n]*\)[ \t]+|(?<= 0\r\n)\([^()\n]*\)[ \t]+")
"""The id of a paper, where the paper before it has ended."""
_MAY_END = re.compile(rb"(?m)^[ \t]*(?:\([^()\n]*\)[ \t]*)*0|\"|/\*")
"""What may be the end of all papers: after it, brackets can stand in a name."""


def read(source: Source, progress: Progress | None = None) -> tuple[Contest, Papers]:
    """Read a BLT file. Raises BadFile with its faults; what was passed over is in Papers.notes."""
    reader = Reader()
    for block in blocks(source, progress):
        if not block.endswith(b"\n"):
            reader.findings.give_up(reader.number + 1, TOO_LONG)
        _read_block(reader, block)
    return reader.finish()


def _read_block(reader: Reader, block: bytes) -> None:
    """Take plain lines together and odd ones exactly, more of these at a time as more turn up."""
    odd = 1
    if b"(" in block and not _MAY_END.search(block):
        block = _ID.sub(b"", block)
    while block:
        plain = 0
        if reader.is_between_papers:
            papers, taken = take(block, reader.candidates, reader.number + 1, reader.findings)
            reader.take(papers)
            plain, block = len(papers.weights), block[taken:]
        odd = 1 if plain > _MANY else 2 * odd
        *lines, block = block.split(b"\n", odd if reader.expects_papers else -1)
        reader.read(lines)


def write(contest: Contest, papers: Papers) -> bytes:
    """Write a BLT file that this and other programs read: UTF-8, one line for each row."""
    lines = [f"{len(contest.candidates)} {contest.seats}"]
    if contest.withdrawn:
        lines.append(" ".join(str(-number) for number in sorted(contest.withdrawn)))
    numbers = [str(number) for number in range(len(contest.candidates) + 1)]
    rows = zip(papers.weights.tolist(), papers.rankings.tolist(), strict=True)
    lines += [f"{weight} {_preferences(row, numbers)}0" for weight, row in rows if weight]
    lines.append("0")
    lines += [_quoted(name) for name in (*contest.candidates, contest.title)]
    return ("\n".join(lines) + "\n").encode()


def _preferences(row: list[int], numbers: list[str]) -> str:
    named = row[: row.index(0)] if 0 in row else row
    if not named:
        return ""
    if min(named) > 0:  # as nearly all are, and there may be a million of them
        return " ".join([numbers[number] for number in named]) + " "
    words = []
    for number in named:
        if number == SKIPPED:
            words.append(" -")
        else:
            words.append(f" {number}" if number > 0 else f"={-number}")
    return "".join(words).lstrip() + " "


def _quoted(text: str) -> str:
    # A line break would end the text, and a quotation mark would seem to: it is doubled.
    return '"' + " ".join(text.split()).replace('"', '""') + '"'
