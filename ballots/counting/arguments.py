"""What the command of a count can be asked."""

import argparse
from typing import Final

from ballots.counting.files.reading import READERS

FORMATS: Final = ("table", "json", "csv", "html")

_DESCRIPTION = """\
Count a file of papers by a named rule, and show every stage with its reason. The same papers, rule
and seed give the same bytes, here and on the page of the count.
"""
_EPILOGUE = """\
examples:
  python -m ballots.counting papers.blt --rule ers97
  python -m ballots.counting papers.csv --rule scottish --seats 3 --seed "4 2 6 1" --format json
  python -m ballots.counting papers.json --rule ers97 --lot "Ann,Bo=Bo" --witness "Jo Teller"
  python -m ballots.counting papers.json --check record.json

exit status:
  0  counted; with --check, the record is the same
  1  with --check: the record is not the same
  2  the question was not understood, or the file cannot be counted
  3  counted as far as a tie, for which a lot has to be drawn
"""


def parser() -> argparse.ArgumentParser:
    """Give the reader of the command line."""
    asked = argparse.ArgumentParser(
        prog="python -m ballots.counting",
        description=_DESCRIPTION,
        epilog=_EPILOGUE,
        formatter_class=argparse.RawDescriptionHelpFormatter,
        allow_abbrev=False,
    )
    asked.add_argument(
        "file",
        metavar="FILE",
        nargs="?",
        help="papers as BLT, CSV or JSON; - reads them from standard input",
    )
    asked.add_argument("--rule", metavar="RULE", help="the rule to count by; see --list-rules")
    asked.add_argument("--list-rules", action="store_true", help="list the rules, and stop")
    asked.add_argument(
        "--format", choices=FORMATS, default="table", help="how to show the count (table)"
    )
    asked.add_argument(
        "--compare",
        action="append",
        default=[],
        metavar="RULE",
        help="say instead who would be elected under this rule too, or under all; may be repeated",
    )
    asked.add_argument(
        "--check",
        metavar="RECORD",
        help="count again as this record (JSON) says: is it the same, byte for byte?",
    )
    asked.add_argument(
        "--convert", choices=sorted(READERS), help="write the papers in another form, and stop"
    )
    _add_contest(asked.add_argument_group("the contest, where the file does not say it"))
    _add_lots(asked.add_argument_group("ties that no rule breaks"))
    reading = asked.add_argument_group("reading")
    reading.add_argument(
        "--strict", action="store_true", help="refuse a file with anything odd that is only noted"
    )
    reading.add_argument(
        "--progress", action="store_true", help="say on standard error how far it has come"
    )
    return asked


def _add_contest(contest: argparse._ArgumentGroup) -> None:
    contest.add_argument("--seats", type=int, metavar="N", help="places to be filled")
    contest.add_argument(
        "--withdrawn",
        action="append",
        default=[],
        metavar="NAME",
        help="a candidate, by name or number, who withdrew; may be repeated",
    )
    contest.add_argument(
        "--ron",
        metavar="NAME",
        help="the candidate, by name or number, that is Re-open nominations",
    )
    contest.add_argument(
        "--reserved",
        action="append",
        default=[],
        metavar="TAG:N=NAMES",
        help="N places kept for some, such as women:2=Ann,Cy; without names, the tags of the file "
        "say for whom; may be repeated, in the order of filling",
    )


def _add_lots(lots: argparse._ArgumentGroup) -> None:
    lots.add_argument("--seed", metavar="TEXT", help="the seed that was fixed before the close")
    lots.add_argument(
        "--lot",
        action="append",
        default=[],
        metavar="NAMES=NAME",
        help="a lot drawn by hand: between whom, and on whom it fell, by name or number, such as "
        "Ann,Bo=Bo; may be repeated, in the order of drawing",
    )
    lots.add_argument(
        "--witness",
        action="append",
        default=[],
        metavar="NAME",
        help="who saw the lot; once for all lots, or once for each",
    )
