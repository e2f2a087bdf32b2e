"""The program: reads a file, and says what the ballot in it holds.

It ends with 0 if the ballot is as the booth said; 1 if not; 2 if the file cannot be read.
"""

import sys
from collections.abc import Sequence
from io import TextIOWrapper
from pathlib import Path

from ballots.sealing.audit.spoilt import LARGEST, NotAsSaid, Opened, Unreadable, audit
from ballots.sealing.documents import shown


def in_words(opened: Opened) -> str:
    """Tell what an opened ballot holds."""
    asked = "\n".join(f"  {shown(each)}\n    {shown(said)}" for each, said in opened.answers)
    return f"""This ballot holds, and can only hold:

{asked}

Its signature and its proofs are right. It is spoilt: it does not count.

Tracker      {opened.tracker}
Election     {shown(opened.election)}
Fingerprint  {opened.fingerprint}

Compare the tracker with the one that you noted before the ballot was opened."""


def main(arguments: Sequence[str] | None = None) -> int:
    """Say what a file holds."""
    arguments = sys.argv[1:] if arguments is None else arguments
    if len(arguments) != 1:
        sys.stderr.write("python -m ballots.sealing.audit FILE\n")
        return 2
    if isinstance(sys.stdout, TextIOWrapper):
        sys.stdout.reconfigure(errors="backslashreplace")  # a name is no reason to end as if false
    try:
        with Path(arguments[0]).open("rb") as file:
            said = in_words(audit(file.read(LARGEST + 1)))
    except OSError as fault:
        sys.stderr.write(f"{shown(arguments[0])} cannot be read: {fault.strerror}.\n")
        return 2
    except Unreadable as fault:
        sys.stderr.write(
            f"{shown(arguments[0])} cannot be read. {shown(str(fault))}\n"
            "So nothing is known of the booth. Take its file again, whole; if the booth gives no "
            "better one, do not vote on that device.\n"
        )
        return 2
    except NotAsSaid as fault:
        sys.stdout.write(
            f"NOT AS THE BOOTH SAID. {shown(str(fault))}\n"
            "Do not vote on that device, and tell the returning officer.\n"
        )
        return 1
    sys.stdout.write(f"{said}\n")
    return 0
