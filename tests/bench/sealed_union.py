"""A whole union's sealed vote, from its credentials to the verified result: what each step took.

    python -m tests.bench.sealed_union [--whole 34000] [--tool-minutes 20]

Everybody on the roll votes, one in fifty twice. All of it is the product's own path but for HTTP
and the delivery of passcodes: the booth is entered and the ballot cast by the services that the
pages call, in one process of eight threads, as a web server is; proofs are checked in its pool, and
PostgreSQL syncs every commit. Celery workers, one for each core, add up and open. The archive is
verified by `python -m ballots.sealing.verify` and by `belenios-tool`. Sealing is load and not part.

The same is done before with a sixteenth of the voters: so it shows which processes need more memory
for more voters. More than `BOUND`, `EACH` and `STEADY` allow is a failure.
"""

import argparse
import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from tests import servers
from tests.bench.sealed_casts import database_made
from tests.bench.sealed_plan import Costs, plan
from tests.bench.votes import prepare_environment
from tests.bench.watching import Used, Watch

SERVICE, CHECKER, WORKER, DATABASE = "the service", "a checker of proofs", "a worker", "PostgreSQL"
VERIFIER, TOOL, LOAD = "the verifier", "belenios-tool", "the load"

_NAMES: Final = (
    ("ballots.sealing.checking", CHECKER),
    ("ballots.sealing.verify", VERIFIER),
    ("belenios-tool", TOOL),
    ("sealed_union_steps seals", LOAD),
    ("sealed_union_steps", SERVICE),
    ("celery", WORKER),
    ("postgres", DATABASE),
)

_MB: Final = 1_000_000
BOUND: Final = 400 * _MB
"""Memory that no process of ours may have more of, with a union of 34,000."""

EACH: Final = 8_000
"""Bytes by which a process that has the whole list of credentials may grow with each voter."""

STEADY: Final = {CHECKER: 10 * _MB, WORKER: 50 * _MB}
"""What works on one ballot, or one piece, at a time may grow by so much, and no more, ever."""

_CORES: Final = os.cpu_count() or 1
_SMALLER: Final = 16


@dataclass
class Taken:
    """What a step took, what it found out, and what it is called."""

    words: str
    used: Used
    found: dict[str, Any]


@dataclass
class Union:
    """A vote of so many, step by step."""

    voters: int
    folder: Path
    watch: Watch
    environment: Mapping[str, str]
    taken: dict[str, Taken]

    def step(self, name: str, words: str, *rest: str) -> dict[str, Any]:
        """Do one step in a process of its own, and print what it took."""
        with self.watch.step() as used:
            found = self._ran(self._command(name, *rest))
        return self._told(name, words, used, found)

    def load(self) -> None:
        """Seal all ballots, by a process for each core."""
        with self.watch.step() as used:
            running = [
                subprocess.Popen(
                    self._command("seals", str(part), str(_CORES)),
                    env=self.environment,
                    stdout=subprocess.DEVNULL,
                )
                for part in range(_CORES)
            ]
            if any(process.wait() for process in running):
                raise SystemExit("Sealing failed.")
        self._told("seals", "sealed, as load", used, {})

    def verify(self, archive: Path, head: str) -> None:
        """Verify the archive on all cores, its head beside the one in the tables."""
        command = [sys.executable, "-m", "ballots.sealing.verify", str(archive), "--json"]
        command += ["--processes", str(_CORES), "--head", head]
        with self.watch.step() as used:
            found = self._ran(command)
        self._told("verify", f"verified by ours on {_CORES} cores", used, found)
        if found["counted"] != self.voters:
            raise SystemExit(f"{found['counted']} of {self.voters} were found to count.")

    def verify_by_tool(self, minutes: float) -> None:
        """Have the tool verify the archive, if it can in so many minutes."""
        with self.watch.step() as used:
            try:
                done = subprocess.run(
                    ["/usr/bin/belenios-tool", "election", "verify"],
                    cwd=self.folder,
                    timeout=60 * minutes,
                    capture_output=True,
                    text=True,
                    check=True,
                    env={**self.environment, "BELENIOS_USE_URANDOM": "1"},
                )
            except subprocess.TimeoutExpired:
                print(f"  belenios-tool was not done in {minutes:g} minutes.", flush=True)
                return
        if "I: all checks passed" not in done.stderr or "no result" in done.stderr:
            raise SystemExit(f"The tool did not pass the archive: {done.stderr}")
        self._told("tool", "verified by belenios-tool on one core", used, {})

    def _command(self, name: str, *rest: str) -> list[str]:
        module = "tests.bench.sealed_union_steps"
        return [sys.executable, "-m", module, name, str(self.folder), *rest]

    def _ran(self, command: list[str]) -> dict[str, Any]:
        done = subprocess.run(
            command, env=self.environment, stdout=subprocess.PIPE, text=True, check=False
        )
        if done.returncode:
            raise SystemExit(f"{' '.join(command)} ended with {done.returncode}.\n{done.stdout}")
        found: dict[str, Any] = json.loads(done.stdout)
        return found

    def _told(self, name: str, words: str, used: Used, found: dict[str, Any]) -> dict[str, Any]:
        self.taken[name] = Taken(words, used, found)
        each = ", ".join(f"{who} {seconds:.1f} s" for who, seconds in used.processor.items())
        peaks = ", ".join(f"{who} {peak / _MB:.0f} MB" for who, peak in used.peaks.items())
        print(f"{used.seconds:>8.1f} s  {words}", flush=True)
        print(f"            processor: {each}\n            peak memory: {peaks}", flush=True)
        return found


