"""A hall that votes: 1,000 phones, 5 % of them on a bad line; 10,000 open pages; an evening.

    script/bench hall [--delegates 1000] [--within 30] [--streams 10000] [--evening 10]
                      [--only votes|evening|streams]

Everything runs on this machine and shares its processors: granian with the pages and votes, the
hub, the timekeeper, PostgreSQL that syncs every commit, Redis, and the delegates, who come over the
loopback. Each delegate keeps a stream open, votes over a connection of their own and, within the
minute, asks for their branch's panel, as the page does. Presses come as in a hall: most at once,
the last when the time is nearly up. The floor is one ORM insert behind the same middleware, asked
for in the same way in the same run.

An evening is 800 delegates and so many votes one after the other; `--evening 200` is the whole one.
Each of its votes is shortened by load: all press within ten seconds instead of the minute that
standing orders give, the chair closes as soon as everyone has voted, and no page asks for a panel.

Ends with status 1 if a vote was lost, or counted twice, or anything took longer than it may.
"""

import argparse
import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

from tests import servers
from tests.bench.load import processor_seconds
from tests.bench.votes import prepare_environment
from tests.live import proxy

CONNECTED_OF_AN_EVENING: Final = 800
EVENING_WITHIN: Final = 10.0
SAID_EVERY: Final = 20  # votes of the evening
CONFIRMED_P95: Final = 2.0
BEHIND_MOST: Final = 2.0
BROADCAST_MOST: Final = 1.0
WORKERS: Final = 2


@dataclass
class Servers:
    """The processes of one installation, by what they do."""

    site: int
    pids: dict[str, int] = field(default_factory=dict)

    def seconds(self) -> dict[str, float]:
        """Read the processor time of each so far."""
        return {name: processor_seconds(pid) for name, pid in self.pids.items()}


class Delegates:
    """The load, in a process of its own."""

    def __init__(self, process: subprocess.Popen[str]) -> None:
        self.process = process

    def __call__(self, do: str, **order: Any) -> dict[str, Any]:
        """Give an order, and wait until it is carried out."""
        assert self.process.stdin
        assert self.process.stdout
        self.process.stdin.write(json.dumps({"do": do, **order}) + "\n")
        self.process.stdin.flush()
        line = self.process.stdout.readline()
        if not line:
            raise SystemExit("The load ended before its time.")
        answer: dict[str, Any] = json.loads(line)
        return answer


