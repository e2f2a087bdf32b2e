"""The event stream: one raw ASGI application that keeps ten thousand pages up to date.

It holds the newest fragment of each event of each channel. A listener holds one number: the
arrival up to which it has been told. There is no queue that could grow: whoever reads slowly is
told the newest when it is ready, and whoever does not read at all is let go.
"""

import asyncio
import json
import logging
import math
import random
import re
import signal
import threading
import time
from collections import defaultdict
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from contextlib import asynccontextmanager, contextmanager, suppress
from dataclasses import dataclass, field
from types import FrameType
from typing import Any
from urllib.parse import parse_qs

from live import tokens
from live.outbox import Fragment

Scope = dict[str, Any]
Receive = Callable[[], Awaitable[Any]]
Send = Callable[[Any], Awaitable[None]]
Feed = Callable[[], AsyncIterator[list[Fragment]]]

MAX_STREAMS = 15_000
READY_SECONDS = 5.0
# Pages that lost their stream together come back after a second at least, and so many a second.
BACK_EACH_SECOND = 1_000
# Pages are stirred in groups: what one is told is on its way before the next has its turn.
STIRRED_AT_ONCE = 200
# A transaction may commit this long after it wrote its fragment, and clocks may differ: whoever
# comes back is told again what is that fresh. Fragments are complete, so once more does no harm.
OVERLAP_SECONDS = 30.0
LINE_ENDS = re.compile(r"\r\n|\r|\n")
STREAM_HEADERS = [
    (b"content-type", b"text/event-stream; charset=utf-8"),
    (b"cache-control", b"no-store"),
    (b"x-accel-buffering", b"no"),
    (b"x-content-type-options", b"nosniff"),
]

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class News:
    """A fragment as it travels, and the order in which it reached the hub."""

    arrival: int
    fragment: Fragment
    text: bytes

    @classmethod
    def of(cls, fragment: Fragment, arrival: int) -> "News":
        """Spell a server-sent event, once for all listeners. Its id is a time: see OVERLAP."""
        at = fragment.at.timestamp()
        data = "".join(f"data: {line}\n" for line in LINE_ENDS.split(fragment.html))
        return cls(arrival, fragment, f"id: {at:.3f}\nevent: {fragment.event}\n{data}\n".encode())


@dataclass(slots=True)
class Channel:
    """The newest of each event, and who is listening."""

    newest: dict[str, News] = field(default_factory=dict)
    listeners: set["Listener"] = field(default_factory=set)


@dataclass(slots=True, eq=False)
class Listener:
    """One open page."""

    channels: list[Channel]
    told: int = 0
    gone: bool = False
    # By the monotonic clock: what it is being told has to be taken by then, or it is told the time.
    due: float = math.inf
    is_taking: bool = False
    is_let_go: bool = False
    stirred: asyncio.Event = field(default_factory=asyncio.Event)
    task: asyncio.Task[Any] | None = None

    def untold(self) -> list[News]:
        """Return what has arrived since, in the order of arrival, and count it as told."""
        news = [n for c in self.channels for n in c.newest.values() if n.arrival > self.told]
        news.sort(key=lambda n: n.arrival)
        self.told = news[-1].arrival if news else self.told
        return news

    async def watch(self, receive: Receive) -> None:
        """Notice that the page has been closed."""
        while (await receive())["type"] != "http.disconnect":
            pass
        self.gone = True
        self.stirred.set()

    def remind(self) -> None:
        """Have a silent page told the time, and let go of one that takes nothing."""
        if not self.is_taking:
            self.stirred.set()
        elif self.task and not self.is_let_go:
            self.is_let_go = True
            self.task.cancel()


class NotAdmittedError(Exception):
    """This request gets no stream, and is told why."""

    def __init__(self, status: int, why: str, *headers: tuple[bytes, bytes]) -> None:
        super().__init__(why)
        self.status = status
        self.why = why
        self.headers = headers


