"""The command of a count: `python -m ballots.counting FILE --rule ers97`.

What it prints on standard output is the count and nothing else, so that it can be kept; notes and
faults go to standard error.
"""

import argparse
import difflib
import os
import shutil
import sys
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Final

from ballots.counting.arguments import parser
from ballots.counting.asked import NotUnderstood, contest_asked, lots_asked
from ballots.counting.compared import ALL, compared
from ballots.counting.contest import Contest, Papers
from ballots.counting.files import blt, csv_papers, json_papers
from ballots.counting.files.faults import BadFile, Fault
from ballots.counting.files.reading import read
from ballots.counting.lots import Lots
from ballots.counting.named import RULES
from ballots.counting.record import Count, Ending
from ballots.counting.recount import OtherContest, recount
from ballots.counting.sheet import csv_sheet, html_sheet, json_record, table
from ballots.counting.words import labels, listed, many

COUNTED, NOT_THE_SAME, NOT_UNDERSTOOD, LOT_NEEDED = 0, 1, 2, 3
"""Exit statuses."""

_SHEETS: Final[Mapping[str, Callable[[Count], bytes]]] = {
    "table": lambda count: table.write(count, width=_width()).encode(),
    "json": json_record.write,
    "csv": csv_sheet.write,
    "html": html_sheet.document,
}
_WRITERS: Final = {"blt": blt.write, "csv": csv_papers.write, "json": json_papers.write}
_MOST_RECORD_BYTES: Final = 100_000_000
_MANY_NOTES: Final = 20
_STEP_BYTES: Final = 5_000_000
_PAPER_WIDTH: Final = 100


def main(arguments: Sequence[str] | None = None) -> int:
    """Count the file named on the command line, and print the count."""
    options = parser().parse_args(arguments)
    try:
        status = _do(options)
        sys.stdout.flush()
    except NotUnderstood as error:
        _say(str(error))
        return NOT_UNDERSTOOD
    except BadFile as error:
        _say(f"{options.file} cannot be counted:", *(f"  {fault}" for fault in error.faults))
        return NOT_UNDERSTOOD
    except BrokenPipeError:  # whoever reads has seen enough
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return COUNTED
    return status


def _do(options: argparse.Namespace) -> int:
    if options.list_rules:
        _print(
            "".join(f"{code:16}{rule.name}\n" for code, (rule, _count) in RULES.items()).encode()
        )
        return COUNTED
    if options.file is None:
        raise NotUnderstood("Which file? Name one, or - for standard input; --help says more.")
    if not (options.check or options.convert):
        _insist_on_rules(options.rule, options.compare)
    contest, papers = _read(options)
    if options.check:
        return _check(options.check, contest, papers)
    contest = contest_asked(
        contest,
        seats=options.seats,
        withdrawn=options.withdrawn,
        ron=options.ron,
        reserved=options.reserved,
    )
    if options.convert:
        _print(_WRITERS[options.convert](contest, papers))
        return COUNTED
    lots = lots_asked(contest, seed=options.seed, lots=options.lot, witnesses=options.witness)
    rule, counting = RULES[options.rule]
    if options.progress:
        _say(f"Counting {many(papers.total, 'paper')} by {rule.name} ...")
    count = counting(contest, papers, lots)
    if options.compare:
        _print(compared(count, papers, lots, options.compare, as_json=options.format == "json"))
    else:
        _print(_SHEETS[options.format](count))
    if lots.unused:
        _say(*_not_asked_for(count, lots))
    if count.ending is Ending.LOT_NEEDED:
        _say(_lot_needed(count))
        return LOT_NEEDED
    return COUNTED


def _insist_on_rules(rule: str | None, others: Sequence[str]) -> None:
    if rule is None:
        raise NotUnderstood(f"By which rule? Give --rule and one of: {', '.join(RULES)}.")
    for code in (rule, *(other for other in others if other != ALL)):
        if code not in RULES:
            near = difflib.get_close_matches(code.lower(), RULES, 3, 0.5)
            meant = f"Did you mean {listed(near, 'or')}? " if near else ""
            raise NotUnderstood(f"There is no rule {code}. {meant}--list-rules lists them.")