def main() -> None:
    """Set the scene, hold the votes, and print."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--delegates", type=int, default=1000)
    parser.add_argument("--within", type=float, default=30, help="seconds in which all press")
    parser.add_argument("--streams", type=int, default=10_000)
    parser.add_argument("--evening", type=int, default=10, help="votes of the evening")
    parser.add_argument("--only", choices=["votes", "evening", "streams"], help="this part alone")
    options = parser.parse_args()
    began = time.monotonic()
    missed: list[str] = []
    busy = os.getloadavg()[0]
    say(f"{os.cpu_count()} processors; {busy:.1f} programs were running on them before this one")
    with ExitStack() as stack:
        folder = stack.enter_context(tempfile.TemporaryDirectory(prefix="tellers-bench-"))
        stack.enter_context(servers.postgresql(on_disk=Path(folder)))
        redis = stack.enter_context(servers.redis())
        prepare_environment(folder, database=_database(), redis=redis)
        from tests.bench.hall_scene import Scene  # noqa: PLC0415 - Django reads the environment

        scene = Scene(delegates=options.delegates, motions=options.evening + 5)
        say(f"{options.delegates:,} delegates, made in {time.monotonic() - began:.0f} s")
        with _votes_are_taken(Path(folder)) as running:
            if options.only in (None, "votes"):
                missed += hold_votes(scene, running, options)
            if options.only in (None, "evening"):
                missed += hold_evening(scene, running, options.evening)
            if options.only in (None, "streams"):
                missed += hold_streams(scene, running, options.streams)
    say(f"\nAll of it took {time.monotonic() - began:.0f} s.")
    if missed:
        raise SystemExit("Too slow: " + "; ".join(missed) + ".")
    say("Every vote was recorded once, and nothing took longer than it may.")


def hold_votes(scene: Any, running: Servers, options: argparse.Namespace) -> list[str]:
    """Hold one vote on good lines and one on bad ones, beside the floor; tell what was too slow."""
    missed = []
    with hub() as (live, pid), delegates() as hall:
        running.pids["hub"] = pid
        opened = hall("open", port=live, streams=scene.streams(options.delegates))
        say(
            f"{opened['opened']:,} pages open, {opened['opened'] / opened['seconds']:,.0f} a second"
        )
        _vote(scene, hall, running, within=EVENING_WITHIN, with_panel=False)  # warms up
        floor = _pressed(hall, running, scene.floor(), within=options.within)
        each = 1000 * floor.costs["web"] / options.delegates
        say(f"\nOne insert, the floor: {each:.2f} ms of the web server's processor time")
        ways: dict[str, dict[str, Any]] = {
            "A vote, and nothing else": {"with_panel": False},
            "A vote, and the branch panel within the minute, as the page asks": {},
            "The same, 5 % cut off in the middle, who come back with the same paper": {
                "dropping": 0.05
            },
        }
        for what, how in ways.items():
            held = _vote(scene, hall, running, within=options.within, **how)
            report(what, held, floor_ms=each)
            missed += _missed(what, held.seen["waits"], held.seen["behind"])
        del running.pids["hub"]
    return missed


def hold_evening(scene: Any, running: Servers, votes: int) -> list[str]:
    """Hold one vote after the other."""
    scene.go_home(CONNECTED_OF_AN_EVENING)
    connected = len(scene.present)
    waits: list[float] = []
    behind: list[float] = []
    opening: list[float] = []
    with hub() as (live, pid), delegates() as hall:
        running.pids["hub"] = pid
        hall("open", port=live, streams=scene.streams(connected))
        _vote(scene, hall, running, within=EVENING_WITHIN, with_panel=False)  # warms up
        began, before = time.monotonic(), running.seconds()
        for number in range(1, votes + 1):
            held = _vote(scene, hall, running, within=EVENING_WITHIN, with_panel=False)
            waits += held.seen["waits"]
            behind += held.seen["behind"]
            opening += held.opening
            if number % SAID_EVERY == 0:
                say(f"  {number} votes of {votes}: confirmed after {spread(waits)}")
        costs = _since(running, before)
        del running.pids["hub"]
    say(f"\nAn evening: {votes} votes with {connected} connected, {len(waits):,} votes cast,")
    say(f"  all of each pressed within {EVENING_WITHIN:.0f} s, {time.monotonic() - began:.0f} s")
    say(f"  paper on every page after  {spread(opening)}")
    say(f"  confirmed after            {spread(waits)}")
    say(f"  progress behind            {spread(behind)}")
    say(f"  processor time             {_costs(costs, len(waits))}")
    return _missed("an evening", waits, behind)


def hold_streams(scene: Any, running: Servers, number: int) -> list[str]:
    """Open as many pages as one process is asked to hold, and tell them all, by either way out."""
    missed = []
    scene.broadcast()  # a process that has drawn nothing yet reads its templates first
    for name, way in WAYS.items():
        if way is through_nchan and not proxy.is_installed():
            say(f"\n{name}: not measured. {proxy.MISSING}")
            continue
        with way(running) as (live, pids), delegates() as hall:
            empty = sum(map(resident, pids))
            streams = scene.streams(number)
            before = [processor_seconds(pid) for pid in pids]
            first = _all_opened(hall, live, streams)
            full = sum(map(resident, pids))
            hall("close")
            again = _all_opened(hall, live, streams)
            spent = _spent(pids, before)
            say(f"\n{number:,} open pages by {name}")
            say(f"  opened {number / first:,.0f} a second, and after a cut {number / again:,.0f};")
            say(f"  {1000 * spent / number / 2:.2f} ms of processor time, and")
            say(f"  {(full - empty) / number:.1f} KB of memory each")
            missed += _tell_all(scene, hall, name, pids)
            say(f"  and after that {(sum(map(resident, pids)) - empty) / number:.1f} KB each")
    return missed


def _tell_all(scene: Any, hall: Delegates, name: str, pids: list[int]) -> list[str]:
    """Tell every page something three times; the slowest counts."""
    slowest = 0.0
    for turn in ("first", "second", "third"):
        hall("shown", event="now", since=0, patience=0)  # forgets what came on opening
        before, since = [processor_seconds(pid) for pid in pids], time.monotonic()
        scene.broadcast()
        seen = hall("shown", event="now", since=since, patience=30)
        if len(seen["arrivals"]) != seen["streams"]:
            raise SystemExit(f"{len(seen['arrivals']):,} of {seen['streams']:,} pages were told")
        say(f"  {turn:6} broadcast to all    {spread(seen['arrivals'])}")
        say(f"                             {_spent(pids, before):.2f} s of processor time")
        slowest = max(slowest, *seen["arrivals"])
    too_slow = slowest > BROADCAST_MOST
    return [f"{name}: a broadcast took {slowest:.2f} s to reach everybody"] if too_slow else []


def _all_opened(hall: Delegates, port: int, streams: list[str]) -> float:
    opened = hall("open", port=port, streams=streams)
    if opened["opened"] != len(streams):
        raise SystemExit(f"{opened['opened']:,} of {len(streams):,} streams were opened")
    return float(opened["seconds"])


def _spent(pids: list[int], before: list[float]) -> float:
    return sum(processor_seconds(pid) - then for pid, then in zip(pids, before, strict=True))


@contextmanager
def through_hub(_running: Servers) -> Iterator[tuple[int, list[int]]]:
    """Give the hub's port and process."""
    with hub() as (port, pid):
        yield port, [pid]


