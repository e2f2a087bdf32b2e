"""A real hub on a real port, and a client that reads its stream."""

import asyncio
import http.client
import json
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from typing import Any

import uvicorn
from django.db import transaction

from live import outbox
from live.feed import outbox_feed
from live.hub import Hub
from tests import servers

FLOOR = "floor:NDC27"


@dataclass
class Served:
    """A hub, and where it is served."""

    hub: Hub
    server: uvicorn.Server
    port: int


@dataclass
class Message:
    """One server-sent event."""

    event: str
    data: str
    id: str = ""


class Stream:
    """A page's connection."""

    def __init__(self, port: int, url: str, last_event_id: str = "", method: str = "GET") -> None:
        self.connection = http.client.HTTPConnection("127.0.0.1", port, timeout=10)
        headers = {"Accept": "text/event-stream"}
        if last_event_id:
            headers["Last-Event-ID"] = last_event_id
        self.connection.request(method, url, headers=headers)
        self.response = self.connection.getresponse()
        self.status = self.response.status

    def problem(self) -> Any:
        """Return what the hub says instead of a stream."""
        return json.loads(self.response.read())

    def raw(self) -> Iterator[str]:
        """Give the stream line by line, until the hub ends it."""
        while line := self.response.readline():
            yield line.decode().rstrip("\n")

    def messages(self) -> Iterator[Message]:
        """Give every event, the clock's too."""
        fields: dict[str, list[str]] = {}
        for line in self.raw():
            if line:
                name, _, value = line.partition(": ")
                fields.setdefault(name, []).append(value)
            elif fields:
                if "event" in fields:
                    data = "\n".join(fields["data"])
                    yield Message(fields["event"][0], data, *fields.get("id", []))
                fields = {}

    def next(self) -> Message:
        """Wait for the next fragment."""
        return next(message for message in self.messages() if message.event != "clock")

    def close(self) -> None:
        """Leave, as a closed tab does."""
        self.response.close()
        self.connection.close()


@contextmanager
def served(front: Callable[[Hub], Any] = lambda hub: hub, **options: float) -> Iterator[Served]:
    """Serve a hub over HTTP until the test is done, behind something else if need be."""
    hub = Hub(outbox_feed, **options)
    port = servers.free_port()
    config = uvicorn.Config(
        front(hub), port=port, log_level="critical", timeout_graceful_shutdown=2
    )
    server = uvicorn.Server(config)
    thread = threading.Thread(target=lambda: asyncio.run(server.serve()))
    thread.start()
    try:
        wait_until(lambda: server.started and hub.ready.is_set())
        yield Served(hub, server, port)
    finally:
        hub.close()
        server.should_exit = True
        thread.join(10)


@contextmanager
def listening(
    port: int, url: str, last_event_id: str = "", *, method: str = "GET"
) -> Iterator[Stream]:
    """Keep a page open."""
    with closing(Stream(port, url, last_event_id, method)) as stream:
        yield stream


def publish(event: str, html: str, channel: str = FLOOR) -> None:
    """Publish as a service does."""
    with transaction.atomic():
        outbox.publish(channel, event, html)


def wait_until(condition: Callable[[], object], seconds: float = 10) -> None:
    """Wait for something that another thread does."""
    deadline = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < deadline, "it did not happen in time"
        time.sleep(0.01)