def _read(options: argparse.Namespace) -> tuple[Contest, Papers]:
    progress = _Progress() if options.progress else None
    try:
        if options.file == "-":
            with open(sys.stdin.fileno(), "rb", closefd=False) as stdin:
                contest, papers = read(stdin, progress)
        else:
            contest, papers = read(options.file, progress)
    except (OSError, ValueError) as error:  # ValueError: a NUL in the name of a file
        raise NotUnderstood(f"{options.file} cannot be read: {_reason(error)}.") from error
    except MemoryError as error:
        raise NotUnderstood(f"{options.file} needs more memory than there is here.") from error
    if papers.notes and options.strict:
        raise BadFile([Fault(note.line, note.reason) for note in papers.notes[:_MANY_NOTES]])
    if papers.notes:
        _say(f"{options.file}:", *(f"  {note}" for note in papers.notes[:_MANY_NOTES]))
        if len(papers.notes) > _MANY_NOTES:
            _say(f"  and {len(papers.notes) - _MANY_NOTES:,} notes more, which the record has.")
    return contest, papers


def _check(path: str, contest: Contest, papers: Papers) -> int:
    try:
        with Path(path).open("rb") as file:
            record = file.read(_MOST_RECORD_BYTES)
        again = recount(record, contest, papers)
    except OtherContest as error:
        raise NotUnderstood(str(error)) from error
    except OSError as error:
        raise NotUnderstood(f"{path} cannot be read: {_reason(error)}.") from error
    except (ValueError, RecursionError) as error:
        _print(f"NOT THE SAME. {path}: {error}\n".encode())
        return NOT_THE_SAME
    if again.is_same:
        _print(f"The same, byte for byte: SHA-256 {again.sha256}.\n".encode())
        return COUNTED
    line, theirs, ours = again.first_difference()
    _print(
        f"NOT THE SAME. The first difference is on line {line:,} of the record:\n"
        f"  the record says  {theirs.strip()}\n"
        f"  counted again    {ours.strip()}\n".encode()
    )
    return NOT_THE_SAME


def _lot_needed(count: Count) -> str:
    names = labels(count.contest)
    tied = [names[number - 1] for number in count.tied]
    numbers = ",".join(map(str, count.tied))
    return (
        f"A lot is needed between {listed(tied)} before the count can go on. Give --seed with the "
        "seed that was fixed before the close; or draw by hand before a witness and give it, as "
        f'--lot "{numbers}={count.tied[0]}" --witness NAME if it falls on {tied[0]}.'
    )


def _not_asked_for(count: Count, lots: Lots) -> list[str]:
    names = labels(count.contest)
    return [
        f"The lot between {listed([names[number - 1] for number in sorted(lot.tied)])} that fell "
        f"on {names[lot.drawn - 1]} decided nothing: the count did not ask for it."
        for lot in lots.unused
    ]


class _Progress:
    """Says how many bytes have been read, for each ten million of them."""

    def __init__(self) -> None:
        self._told = 0

    def __call__(self, done: int) -> None:
        if done - self._told >= _STEP_BYTES:
            self._told = done
            _say(f"{done / 1_000_000:,.0f} MB read")


def _reason(error: Exception) -> str:
    if isinstance(error, OSError) and error.strerror:
        return error.strerror[:1].lower() + error.strerror[1:]
    return str(error)


def _width() -> int:
    return shutil.get_terminal_size().columns if sys.stdout.isatty() else _PAPER_WIDTH


def _print(text: bytes) -> None:
    sys.stdout.flush()
    sys.stdout.buffer.write(text)


def _say(*lines: str) -> None:
    sys.stderr.write("".join(f"{line}\n" for line in lines))