@contextmanager
def through_nchan(running: Servers) -> Iterator[tuple[int, list[int]]]:
    """Give nginx's port, and the processes of nginx and of what publishes to it."""
    with proxy.nginx(site=running.site) as opened:
        command = [sys.executable, "manage.py", "live_publish", opened.publisher]
        with servers.background(command) as publisher:
            yield opened.port, [opened.pid, publisher]


WAYS: Final = {"the hub": through_hub, "nginx with Nchan": through_nchan}


def _missed(what: str, waits: list[float], behind: list[float]) -> list[str]:
    missed = []
    if (slow := _p95(waits)) >= CONFIRMED_P95:
        missed.append(f"{what}: confirmed after {slow:.2f} s (95th of a hundred)")
    if (slow := max(behind)) > BEHIND_MOST:
        missed.append(f"{what}: progress was {slow:.2f} s behind")
    return missed


@dataclass
class Held:
    """One vote, as it was seen from the hall, and what it cost."""

    seen: dict[str, Any]
    costs: dict[str, float]
    opening: list[float] = field(default_factory=list)


def _vote(
    scene: Any,
    hall: Delegates,
    running: Servers,
    *,
    within: float,
    dropping: float = 0.0,
    with_panel: bool = True,
) -> Held:
    since = time.monotonic()
    ballot = scene.open_vote()
    opening = hall("shown", event="now", since=since, patience=10)["arrivals"]
    requests = scene.votes(ballot, with_panel=with_panel)
    held = _pressed(hall, running, requests, within=within, dropping=dropping)
    scene.finish()
    scene.check(ballot, held.seen["codes"])
    if len(held.seen["codes"]) != len(requests):
        raise SystemExit(
            f"{held.seen['failed']} votes failed. The first:\n{held.seen['first_failure']}"
        )
    held.opening = opening
    return held


def _pressed(
    hall: Delegates,
    running: Servers,
    requests: list[list[str]],
    *,
    within: float,
    dropping: float = 0.0,
) -> Held:
    before = running.seconds()
    plan = {"requests": requests, "within": within, "dropping": dropping, "seed": 2027}
    seen = hall("vote", port=running.site, **plan)
    if seen["failed"]:
        raise SystemExit(f"{seen['failed']} failed. The first:\n{seen['first_failure']}")
    return Held(seen, _since(running, before))