class Hub:
    """The stream's address: `GET /live/?token=...`, in front of Django or in its own process."""

    def __init__(
        self, feed: Feed, *, heartbeat_seconds: float = 15.0, patience_seconds: float = 20.0
    ) -> None:
        """Take the feed; nothing is read from it before the server starts."""
        self.feed = feed
        self.heartbeat_seconds = heartbeat_seconds
        self.patience_seconds = patience_seconds
        self.channels: defaultdict[str, Channel] = defaultdict(Channel)
        self.listeners: set[Listener] = set()
        self.arrivals = 0
        self.closing = False
        self.ready = asyncio.Event()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer the server's start and stop, and every request for a stream."""
        if scope["type"] == "lifespan":
            await self._lifespan(receive, send)
        elif scope["type"] == "http":
            await self._answer(scope, receive, send)
        else:  # a WebSocket, which nothing here speaks
            await send({"type": "websocket.close"})

    def close(self) -> None:
        """End every stream; the pages come back by themselves, each after its own pause."""
        self.closing = True
        for listener in self.listeners:
            listener.stirred.set()

    async def accept(self, fragments: list[Fragment]) -> None:
        """Keep what is newer than what is known, and tell whoever listens."""
        listeners: set[Listener] = set()
        for fragment in fragments:
            channel = self.channels[fragment.channel]
            known = channel.newest.get(fragment.event)
            if known is None or known.fragment.id < fragment.id:
                self.arrivals += 1
                channel.newest[fragment.event] = News.of(fragment, self.arrivals)
                listeners |= channel.listeners
        self.ready.set()
        for number, listener in enumerate(listeners, start=1):
            listener.stirred.set()
            if number % STIRRED_AT_ONCE == 0:
                await asyncio.sleep(0)

    def _pause(self) -> bytes:
        """Tell a page how long to stay away should it lose its stream: by chance, and by the crowd.

        A small hall is back within three seconds, ten thousand pages within eleven. It is told
        again with the time, for whoever came early has seen no crowd.
        """
        spread = max(2_000, len(self.listeners) * 1_000 // BACK_EACH_SECOND)
        return f"retry: {1_000 + random.randint(0, spread)}\n\n".encode()  # noqa: S311 - no secret

    def _rest(self) -> float:
        """Tell how long a stream may be silent; not all of them speak up in the same moment."""
        return self.heartbeat_seconds * random.uniform(0.8, 1.0)  # noqa: S311 - no secret

    async def _follow(self) -> None:
        async for fragments in self.feed():
            await self.accept(fragments)

    async def _watch(self) -> None:
        """Mind the time of all streams: a timer for each costs more than what it is told."""
        while True:
            await asyncio.sleep(min(self.heartbeat_seconds, self.patience_seconds) / 10)
            now = time.monotonic()
            for listener in self.listeners:
                if listener.due <= now:
                    listener.remind()

    async def _lifespan(self, receive: Receive, send: Send) -> None:
        await receive()
        work = [asyncio.create_task(self._follow()), asyncio.create_task(self._watch())]
        with _when_told_to_stop(self.close):
            await send({"type": "lifespan.startup.complete"})
            await receive()
        self.close()
        for task in work:
            task.cancel()
            with suppress(asyncio.CancelledError):
                await task
        await send({"type": "lifespan.shutdown.complete"})

    async def _answer(self, scope: Scope, receive: Receive, send: Send) -> None:
        try:
            subscription = await self._admit(scope)
        except NotAdmittedError as no:
            await _refuse(send, no)
            return
        async with self._listening(subscription, receive) as listener:
            since = _last_event(scope) or subscription.issued_at
            await self._stream(listener, since, subscription.expires_at, send)

    async def _admit(self, scope: Scope) -> tokens.Subscription:
        if scope["method"] != "GET":
            raise NotAdmittedError(405, "Only GET opens a stream.", (b"allow", b"GET"))
        token = parse_qs(scope["query_string"].decode("latin-1")).get("token", [""])[0]
        try:
            subscription = tokens.read(token)
        except tokens.TokenExpiredError as old:
            raise NotAdmittedError(401, "This page is too old to be kept up to date.") from old
        except tokens.TokenForgedError as forged:
            raise NotAdmittedError(403, "This address was not made by this site.") from forged
        if self.closing or len(self.listeners) >= MAX_STREAMS or not await self._is_ready():
            raise NotAdmittedError(503, "No stream is free just now.", (b"retry-after", b"15"))
        return subscription

    async def _is_ready(self) -> bool:
        with suppress(TimeoutError):
            await asyncio.wait_for(self.ready.wait(), READY_SECONDS)
        return self.ready.is_set()

    @asynccontextmanager
    async def _listening(
        self, subscription: tokens.Subscription, receive: Receive
    ) -> AsyncIterator[Listener]:
        listener = Listener([self.channels[name] for name in subscription.channels])
        listener.task = asyncio.current_task()
        watching = asyncio.create_task(listener.watch(receive))
        circles = [self.listeners, *(channel.listeners for channel in listener.channels)]
        for circle in circles:
            circle.add(listener)
        try:
            yield listener
        finally:
            for circle in circles:
                circle.discard(listener)
            watching.cancel()

    async def _stream(self, listener: Listener, since: float, until: float, send: Send) -> None:
        async def tell(text: bytes, *, more: bool = True) -> None:
            listener.is_taking, listener.due = True, time.monotonic() + self.patience_seconds
            await send({"type": "http.response.body", "body": text, "more_body": more})
            listener.is_taking, listener.due = False, time.monotonic() + self._rest()

        fresh = since - OVERLAP_SECONDS
        news = [n for n in listener.untold() if n.fragment.at.timestamp() >= fresh]
        await send({"type": "http.response.start", "status": 200, "headers": STREAM_HEADERS})
        try:
            await tell(self._pause() + _clock() + _spell(news))
            while not (listener.gone or self.closing or time.time() >= until):
                await listener.stirred.wait()
                listener.stirred.clear()
                await tell(_spell(listener.untold()) or self._pause() + _clock())
            # Its token has run out: the page fetches another, and does not wait to be refused.
            await tell(b"event: old\ndata: token\n\n" if time.time() >= until else b"", more=False)
        except asyncio.CancelledError:
            if not listener.is_let_go:
                raise
            log.info("A page that stopped reading was let go.")


def _spell(news: list[News]) -> bytes:
    return b"".join(n.text for n in news)


def _clock() -> bytes:
    """Tell the time: pages count down by it, and know by its absence that they are cut off."""
    return f"event: clock\ndata: {time.time() * 1000:.0f}\n\n".encode()


def _last_event(scope: Scope) -> float | None:
    value: bytes = dict(scope["headers"]).get(b"last-event-id", b"")
    with suppress(ValueError):
        return float(value)
    return None


async def _refuse(send: Send, no: NotAdmittedError) -> None:
    problem = {"type": "about:blank", "status": no.status, "detail": no.why}
    kind = (b"content-type", b"application/problem+json")
    headers = [kind, (b"cache-control", b"no-store"), *no.headers]
    await send({"type": "http.response.start", "status": no.status, "headers": headers})
    await send({"type": "http.response.body", "body": json.dumps(problem).encode()})


@contextmanager
def _when_told_to_stop(close: Callable[[], None]) -> Iterator[None]:
    """End the streams before the server waits for them to end, which they never would."""
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    loop = asyncio.get_running_loop()
    servers = {number: signal.getsignal(number) for number in (signal.SIGINT, signal.SIGTERM)}

    def stop(number: int, frame: FrameType | None) -> None:
        loop.call_soon_threadsafe(close)
        server = servers[signal.Signals(number)]
        if callable(server):
            server(number, frame)

    for number, server in servers.items():
        if callable(server):
            signal.signal(number, stop)
    try:
        yield
    finally:
        for number, server in servers.items():
            if signal.getsignal(number) is stop:
                signal.signal(number, server)
