"""Checking the proofs of ballots in processes of their own, so that the pages stay quick.

A check takes some 8 ms of a processor and lets nothing else run beside it in the same process. The
workers are started when the first ballot comes, import `ballots.sealing` alone and are asked over
pipes; they end with whoever started them. One that died is replaced, and its ballot asked about
once more. Only so many wait at a time, and one of each voter: whoever comes then is told to try
again in a moment.
"""

import atexit
import json
import os
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from queue import Empty, LifoQueue
from typing import Any, Final

from django.conf import settings

from audit.refusal import Refusal

BUSY: Final = "too-busy"
_ROOT: Final = Path(__file__).resolve().parents[2]
_WAITING_FOR_EACH: Final = 32
_PATIENCE_SECONDS: Final = 20
"""For so long a voter waits for a free worker, and for its answer."""


class WorkerLostError(Exception):
    """A worker died, or gave no answer."""


class Worker:
    """One process, asked one thing at a time."""

    def __init__(self) -> None:
        """Start it."""
        try:
            self._process = subprocess.Popen(
                [sys.executable, "-m", "ballots.sealing.checking"],
                cwd=_ROOT,
                env={"PATH": os.environ.get("PATH", ""), "PYTHONUTF8": "1"},  # no secret of ours
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
            )
        except OSError:  # no memory, or too many processes: those who wait are told to press again
            raise WorkerLostError from None
        self.pid = self._process.pid

    def ask(self, asked: dict[str, str]) -> dict[str, Any]:
        """Ask, and wait for the answer."""
        pipe_in, pipe_out = self._process.stdin, self._process.stdout
        if pipe_in is None or pipe_out is None:
            raise WorkerLostError
        # A worker that hangs reads no more either, and then writing to it would never end.
        patience = threading.Timer(_PATIENCE_SECONDS, self._process.kill)
        patience.start()
        try:
            pipe_in.write(json.dumps(asked).encode() + b"\n")
            pipe_in.flush()
            answer: dict[str, Any] = json.loads(pipe_out.readline())
        except (OSError, ValueError):
            raise WorkerLostError from None
        finally:
            patience.cancel()
        return answer

    def end(self) -> None:
        """Take it down."""
        self._process.kill()
        self._process.wait()
        for pipe in (self._process.stdin, self._process.stdout):
            if pipe:
                try:
                    pipe.close()
                except OSError:
                    continue  # it broke before


class Pool:
    """So many workers, and a queue of bounded length before them."""

    def __init__(self, workers: int) -> None:
        """Start nothing yet: a place in the queue is a worker, or room for one."""
        self._free: LifoQueue[Worker | None] = LifoQueue()
        for _ in range(workers):
            self._free.put(None)
        self._room = threading.BoundedSemaphore(workers * _WAITING_FOR_EACH)
        self._all: set[Worker] = set()
        self._voters: set[int] = set()
        self._voters_change = threading.Lock()
        self.pid = os.getpid()

    def check(self, *, election: str, ballot: str, credential: int) -> dict[str, Any]:
        """Check one ballot; refuse where too many are being checked, or one of this voter's is.

        Else whoever sends a hundred at once would have every place, and nobody else could vote.
        """
        with self._of_one_voter(credential):
            return self._checked(election, ballot, credential)

    @contextmanager
    def _of_one_voter(self, credential: int) -> Iterator[None]:
        with self._voters_change:
            if credential in self._voters:
                raise _busy()
            self._voters.add(credential)
        try:
            yield
        finally:
            with self._voters_change:
                self._voters.discard(credential)

    def _checked(self, election: str, ballot: str, credential: int) -> dict[str, Any]:
        if not self._room.acquire(blocking=False):
            raise _busy()
        try:
            asked = {"election": election, "ballot": ballot, "credential": str(credential)}
            try:
                return self._asked(asked)
            except WorkerLostError:
                return self._asked(asked)
        except (WorkerLostError, Empty):
            raise _busy() from None
        finally:
            self._room.release()

    def end(self) -> None:
        """Take every worker down."""
        while self._all:
            self._all.pop().end()

    @property
    def pids(self) -> list[int]:
        """Name the processes that run."""
        return [worker.pid for worker in self._all]

    def _asked(self, asked: dict[str, str]) -> dict[str, Any]:
        worker = self._free.get(timeout=_PATIENCE_SECONDS)
        try:
            if worker is None:
                worker = Worker()
                self._all.add(worker)
            return worker.ask(asked)
        except WorkerLostError:
            if worker:
                self._all.discard(worker)
                worker.end()
            worker = None
            raise
        finally:
            self._free.put(worker)


_starting = threading.Lock()
_pools: list[Pool] = []


def proofs_pool() -> Pool:
    """Give this process's pool; one that was forked has to have its own."""
    with _starting:
        if not _pools or _pools[-1].pid != os.getpid():
            _pools[:] = [Pool(settings.SEALING_WORKERS)]
        return _pools[-1]


@atexit.register
def _end() -> None:
    for pool in _pools:
        if pool.pid == os.getpid():
            pool.end()


def _busy() -> Refusal:
    return Refusal(
        BUSY,
        "So many votes are coming in that yours could not be checked yet. It was not taken. Press "
        "again in a moment: nothing is lost.",
    )
