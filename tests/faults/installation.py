"""An installation whose parts can be killed: nginx in front of Django and the hub, and Redis."""

import os
import signal
import sys
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from urllib.request import urlopen

import redis

from tests import servers


class Installation:
    """Django and the hub, each in a process of its own, on ports that they keep."""

    def __init__(self, environment: dict[str, str]) -> None:
        self.environment = environment
        self.ports = {"config.asgi": servers.free_port(), "config.hub_asgi": servers.free_port()}
        self.running: dict[str, tuple[int, ExitStack]] = {}

    def start(self, what: str) -> None:
        """Start one of them, and wait until it answers."""
        command = [sys.executable, "-m", "uvicorn", f"{what}:application", "--log-level=critical"]
        port = self.ports[what]
        stack = ExitStack()
        pid = stack.enter_context(
            servers.program([*command, f"--port={port}"], port=port, environment=self.environment)
        )
        self.running[what] = (pid, stack)
        if what == "config.asgi":  # whose first page waits while it takes in all of our code
            urlopen(f"http://127.0.0.1:{port}/sign-in/", timeout=servers.PATIENCE_SECONDS).close()

    def kill(self, what: str) -> None:
        """End one of them without a word, as the kernel does when memory is short."""
        pid, stack = self.running.pop(what)
        os.kill(pid, signal.SIGKILL)
        stack.close()

    def stop(self) -> None:
        """Stop what still runs."""
        for _pid, stack in self.running.values():
            stack.close()


@contextmanager
def stopped(redis_url: str) -> Iterator[None]:
    """Have Redis answer nobody for a while: worse than a Redis that is gone."""
    with redis.Redis.from_url(redis_url) as client:
        pid = client.info()["process_id"]
    os.kill(pid, signal.SIGSTOP)
    try:
        yield
    finally:
        os.kill(pid, signal.SIGCONT)