def _since(running: Servers, before: dict[str, float]) -> dict[str, float]:
    return {name: now - before[name] for name, now in running.seconds().items()}


def report(what: str, held: Held, *, floor_ms: float) -> None:
    """Print one vote."""
    seen = held.seen
    number = len(seen["codes"])
    say(f"\n{what}: {number:,} of {number:,} recorded once, the last after {seen['took']:.1f} s")
    say(f"  paper on every page after  {spread(held.opening)}")
    say(f"  confirmed after            {spread(seen['waits'])}")
    if seen["waits_of_dropped"]:
        say(f"  of those cut off, after    {spread(seen['waits_of_dropped'])} from the first press")
    if seen["panels"]:
        say(f"  branch panel after         {spread(seen['panels'])}")
    those = ", at those who stayed" if seen["waits_of_dropped"] else ""
    say(f"  progress behind            {spread(seen['behind'])}{those}")
    say(f"  processor time             {_costs(held.costs, number)}")
    web = 1000 * held.costs["web"] / number
    say(f"  the web server's, against one insert: {web / floor_ms:.2f}")


def _costs(costs: dict[str, float], number: int) -> str:
    return ", ".join(f"{name} {1000 * each / number:.2f} ms" for name, each in costs.items())


def spread(seconds: list[float]) -> str:
    """Give the middle, the 95th of a hundred and the longest."""
    if not seconds:
        return "nothing seen"
    middle, most = statistics.median(seconds), max(seconds)
    return f"p50 {middle:.3f}  p95 {_p95(seconds):.3f}  max {most:.3f} s"


def _p95(seconds: list[float]) -> float:
    ordered = sorted(seconds)
    return ordered[min(len(ordered) - 1, int(len(ordered) * 0.95))]


@contextmanager
def _votes_are_taken(folder: Path) -> Iterator[Servers]:
    """Run pages and votes, and the timekeeper, as production does."""
    port = servers.free_port()
    command = [sys.executable, "-m", "granian", "config.wsgi:application", "--interface", "wsgi"]
    command += ["--workers", str(WORKERS), "--blocking-threads", "4", "--log-level", "error"]
    command += ["--host", "127.0.0.1", "--port", str(port)]
    keeper = [sys.executable, "manage.py", "keep_time"]
    with (
        servers.program(command, port=port, environment={}) as web,
        servers.background(keeper) as timekeeper,
    ):
        postmaster = int((folder / "postgresql" / "postmaster.pid").read_text().split()[0])
        yield Servers(port, {"web": web, "timekeeper": timekeeper, "PostgreSQL": postmaster})


@contextmanager
def hub() -> Iterator[tuple[int, int]]:
    """Run the hub in a process of its own; give its port and its process."""
    port = servers.free_port()
    command = [sys.executable, "-m", "uvicorn", "config.hub_asgi:application", "--no-access-log"]
    command += ["--log-level", "error", f"--port={port}"]
    with servers.program(command, port=port, environment={}) as pid:
        yield port, pid


@contextmanager
def delegates() -> Iterator[Delegates]:
    """Start the load."""
    command = [sys.executable, "-m", "tests.bench.hall_load"]
    process = subprocess.Popen(
        command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, env=dict(os.environ)
    )
    try:
        yield Delegates(process)
    finally:
        process.kill()
        process.wait()


def resident(pid: int) -> float:
    """Read the memory of a process and of its children, in KB."""
    children = Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
    return sum(_resident(each) for each in (pid, *map(int, children)))


def _resident(pid: int) -> float:
    lines = Path(f"/proc/{pid}/status").read_text().splitlines()
    return float(next(line for line in lines if line.startswith("VmRSS")).split()[1])


def _database() -> str:
    return servers.AS_MADE if servers.migrated() else "postgres"


def say(words: str) -> None:
    """Tell whoever runs this, at once."""
    print(words, flush=True)


if __name__ == "__main__":
    main()
