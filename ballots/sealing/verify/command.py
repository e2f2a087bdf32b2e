"""The program: reads its arguments, shows how far it is, and says what it found.

It ends with 0 if everything holds, the result too; 1 at the first fault; 2 if it was asked wrongly,
or stopped before its end; 3 if nothing is wrong so far, and there is no result yet.
"""

import argparse
import base64
import json
import os
import signal
import sys
from collections.abc import Sequence
from concurrent.futures import Executor, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from contextlib import nullcontext
from io import TextIOWrapper
from pathlib import Path
from typing import Any, BinaryIO, Final

from ballots.sealing.archives import read_records
from ballots.sealing.documents import BadDocument, shown
from ballots.sealing.elections import Election
from ballots.sealing.events import EventType
from ballots.sealing.questions import Question
from ballots.sealing.verify.checks import Checked, check
from ballots.sealing.verify.faults import Fault
from ballots.sealing.verify.logged import BadLog, heads_in_log

HOLDS, FAULTY, ASKED_WRONGLY, NOT_YET = range(4)
_STOPPED: Final = "It was stopped before everything was checked: that says nothing of the archive."
_OUT_OF_MEMORY: Final = (
    "This machine ran out of memory, or one of its processes was ended from outside, before "
    "everything was checked: that says nothing of the archive. Try fewer --processes, or a larger "
    "machine."
)
_HASH: Final = 64

STAGES: Final = {
    EventType.SETUP: "voting is open",
    EventType.BALLOT: "voting is open",
    EventType.END_BALLOTS: "voting is over",
    EventType.ENCRYPTED_TALLY: "the ballots are added up, and still sealed",
    EventType.SHUFFLE: "the papers are being shuffled",
    EventType.END_SHUFFLES: "the papers are shuffled, and still sealed",
    EventType.PARTIAL_DECRYPTION: "the trustees are opening it",
    EventType.RESULT: "there is a result",
}


def main(arguments: Sequence[str] | None = None) -> int:
    """Verify an archive, and print what was found."""
    parser = _parser()
    asked = parser.parse_args(arguments)
    if isinstance(sys.stdout, TextIOWrapper):
        sys.stdout.reconfigure(errors="backslashreplace")  # a name is no reason to end as if faulty
    heads = dict(asked.head)
    if set(asked.head) != set(heads.items()):
        parser.error("two different heads were given for one height: they cannot both be true.")
    processes = asked.processes or os.cpu_count() or 1
    pool: Any = nullcontext() if processes == 1 else _pool(processes)
    show = _Shown() if sys.stderr.isatty() and not asked.json else None
    try:
        with asked.file.open("rb") as archive, pool as executor:
            if asked.log is not None:
                heads = _joined(heads, _heads_in(asked.log, archive))
            found = _verdict(archive, heads, dict(asked.tracker), executor, show)
    except OSError as fault:
        name = fault.filename or asked.file
        sys.stderr.write(f"{shown(str(name))} cannot be read: {fault.strerror}.\n")
        return ASKED_WRONGLY
    except BadLog as fault:
        sys.stderr.write(f"{shown(str(asked.log))}: {shown(str(fault))}\n")
        return ASKED_WRONGLY
    except (BrokenProcessPool, MemoryError, KeyboardInterrupt) as ended:
        words = _STOPPED if isinstance(ended, KeyboardInterrupt) else _OUT_OF_MEMORY
        sys.stderr.write(f"\n{words}\n")
        return ASKED_WRONGLY
    if show is not None:
        show.clear()
    sys.stdout.write(f"{json.dumps(found, indent=2) if asked.json else in_words(found)}\n")
    if found["fault"] is not None:
        return FAULTY
    return HOLDS if found["result"] is not None else NOT_YET


def _pool(processes: int) -> ProcessPoolExecutor:
    """Start processes that leave it to this one to be stopped from the keyboard."""
    return ProcessPoolExecutor(
        processes, initializer=signal.signal, initargs=(signal.SIGINT, signal.SIG_IGN)
    )


def _heads_in(log: Path, archive: BinaryIO) -> dict[int, str]:
    """Give the log's heads of this archive; none if it is none, which its check tells better."""
    try:
        records = read_records(archive)
        next(records)
        election = Election.read(next(records).body)
    except (BadDocument, StopIteration):
        return {}
    finally:
        archive.seek(0)
    return heads_in_log(log, election.uuid)


def _joined(given: dict[int, str], logged: dict[int, str]) -> dict[int, str]:
    for height in given.keys() & logged.keys():
        if given[height] != logged[height]:
            raise BadLog(f"It has another head of event {height} than the one that you gave.")
    return given | logged


def _verdict(
    archive: BinaryIO,
    heads: dict[int, str],
    trackers: dict[str, str],
    pool: Executor | None,
    show: "_Shown | None",
) -> dict[str, Any]:
    """Give what is to be told, for programs; `fault` is null if nothing is wrong."""
    told_of = show or (lambda *_: None)
    try:
        found = check(archive, heads=heads, look_for=trackers, pool=pool, progress=told_of)
    except Fault as fault:
        where = {"height": fault.height, "record": fault.record}
        told = {"code": fault.code, "words": fault.words, **where}
        return {"fault": told, "result": None}
    newest = max(heads, default=None)
    return {
        "fault": None,
        **_told(found),
        "trackers": {trackers[each]: counts for each, counts in found.looked_for.items()},
        "heads_compared": len(heads),
        "compared_up_to": newest,
    }


