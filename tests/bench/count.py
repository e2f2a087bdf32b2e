"""How fast 1,300,000 papers are counted from a file, beside pyrankvote and beside reading alone.

    script/bench count [--rounds 2] [--papers 1300000] [--file papers.blt] [--rows] [--corpus]

Each count is a process of its own, from its start to the JSON record; pyrankvote, which a Python
programmer would reach for, reads the same file in a plain loop and counts by the STV that it has.
The floor reads the file and splits its lines. The rounds take turns, so that whatever else the
machine is doing falls on all alike: read the ratios, for seconds depend on it. Steps are in seconds
of the processor; none of them waits for anything.

--rows counts the same papers from rows of the election's table in PostgreSQL as well; --corpus, the
374 Scottish wards by both rules, where their data is.
"""

import argparse
import json
import statistics
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass, field
from pathlib import Path

from tests.bench import count_corpus, count_rows, papers
from tests.bench.count_runs import RUNS, Steps

PEER, OURS = "pyrankvote", ("ers97", "scottish")
LEAST_TIMES_FASTER, MOST_MEBIBYTES, MOST_COUNT_SECONDS = 10, 400, 0.6


@dataclass
class Seen:
    """What the rounds of one run showed."""

    walls: list[float] = field(default_factory=list)
    mebibytes: list[float] = field(default_factory=list)
    steps: list[Steps] = field(default_factory=list)

    @property
    def wall(self) -> float:
        return statistics.median(self.walls)

    @property
    def work(self) -> float:
        """Give the seconds by the clock without the start of the program."""
        return statistics.median(
            sum(clock for name, (clock, _processor) in steps.items() if name != "start")
            for steps in self.steps
        )

    def step(self, name: str) -> float:
        return statistics.median(steps.get(name, (0, 0))[1] for steps in self.steps)


def main() -> None:
    """Write the file, let the runs take turns, and print."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--rounds", type=int, default=2)
    parser.add_argument("--papers", type=int, default=papers.PAPERS)
    parser.add_argument("--file", type=Path, help="count this BLT file instead")
    parser.add_argument("--rows", action="store_true", help="count from rows in PostgreSQL as well")
    parser.add_argument("--corpus", action="store_true", help="count the Scottish wards as well")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="tellers-bench-") as folder:
        file = options.file or Path(folder) / "papers.blt"
        if not options.file:
            different = papers.write(file, options.papers)
            print(
                f"{options.papers:,} papers, {different:,} of them different, "
                f"{papers.CANDIDATES} candidates, {papers.SEATS} places, "
                f"{file.stat().st_size / 1e6:.1f} MB, a line for each paper\n"
            )
        seen = {name: Seen() for name in RUNS}
        for _ in range(options.rounds):
            for name, one in seen.items():
                measure(name, file, one)
        report(seen)
        if options.rows:
            count_rows.measure(file, {code: seen[code].work for code in OURS})
    if options.corpus:
        count_corpus.measure()


def measure(name: str, file: Path, seen: Seen) -> None:
    """Run one in a process of its own."""
    command = [sys.executable, "-m", "tests.bench.count_runs", name, str(file)]
    start = time.perf_counter()
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    seen.walls.append(time.perf_counter() - start)
    told = json.loads(done.stdout)
    seen.mebibytes.append(told["mebibytes"])
    seen.steps.append(told["steps"])


def report(seen: dict[str, Seen]) -> None:
    """Print the table, and whether the aims were met."""
    headings = "".join(f"{heading:>9}" for heading in ("clock", "start", "read", "count"))
    print(f"{'':12}{headings}{'memory':>11}{'x floor':>9}")
    for name, one in seen.items():
        steps = "".join(f"{one.step(step):>7.2f} s" for step in ("start", "read", "count"))
        times = one.wall / seen["floor"].wall
        print(f"{name:12}{one.wall:>7.2f} s{steps}{max(one.mebibytes):>7.0f} MiB{times:>9.1f}")
    print()
    for name in OURS:
        times, most = seen[PEER].wall / seen[name].wall, max(seen[name].mebibytes)
        counting = seen[name].step("count")
        said(name, f"{times:.1f} times faster than {PEER}", times >= LEAST_TIMES_FASTER, "10")
        said(name, f"{most:.0f} MiB at the most", most <= MOST_MEBIBYTES, "400")
        said(name, f"{counting:.2f} s to count alone", counting <= MOST_COUNT_SECONDS, "0.6")


def said(name: str, what: str, is_met: bool, aim: str) -> None:  # noqa: FBT001 - a line to print
    """Print a figure beside its aim."""
    print(f"{name:12}{what:40}{'met' if is_met else 'NOT MET'} (aim {aim})")


if __name__ == "__main__":
    main()
