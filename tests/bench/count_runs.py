"""What `script/bench count` runs, each in a process of its own.

    python -m tests.bench.count_runs RUN FILE

Prints as JSON the seconds of each step, measured inside, by the clock and by the processor, and the
most memory that the process ever held.
"""

import json
import re
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

Steps = dict[str, tuple[float, float]]
"""By step: seconds by the clock, and of the processor, which do not count others' work."""


@contextmanager
def step(steps: Steps, name: str) -> Iterator[None]:
    """Time a step."""
    clock, processor = time.perf_counter(), time.process_time()
    yield
    steps[name] = time.perf_counter() - clock, time.process_time() - processor


def floor(file: str) -> Steps:
    """Read the file and split it into lines: nobody who reads it line by line can be faster."""
    steps: Steps = {}
    with step(steps, "read"):
        Path(file).read_bytes().split(b"\n")
    return steps


def ours(code: str) -> Callable[[str], Steps]:
    """Count by one of our rules, to the JSON record."""

    def run(file: str) -> Steps:
        steps: Steps = {}
        with step(steps, "start"):
            from ballots.counting.files.reading import read  # noqa: PLC0415 - it is timed
            from ballots.counting.lots import Lots  # noqa: PLC0415
            from ballots.counting.named import RULES  # noqa: PLC0415
            from ballots.counting.sheet import json_record  # noqa: PLC0415
        with step(steps, "read"):
            contest, papers = read(file)
        with step(steps, "count"):
            count = RULES[code][1](contest, papers, Lots("bench"))
        with step(steps, "show"):
            json_record.write(count)
        return steps

    return run


def pyrankvote(file: str) -> Steps:
    """Count by pyrankvote's STV, reading the file as its users would: a loop over the lines."""
    steps: Steps = {}
    with step(steps, "start"):
        from pyrankvote import (  # noqa: PLC0415 - it is timed
            Ballot,
            Candidate,
            single_transferable_vote,
        )
    with step(steps, "read"):
        lines = Path(file).read_text().splitlines()
        candidates, seats = map(int, lines[0].split())
        end = lines.index("0")
        standing = [Candidate(name.strip('"')) for name in lines[end + 1 : end + 1 + candidates]]
        ballots = []
        for line in lines[1:end]:
            weight, *ranking, _zero = map(int, line.split())
            ranked = [standing[number - 1] for number in ranking]
            ballots += [Ballot(ranked_candidates=ranked) for _ in range(weight)]
    with step(steps, "count"):
        single_transferable_vote(standing, ballots, number_of_seats=seats)
    return steps


RUNS: dict[str, Callable[[str], Steps]] = {
    "floor": floor,
    "ers97": ours("ers97"),
    "scottish": ours("scottish"),
    "pyrankvote": pyrankvote,
}


def most_mebibytes() -> float:
    """Say how much memory this process ever held, as Linux counts it."""
    status = Path("/proc/self/status").read_text()
    found = re.search(r"VmHWM:\s+(\d+) kB", status)
    return int(found[1]) / 1024 if found else 0.0


if __name__ == "__main__":
    took = RUNS[sys.argv[1]](sys.argv[2])
    json.dump({"steps": took, "mebibytes": most_mebibytes()}, sys.stdout)
