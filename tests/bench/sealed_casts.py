"""Sealed casts a second through HTTP, beside the same endpoint with the check of proofs left out.

    python -m tests.bench.sealed_casts [--seconds 3] [--rounds 3] [--voters 500]

As `votes`: PostgreSQL syncs every commit, granian serves Django in one worker of a few threads, the
two take turns. Every ballot is a fresh one, sealed beforehand; voters change their votes in later
turns. The workers that check share the processors with everything else.
"""

import argparse
import json
import statistics
import subprocess
import sys
import tempfile
from dataclasses import asdict
from pathlib import Path
from typing import Any

from tests import servers
from tests.bench.load import Plan, Seen
from tests.bench.votes import prepare_environment

CHECKED, UNCHECKED = "checked", "unchecked"
CONNECTIONS = 16
THREADS = 8


def casts_by_http(options: argparse.Namespace) -> None:
    """Set the scene, take turns, and print."""
    print("\nSealed casts through HTTP")
    with (
        tempfile.TemporaryDirectory(prefix="tellers-bench-") as folder,
        servers.postgresql(on_disk=Path(folder)),
    ):
        prepare_environment(folder, database=database_made("casts"))
        from tests.bench.sealed_scene import Scene  # noqa: PLC0415 - it reads the environment

        scene = Scene(options.voters)
        seen: dict[str, list[Any]] = {CHECKED: [], UNCHECKED: []}
        port = servers.free_port()
        command = [sys.executable, "-m", "granian", "config.wsgi:application"]
        command += ["--interface", "wsgi", "--workers", "1", "--blocking-threads", str(THREADS)]
        command += ["--host", "127.0.0.1", "--port", str(port), "--log-level", "error"]
        with servers.program(command, port=port, environment={}) as process:
            for turn in range(options.rounds + 1):
                for name, turns in seen.items():
                    requests = scene.requests(name)
                    plan = Plan(port, CONNECTIONS, options.seconds, requests, process)
                    one = _load(plan)
                    if one.failed:
                        raise SystemExit(f"{name}: {one.failed} failed.\n{one.first_failure}")
                    if one.answered > len(requests):
                        raise SystemExit("The ballots did not last: give more voters.")
                    if turn:
                        turns.append(one)
        scene.check()
    rates = {
        name: statistics.median(one.answered / one.seconds for one in turns)
        for name, turns in seen.items()
    }
    for name, rate in rates.items():
        costs = (1000 * one.server_seconds / one.answered for one in seen[name])
        cost = statistics.median(costs)
        print(f"  {name:<12}{rate:>8.1f} casts a second, {cost:.1f} ms of the server for each")
    print(f"  with the check: {rates[CHECKED] / rates[UNCHECKED]:.2f} of the rate without it")


def database_made(name: str) -> str:
    """Make a database, with its tables where `tests.migrated` has made them; give its name."""
    with servers.as_superuser() as server:
        template = f"TEMPLATE {servers.AS_MADE}" if servers.migrated() else ""
        server.execute(f"CREATE DATABASE {name} {template}")
    return name


def _load(plan: Plan) -> Seen:
    command = [sys.executable, "-m", "tests.bench.load"]
    done = subprocess.run(
        command, input=json.dumps(asdict(plan)), text=True, capture_output=True, check=True
    )
    answer: dict[str, Any] = json.loads(done.stdout)
    return Seen(**answer)


def options_of(parser: argparse.ArgumentParser) -> None:
    """Add the options of this measurement."""
    parser.add_argument("--seconds", type=float, default=3)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--voters", type=int, default=500)


def main() -> None:
    """Read the options."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    options_of(parser)
    casts_by_http(parser.parse_args())


if __name__ == "__main__":
    main()
