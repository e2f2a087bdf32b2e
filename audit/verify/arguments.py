"""What the command can be asked."""

import argparse
from pathlib import Path


def parser() -> argparse.ArgumentParser:
    """Give the reader of the command line."""
    asked = argparse.ArgumentParser(
        prog="python -m audit.verify",
        description="Check an exported log of Tellers: every entry, every tile, every signed head.",
        epilog="Exit status: 0 verified, 1 not verified, 2 the question was not understood.",
    )
    asked.add_argument(
        "place", metavar="PATH", help="an export: a folder, a zip archive or an https address"
    )
    asked.add_argument(
        "--key",
        action="append",
        default=[],
        metavar="VKEY",
        help="the log's key line, from somebody you trust and not from the export; "
        "once for each key if the log has changed keys, the newest last",
    )
    asked.add_argument(
        "--trust",
        type=Path,
        metavar="FILE",
        help="instead of --key: a trust file, with the log's keys and its witnesses",
    )
    asked.add_argument(
        "--head",
        type=Path,
        action="append",
        default=[],
        metavar="FILE",
        help="a signed head you kept earlier; may be given more than once",
    )
    asked.add_argument(
        "--disclosures",
        type=Path,
        metavar="FILE",
        help="personal values disclosed to you (disclosures.jsonl), to compare with their digests",
    )
    asked.add_argument(
        "--receipt",
        action="append",
        default=[],
        metavar="TEXT",
        help="a voter's receipt (the text or the link, or a file with it): is the vote in the log?",
    )
    asked.add_argument(
        "--receipt-key",
        action="append",
        default=[],
        metavar="KEY",
        help="the key that signs receipts (k4.public....), from somebody you trust",
    )
    asked.add_argument("--html", type=Path, metavar="FILE", help="write a report to print and file")
    asked.add_argument("--json", action="store_true", help="print the report for a program")
    asked.add_argument(
        "--progress", action="store_true", help="tell how far it is, even if nobody is watching"
    )
    asked.add_argument(
        "--quiet", action="store_true", help="print no report: the exit status tells"
    )
    return asked
