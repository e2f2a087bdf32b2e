"""The command that anyone can run on an exported log.

Exit status: 0 verified, 1 not verified, 2 the question was not understood.
"""

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path

from audit.formats.errors import BadKey
from audit.formats.signing import VerifierKey
from audit.verify.checking import verify_export

VERIFIED, NOT_VERIFIED, NOT_UNDERSTOOD = 0, 1, 2


def main(arguments: Sequence[str] | None = None) -> int:
    """Check the export named on the command line and print what was found."""
    parser = argparse.ArgumentParser(
        prog="python -m audit.verify",
        description="Check an exported log of Tellers: every entry, every tile, every signed head.",
        epilog="Exit status: 0 verified, 1 not verified, 2 the question was not understood.",
    )
    parser.add_argument("folder", type=Path, help="the folder that export_log wrote")
    parser.add_argument(
        "--key",
        required=True,
        metavar="VKEY",
        help="the log's key line, from somebody you trust and not from the export",
    )
    parser.add_argument(
        "--head",
        type=Path,
        action="append",
        default=[],
        metavar="FILE",
        help="a signed head you kept earlier; may be given more than once",
    )
    options = parser.parse_args(arguments)
    try:
        key = VerifierKey.parse(options.key.strip())
    except BadKey as error:
        print(f"--key: {error}", file=sys.stderr)
        return NOT_UNDERSTOOD
    if not options.folder.is_dir():
        print(f"{options.folder}: there is no such folder.", file=sys.stderr)
        return NOT_UNDERSTOOD
    report = verify_export(options.folder, key, kept=options.head)
    print(report.text())
    return VERIFIED if report.is_verified else NOT_VERIFIED
