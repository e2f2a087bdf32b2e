"""Votes a second through HTTP, beside what the same server does with one insert and with nothing.

    script/bench votes [--seconds 4] [--rounds 5] [--connections 32] [--threads 4]

PostgreSQL syncs every commit; granian serves Django with all its middleware in one worker; each
request carries a signed session cookie and a CSRF token. The rounds take turns, so that whatever
else the machine is doing falls on all three alike. Where there are two processors, the server has
one to itself and the load and PostgreSQL share the other. Read the ratios and the processor time
for each request: rates alone depend on the machine.
"""

import argparse
import json
import os
import statistics
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict
from pathlib import Path
from typing import Any

from tests import servers
from tests.bench.load import Plan, Seen

VOTERS = 2_000


def main() -> None:
    """Set the scene, take turns, and print."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--seconds", type=float, default=4)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--connections", type=int, default=32)
    parser.add_argument("--threads", type=int, default=4)
    options = parser.parse_args()
    with (
        tempfile.TemporaryDirectory(prefix="tellers-bench-") as folder,
        servers.postgresql(on_disk=Path(folder)),
    ):
        prepare_environment(folder)
        from tests.bench import scene  # noqa: PLC0415 - Django reads the environment made above

        requests = scene.requests(VOTERS)
        with granian(threads=options.threads) as (port, process):
            seen = measure(requests, options, port, process)
        scene.check(sum(one.answered for one in seen["cast"]))
    report(seen)


def prepare_environment(folder: str, *, database: str = "postgres", redis: str = "") -> None:
    """Point Django, here and in the servers, at the PostgreSQL, and the Redis, of this run."""
    for name in [name for name in os.environ if name.startswith("TELLERS_")]:
        del os.environ[name]
    os.environ["REDIS_URL"] = redis
    os.environ |= {
        "DATABASE_URL": servers.postgresql_url(database),
        "DJANGO_SETTINGS_MODULE": "tests.bench.settings",
        "TELLERS_DATA_DIR": str(Path(folder) / "data"),
    }


@contextmanager
def granian(*, threads: int) -> Iterator[tuple[int, int]]:
    """Serve as production does: WSGI, one worker, a few threads."""
    port = servers.free_port()
    command = [*on_processor(0), sys.executable, "-m", "granian", "config.wsgi:application"]
    command += ["--interface", "wsgi", "--workers", "1", "--blocking-threads", str(threads)]
    command += ["--host", "127.0.0.1", "--port", str(port), "--log-level", "error"]
    with servers.program(command, port=port, environment={}) as process:
        yield port, process


def measure(
    requests: dict[str, list[str]], options: argparse.Namespace, port: int, process: int
) -> dict[str, list[Seen]]:
    """Let the three take turns; the first turn of each only warms up."""
    seen: dict[str, list[Seen]] = {name: [] for name in requests}
    start = 0
    for _turn in range(options.rounds + 1):
        for name, texts in requests.items():
            plan = Plan(port, options.connections, options.seconds, texts, process, start)
            one = Seen(**load(asdict(plan)))
            start += one.answered + one.failed + options.connections
            if one.failed:
                raise SystemExit(f"{name}: {one.failed} failed. The first:\n{one.first_failure}")
            seen[name].append(one)
            print(".", end="", flush=True)
    print()
    return seen


def load(plan: dict[str, Any]) -> dict[str, Any]:
    """Run the load in a process of its own."""
    command = [*on_processor(1), sys.executable, "-m", "tests.bench.load"]
    done = subprocess.run(
        command, input=json.dumps(plan), text=True, capture_output=True, check=True
    )
    answer: dict[str, Any] = json.loads(done.stdout)
    return answer


def on_processor(number: int) -> list[str]:
    """Keep a program to one processor, where there is more than one."""
    return ["taskset", "-c", str(number)] if len(os.sched_getaffinity(0)) > 1 else []


def report(seen: dict[str, list[Seen]]) -> None:
    """Print the middle turn of each after the first, and how they compare."""
    seen = {name: turns[1:] for name, turns in seen.items()}
    rates = {
        name: statistics.median(one.answered / one.seconds for one in turns)
        for name, turns in seen.items()
    }
    costs = {
        name: statistics.median(1000 * one.server_seconds / one.answered for one in turns)
        for name, turns in seen.items()
    }
    labels = {
        "nothing": "middleware and nothing else",
        "one-insert": "one ORM insert (the floor)",
        "cast": "a vote: cast, marked, in the log",
    }
    print(f"{'':34}{'a second':>10}{'server ms each':>16}")
    for name, label in labels.items():
        print(f"{label:34}{rates[name]:>10,.0f}{costs[name]:>16.2f}")
    print(f"\nvotes/s against one insert/s, same run: {rates['cast'] / rates['one-insert']:.2f}")
    print(f"server time of one insert against a vote: {costs['one-insert'] / costs['cast']:.2f}")
    each = [one.answered / one.seconds for one in seen["cast"]]
    print(f"votes/s, slowest and fastest turn: {min(each):,.0f} to {max(each):,.0f}")


if __name__ == "__main__":
    main()