def _told(found: Checked) -> dict[str, Any]:
    return {
        "name": found.election.name,
        "uuid": found.election.uuid,
        "fingerprint": found.election.fingerprint,
        "stage": STAGES[found.stage],
        "listed": len(found.credentials),
        "ballots": found.ballots,
        "counted": found.voters,
        "weight": found.weight,
        "shuffles": found.shuffles,
        "trustees": len(found.trustees.keys),
        "opened_by": sorted(found.parts),
        "head": {"height": found.head.height, "hash": found.head.hash},
        "result": None if found.result is None else _result(found),
    }


def _result(found: Checked) -> list[dict[str, Any]]:
    """Give each question's sums under its answers, or its papers."""
    told = []
    for question, result in zip(found.election.questions, found.result or (), strict=True):
        named: dict[str, Any] = {"question": question.words}
        if isinstance(question, Question):
            answers = (*(("blank",) if question.blank else ()), *question.answers)
            named["sums"] = [[answer, n] for answer, n in zip(answers, result, strict=True)]
        else:
            named["answers"], named["papers"] = list(question.answers), result
        told.append(named)
    return told


def in_words(found: dict[str, Any]) -> str:
    """Tell a person what was found."""
    if (fault := found["fault"]) is not None:
        fault = Fault(fault["code"], fault["words"], height=fault["height"], record=fault["record"])
        return f"NOT GOOD. {shown(str(fault))}\nThe first fault is told; there may be more."
    lines = [
        f"{shown(found['name'])}  ({shown(found['uuid'])})",
        f"Fingerprint    {found['fingerprint']}",
        f"Listed         {found['listed']:,} who may vote",
        f"Ballots        {found['ballots']:,}, of which {found['counted']:,} count",
        *(
            [f"Weight         {found['weight']:,} in all: NOT EVERY BALLOT COUNTS ONCE"]
            if found["weight"] != found["counted"]
            else []
        ),
        f"Shuffles       {found['shuffles']}",
        f"Opened by      {len(found['opened_by'])} of {found['trustees']} trustees",
        f"Head           {found['head']['height']}:{found['head']['hash']}",
        f"Stage          {found['stage']}",
    ]
    for question in found["result"] or ():
        lines += ["", shown(question["question"])]
        if "sums" in question:
            lines += [f"  {n:>9,}  {shown(answer)}" for answer, n in question["sums"]]
        else:
            lines.append(f"  {len(question['papers']):,} ranked papers; --json has them all")
    for tracker, counts in found["trackers"].items():
        is_here = "is here, and counts" if counts else "is here; a later one of its voter counts"
        lines += ["", f"The ballot {tracker} {is_here}."]
    lines += ["", _conclusion(found)]
    return "\n".join(lines)


def _conclusion(found: dict[str, Any]) -> str:
    if found["result"] is None:
        verdict = "NOTHING IS WRONG SO FAR, and there is no result yet."
    else:
        verdict = "GOOD. Every ballot, every step and the result hold."
    compared, newest = found["heads_compared"], found["compared_up_to"]
    if not compared:
        return verdict + (
            "\nNo head was compared: an archive that was cut at its end would look like this one."
            "\nGive one that was noted elsewhere with --head HEIGHT:HASH, or the log with --log."
        )
    heads = "One head was" if compared == 1 else f"{compared:,} heads were"
    verdict += f"\n{heads} compared, the newest of event {newest:,}."
    if newest < found["head"]["height"]:
        verdict += " What comes after it was not: it could have been cut, or written anew."
    return verdict


class _Shown:
    """Shows on one line of a terminal how far it is."""

    def __call__(self, what: str, done: int, due: int) -> None:
        sys.stderr.write(f"\r\x1b[KChecking {what}: {done:,} of {due:,}")
        sys.stderr.flush()

    def clear(self) -> None:
        sys.stderr.write("\r\x1b[K")


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="python -m ballots.sealing.verify",
        description="Verify the archive of a sealed vote: every ballot, every step, the result.",
    )
    parser.add_argument("file", type=Path, metavar="FILE.bel", help="the archive")
    parser.add_argument(
        "--head",
        type=_head,
        action="append",
        default=[],
        metavar="HEIGHT:HASH",
        help="an event that was noted elsewhere, such as on a receipt; may be given again",
    )
    parser.add_argument(
        "--tracker",
        type=_tracker,
        action="append",
        default=[],
        metavar="TRACKER",
        help="a ballot that has to be there, as its receipt names it; may be given again",
    )
    parser.add_argument(
        "--log",
        type=Path,
        metavar="LOG",
        help="the signed log, audit_log.jsonl or an exported folder: every head in it is compared",
    )
    parser.add_argument("--json", action="store_true", help="print what was found as JSON")
    parser.add_argument(
        "--processes", type=_processes, default=0, help="how many cores to use; all of them if not"
    )
    return parser


def _processes(given: str) -> int:
    if not given.isdecimal() or not 1 <= int(given) <= 256:  # noqa: PLR2004 # more is a slip
        raise argparse.ArgumentTypeError("a number from 1 to 256")
    return int(given)


def _tracker(given: str) -> tuple[str, str]:
    """Give the hash that a tracker stands for, and the tracker as it was given."""
    bare = given.strip().rstrip("=")
    try:
        hashed = base64.b64decode(f"{bare}=", validate=True)
    except ValueError:
        hashed = b""
    if len(hashed) != _HASH // 2 or base64.b64encode(hashed).decode().rstrip("=") != bare:
        raise argparse.ArgumentTypeError("a tracker, which has 43 letters, figures and signs")
    return hashed.hex(), bare


def _head(given: str) -> tuple[int, str]:
    height, _, found = given.partition(":")
    if not height.isdecimal() or len(found) != _HASH or not set(found) <= set("0123456789abcdef"):
        raise argparse.ArgumentTypeError("a height, a colon and 64 hexadecimal digits")
    return int(height), found