def whole(options: argparse.Namespace) -> None:
    """Hold the vote twice, print what it took, and what it would take a union of 1.3 million."""
    smaller = held(options.whole // _SMALLER, options)
    larger = held(options.whole, options)
    beyond = _beyond_bounds(smaller, larger)
    print()
    for line in plan(_costs(smaller, larger)):
        print(line)
    if beyond:
        raise SystemExit(f"Memory is not bounded: {', '.join(beyond)}")


def held(voters: int, options: argparse.Namespace) -> Union:
    """Hold one vote from its register to its verified result."""
    print(f"\nA sealed vote of {voters:,}; load {os.getloadavg()[0]:.1f} on {_CORES} cores")
    with tempfile.TemporaryDirectory(prefix="tellers-bench-") as name, _running(name) as watch:
        union = Union(voters, Path(name), watch, dict(os.environ), {})
        union.step("register", "the register made, as load", str(voters))
        union.step("prepare", "credentials made")
        union.step("opens", "opened: the roll frozen, the archive begun")
        with _workers():  # they have started by the time there is something to do
            union.load()
            cast = union.step("casts", "cast: booth entered, proofs checked, all written")
            _print_rate(union.taken["casts"], cast)
            union.step("closes", "closed")
            union.step("opening", "added up and opened by workers, the result written")
        union.step("reconciles", "reconciled: tables, archive and log held against each other")
        union.step("declares", "declared, reconciled once more")
        streamed = union.step("streams", "the archive streamed out")
        archive = Path(name, f"{streamed['uuid']}.bel")
        print(f"            {archive.stat().st_size / _MB:,.1f} MB; head {streamed['head'][:20]}…")
        union.verify(archive, streamed["head"])
        union.verify_by_tool(options.tool_minutes)
    return union


def _print_rate(taken: Taken, cast: dict[str, Any]) -> None:
    number = cast["ballots"]
    used = taken.used.processor
    print(
        f"            {number / taken.used.seconds:.0f} a second; of each the processor had "
        f"{1000 * used[CHECKER] / number:.1f} ms of proofs, "
        f"{1000 * cast['cast_seconds'] / number:.1f} ms of casting, "
        f"{1000 * cast['booth_seconds'] / number:.1f} ms of the booth, "
        f"{1000 * used[DATABASE] / number:.1f} ms of PostgreSQL",
        flush=True,
    )


@contextmanager
def _running(folder: str) -> Iterator[Watch]:
    """Run PostgreSQL, with every commit synced, and Redis, and watch everything."""
    before = dict(os.environ)
    with (
        servers.postgresql(on_disk=Path(folder)),
        servers.redis() as redis,
        Watch(_named) as watch,
    ):
        prepare_environment(folder, database=database_made("union_of_all"), redis=redis)
        try:
            yield watch
        finally:
            os.environ.clear()
            os.environ.update(before)


@contextmanager
def _workers() -> Iterator[None]:
    """Run one Celery worker for each core."""
    command = [sys.executable, "-W", "ignore", "-m", "celery", "-A", "config", "worker"]
    command += ["--pool=solo"]
    command += ["--loglevel=error", "--without-gossip", "--without-mingle"]
    with ExitStack() as stack:
        for number in range(_CORES):
            stack.enter_context(servers.background([*command, f"--hostname=bench{number}"]))
        yield


def _named(command: str) -> str:
    return next((name for part, name in _NAMES if part in command), "")


def _beyond_bounds(smaller: Union, larger: Union) -> list[str]:
    """Print the peaks of both; name the processes of ours that need too much, or grow too fast."""
    more = larger.voters - smaller.voters
    print(f"\nPeak memory with {smaller.voters:,} and with {larger.voters:,} voters")
    beyond = []
    for name, taken in larger.taken.items():
        for who, peak in taken.used.peaks.items():
            if who in {DATABASE, LOAD} or name == "register":
                continue
            before = smaller.taken[name].used.peaks.get(who, peak)
            grown = max(0, peak - before)
            print(
                f"  {name:<11}{who:<22}{before / _MB:>7.0f} MB{peak / _MB:>7.0f} MB"
                f"{grown / more:>9,.0f} bytes for each more"
            )
            if who != TOOL and (peak > BOUND or grown > STEADY.get(who, EACH * more + 10 * _MB)):
                beyond.append(f"{who} in {name}")
    return beyond


def _costs(smaller: Union, larger: Union) -> Costs:
    """Give what one more voter costs: the difference of both votes, so without what starting is."""
    more = larger.voters - smaller.voters
    rooms = larger.taken["streams"].found

    def seconds(name: str, *who: str) -> float:
        small, large = (union.taken[name].used.processor for union in (smaller, larger))
        return max(0, sum(large.get(each, 0) - small.get(each, 0) for each in who)) / more

    def memory(name: str, who: str) -> float:
        small, large = (union.taken[name].used.peaks.get(who, 0) for union in (smaller, larger))
        return max(0, large - small) / more

    return Costs(
        voters=larger.voters,
        credential=seconds("prepare", SERVICE),
        check=seconds("casts", CHECKER),
        service=seconds("casts", SERVICE),
        database=seconds("casts", DATABASE),
        turn=larger.taken["casts"].found["cast_seconds"] / larger.taken["casts"].found["ballots"]
        + seconds("casts", DATABASE),
        tally=seconds("closes", WORKER) + seconds("opening", WORKER),
        reconcile=seconds("reconciles", SERVICE, DATABASE),
        verify=seconds("verify", VERIFIER),
        tool=seconds("tool", TOOL) if "tool" in larger.taken else None,
        archive_bytes=rooms["archive"] / larger.voters,
        database_bytes=sum(rooms["rooms"].values()) / larger.voters,
        verifier_bytes=memory("verify", VERIFIER),
        verifier_floor=smaller.taken["verify"].used.peaks[VERIFIER],
        reconcile_bytes=memory("reconciles", SERVICE),
    )


def options_of(parser: argparse.ArgumentParser) -> None:
    """Add the options of this measurement."""
    parser.add_argument("--whole", type=int, default=34_000, help="voters of the whole union")
    parser.add_argument("--tool-minutes", type=float, default=20, help="patience with the tool")


def main() -> None:
    """Read the options."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    options_of(parser)
    whole(parser.parse_args())


if __name__ == "__main__":
    main()
