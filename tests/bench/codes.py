"""Passcodes for 34,000 members: how long a batch takes to be taken on, and what a page feels of it.

    script/bench codes [--members 34000] [--seconds 20] [--workers 1]

PostgreSQL syncs every commit, tasks go through Redis, a worker hands mail to a server that takes
everything, and granian serves Django with all its middleware. A member's own page is asked for all
the while: first with nothing else going on, then while the batch is taken on and sent. The floor of
sending is what one connection to the same mail server takes of the same message from a loop.
"""

import argparse
import http.client
import os
import signal
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Self

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, Envelope, Session

from tests import servers
from tests.bench.votes import granian, prepare_environment

EVERY_SECONDS = 0.05
FLOOR_MESSAGES = 500


class Postbox:
    """A mail server that takes everything and keeps nothing but the count."""

    def __init__(self) -> None:
        self.taken = 0

    async def handle_DATA(self, _server: SMTP, _session: Session, _mail: Envelope) -> str:  # noqa: N802
        self.taken += 1
        return "250 OK"


class Visitor(threading.Thread):
    """Somebody who looks at their page again and again, and notes how long it takes."""

    def __init__(self, port: int, cookies: str) -> None:
        super().__init__(daemon=True)
        self.port, self.cookies = port, cookies
        self.seconds: list[float] = []
        self.stopped = threading.Event()

    def run(self) -> None:
        connection = http.client.HTTPConnection("127.0.0.1", self.port)
        while not self.stopped.wait(EVERY_SECONDS):
            began = time.perf_counter()
            connection.request("GET", "/me/", headers={"Cookie": self.cookies})
            answer = connection.getresponse()
            answer.read()
            if answer.status != http.HTTPStatus.OK:
                raise SystemExit(f"The page answered {answer.status}.")
            self.seconds.append(time.perf_counter() - began)

    def __enter__(self) -> Self:
        self.start()
        return self

    def __exit__(self, *_error: object) -> None:
        self.stopped.set()
        self.join()

    @property
    def line(self) -> str:
        """Say the middle, the 95th of a hundred and the slowest, in milliseconds."""
        cuts = statistics.quantiles(self.seconds, n=20)
        figures = (statistics.median(self.seconds), cuts[18], max(self.seconds))
        return "".join(f"{1000 * each:>10.0f}" for each in figures) + f"{len(self.seconds):>10,}"


def main() -> None:
    """Set the scene, measure the page idle and busy, and print."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--members", type=int, default=34_000)
    parser.add_argument("--seconds", type=float, default=20)
    parser.add_argument("--workers", type=int, default=1)
    options = parser.parse_args()
    box = Postbox()
    mail = Controller(box, hostname="127.0.0.1", port=servers.free_port())
    mail.start()
    with (
        tempfile.TemporaryDirectory(prefix="tellers-bench-") as folder,
        servers.postgresql(on_disk=Path(folder)),
        servers.redis() as redis_url,
    ):
        prepare_environment(folder)
        os.environ["REDIS_URL"] = redis_url
        os.environ["EMAIL_URL"] = f"smtp://127.0.0.1:{mail.port}"
        measure(options, box)
    mail.stop()


def measure(options: argparse.Namespace, box: Postbox) -> None:
    """Measure one after the other: the floor, the idle page, the batch and the busy page."""
    from tests.bench import codes_scene as scene  # noqa: PLC0415 - reads the environment made above

    cookies = scene.prepare(options.members)
    floor = scene.plain_sends_a_second(FLOOR_MESSAGES)
    with granian(threads=4) as (port, _process), celery(options.workers):
        with Visitor(port, cookies) as idle:
            time.sleep(options.seconds)
        with Visitor(port, cookies) as busy:
            began = time.perf_counter()
            posting = scene.post()
            taken_on = time.perf_counter() - began
            before, began = box.taken, time.perf_counter()
            time.sleep(options.seconds)
            sent = (box.taken - before) / (time.perf_counter() - began)
    print(f"{posting.addressed:,} passcodes taken on in {taken_on:.2f} s, in one statement\n")
    print(
        f"{'a page of a member, milliseconds':34}{'p50':>10}{'p95':>10}{'slowest':>10}{'asked':>10}"
    )
    print(f"{'  nothing else going on':34}{idle.line}")
    print(f"{'  while they are taken on and sent':34}{busy.line}\n")
    print(f"sent a second, {options.workers} worker: {sent:,.0f}")
    print(f"one connection, same mail, no database, no log (the floor): {floor:,.0f}")
    print(f"so {options.members:,} take {options.members / max(sent, 0.1) / 60:.0f} minutes")


@contextmanager
def celery(processes: int) -> Iterator[None]:
    """Run a worker as production does."""
    command = [sys.executable, "-m", "celery", "-A", "config", "worker", "-l", "CRITICAL"]
    with subprocess.Popen([*command, "-c", str(processes)], start_new_session=True) as process:
        time.sleep(10)  # until it listens
        try:
            yield
        finally:
            os.killpg(process.pid, signal.SIGKILL)


if __name__ == "__main__":
    main()
