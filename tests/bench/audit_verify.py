"""How long it takes to check a log, beside hashing the same entries into a tree and nothing else.

The log is invented and written out by the same `export` as a real one; the check is the one that
anybody runs. The floor reads the same files but counts only the hashing: each entry, and the tree
over them, in plain Python. The rounds take turns, so that whatever else the machine is doing falls
on all alike, and what is counted is the processor's time: neither waits for anything. Memory is the
most that `python -m audit.verify` ever held, in a process of its own.
"""

import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from functools import cache
from hashlib import sha256
from pathlib import Path

from audit.formats.checkpoint import Checkpoint
from audit.formats.merkle import Frontier, leaf_hash, tree_root
from audit.formats.signing import SigningKey
from audit.formats.tiles import ENTRIES, TILE_WIDTH, entries_in, tiles_at
from audit.publishing.export import export
from audit.verify.checking import verify_export

HEAD_EVERY = 1_000
MOST_RATIO, MOST_MEGABYTES = 2.0, 150

# About 300 bytes, as long as a vote in a card vote.
_ENTRY = (
    b'{"_sd":["%043d"],"at":"2027-06-15T10:00:00Z","by":"p_%022d",'
    b'"id":"00000000-0000-4000-8000-%012d","of":"ballot:NDC27/B12","paper":"%064d",'
    b'"t":"paper.cast","v":1,"weight":240}'
)


class LongLog:
    """A log too long to be held in memory, made up as it is read."""

    def __init__(self, size: int) -> None:
        self._signing = SigningKey.generate("union.example/audit/2027")
        self.key = self._signing.verifier
        self.size = size

    def heads(self) -> Iterator[tuple[int, str]]:
        edge = Frontier()
        for start in range(0, self.size, HEAD_EVERY):
            stop = min(start + HEAD_EVERY, self.size)
            for one in self.hashes(0, start, stop):
                edge.append(one)
            head = Checkpoint(self.key.name, stop, edge.root())
            yield stop, head.sign(self._signing)

    def entries(self, start: int, stop: int) -> list[bytes]:
        return [_ENTRY % (n, n, n, n) for n in range(start, stop)]

    def hashes(self, level: int, start: int, stop: int) -> list[bytes]:
        if level == 0:
            return list(map(leaf_hash, self.entries(start, stop)))
        return [self._root(level, number) for number in range(start, stop)]

    @cache  # noqa: B019 - one log, for the length of one measurement
    def _root(self, level: int, number: int) -> bytes:
        return tree_root(self.hashes(level - 1, number * TILE_WIDTH, (number + 1) * TILE_WIDTH))


def floor(folder: Path, size: int) -> float:
    """Give the seconds that hashing takes: the entries, and the tree over them."""
    seconds, roots = 0.0, []
    for tile in tiles_at(ENTRIES, size):
        entries = list(entries_in((folder / tile.path).read_bytes()))
        start = time.process_time()
        roots.append(tree_root([sha256(b"\x00" + entry).digest() for entry in entries]))
        seconds += time.process_time() - start
    start = time.process_time()
    tree_root(roots)
    return seconds + time.process_time() - start


def timed(act: Callable[[], object]) -> float:
    """Give the seconds something takes."""
    start = time.process_time()
    act()
    return time.process_time() - start


# The most memory that the program held, as Linux counts it: `getrusage` would count its parent too.
_MEMORY = """
import pathlib, re, sys
from audit.verify.command import main
status = main(sys.argv[1:])
print(re.search(r"VmHWM:\\s+(\\d+) kB", pathlib.Path("/proc/self/status").read_text())[1])
sys.exit(status)
"""


def memory(folder: Path, key: str) -> float:
    """Give the most megabytes that the command ever held."""
    command = [sys.executable, "-c", _MEMORY, str(folder), "--key", key, "--quiet"]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    return int(done.stdout) / 1024


def measure(entries: int, rounds: int) -> None:
    """Write a log, let the three take turns, and print."""
    log = LongLog(entries)
    with tempfile.TemporaryDirectory(prefix="tellers-bench-") as place:
        folder = Path(place)
        took = timed(lambda: export(log, folder))
        length = len(log.entries(0, 1)[0])
        heads = -(-entries // HEAD_EVERY)
        print(f"{entries:,} entries of {length} bytes, {heads:,} heads, written in {took:.0f} s")

        def check(*, read_entries: bool) -> None:
            report = verify_export(folder, log.key, read_entries=read_entries)
            if not report.is_verified:
                raise SystemExit(report.text())

        seen: dict[str, list[float]] = {"floor": [], "check": [], "with form": []}
        for _ in range(rounds):
            seen["floor"].append(floor(folder, entries))
            seen["check"].append(timed(lambda: check(read_entries=False)))
            seen["with form"].append(timed(lambda: check(read_entries=True)))
        megabytes = memory(folder, str(log.key))
    report({name: statistics.median(taken) for name, taken in seen.items()}, megabytes)


def report(seconds: dict[str, float], megabytes: float) -> None:
    """Print the figures beside what was aimed at."""
    ratio = seconds["check"] / seconds["floor"]
    form = seconds["with form"] - seconds["check"]
    print(f"hashing into a tree (floor)    {seconds['floor']:8.2f} s")
    print(f"check: files, tiles, heads     {seconds['check']:8.2f} s   {ratio:.2f} of the floor")
    print(f"canonical form, apart          {form:8.2f} s")
    print(f"memory                         {megabytes:8.0f} MB")
    if ratio > MOST_RATIO or megabytes > MOST_MEGABYTES:
        print(f"aim MISSED: at most {MOST_RATIO} of the floor and {MOST_MEGABYTES} MB")
