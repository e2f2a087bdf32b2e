"""A hall of delegates in one process: each with an open page, who press when a vote is open.

Takes orders from standard input, a line of JSON each, and answers each with a line:

    {"do": "open", "port": .., "streams": [address ..]}
    {"do": "vote", "port": .., "requests": [[paper, branch panel] ..], "within": .., "dropping": ..}
    {"do": "shown", "event": .., "since": .., "patience": ..}
    {"do": "close"}

Every vote comes over a connection of its own, as from a phone whose last one has long been closed.
Times are of the machine's monotonic clock, which all its processes share.
"""

import asyncio
import json
import random
import re
import resource
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, Final, cast

import uvloop

OPENING_AT_ONCE: Final = 200
PATIENCE_SECONDS: Final = 30.0
PANEL_SPREAD: Final = 0.05  # seconds for each page in the hall: now.js waits as long
RETRY_SECONDS: Final = (1.0, 3.0)  # how long whoever was cut off is away
VOTED = re.compile(rb'<progress value="(\d+)"')
CODE = re.compile(rb'class="receipt__code">\s*([^<\s]+)')


class Stream(asyncio.Protocol):
    """An open page: what it was shown, and when."""

    def __init__(self, address: str) -> None:
        self.address = address
        self.opened = asyncio.get_running_loop().create_future()
        self.shown: list[tuple[float, str, int]] = []
        self.rest = b""
        self.last_id = b""
        self.was_cut_off = False
        self.transport: asyncio.Transport | None = None

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Ask for the stream, from where it was."""
        self.transport = cast("asyncio.Transport", transport)  # uvloop's is one by shape only
        again = f"Last-Event-ID: {self.last_id.decode()}\r\n" if self.last_id else ""
        asked = f"GET {self.address} HTTP/1.1\r\nHost: 127.0.0.1\r\nAccept: text/event-stream\r\n"
        self.transport.write(f"{asked}{again}\r\n".encode())

    def data_received(self, data: bytes) -> None:
        """Note each event that has come whole."""
        if not self.opened.done():
            self.opened.set_result(data.startswith(b"HTTP/1.1 200"))
        *events, self.rest = (self.rest + data).split(b"\n\n")
        for text in events:
            named = text.find(b"event: ")
            if named < 0:
                continue
            event = text[named + 7 : text.index(b"\n", named)].decode()
            if event == "clock":
                continue
            voted = VOTED.search(text) if event == "progress" else None
            self.shown.append((time.monotonic(), event, int(voted[1]) if voted else 0))
            if (place := text.find(b"id: ")) >= 0:
                self.last_id = text[place + 4 : text.index(b"\n", place)]

    def connection_lost(self, _error: Exception | None) -> None:
        """Fail whoever waits for it to open."""
        if not self.opened.done():
            self.opened.set_result(False)


@dataclass
class Vote:
    """One delegate's press, and what came of it."""

    pressed: float = 0.0
    sent: float = 0.0
    confirmed: float = 0.0
    panel: float = 0.0
    dropped: bool = False
    code: str = ""
    failure: str = ""


@dataclass
class Hall:
    """The delegates, and their streams."""

    streams: list[Stream] = field(default_factory=list)
    live_port: int = 0

    async def open(self, *, port: int, streams: list[str]) -> dict[str, Any]:
        """Open all of these pages."""
        self.live_port = port
        began = time.monotonic()
        opened = 0
        for start in range(0, len(streams), OPENING_AT_ONCE):
            fresh = [Stream(address) for address in streams[start : start + OPENING_AT_ONCE]]
            self.streams += fresh
            opened += sum(await asyncio.gather(*(self._connect(each) for each in fresh)))
        return {"opened": opened, "seconds": time.monotonic() - began}

    async def _connect(self, stream: Stream) -> bool:
        try:
            loop = asyncio.get_running_loop()
            await loop.create_connection(lambda: stream, "127.0.0.1", self.live_port)
            return bool(await asyncio.wait_for(stream.opened, PATIENCE_SECONDS))
        except OSError:  # a time-out is one
            return False

    async def vote(
        self, *, port: int, requests: list[list[str]], within: float, dropping: float, seed: int
    ) -> dict[str, Any]:
        """Have everyone vote; some lose their connection, and come back with the same paper."""
        dice = random.Random(seed)
        presses = sorted(min(dice.expovariate(4 / within), within) for _ in requests)
        lost = [dice.random() < dropping for _ in requests]
        began = time.monotonic()
        votes = await asyncio.gather(
            *(
                self._press(number, port, papers, began + after, is_lost=lost[number])
                for number, (papers, after) in enumerate(zip(requests, presses, strict=True))
            )
        )
        confirmed = sorted(vote.confirmed for vote in votes if vote.code)
        behind = await self._behind(confirmed)
        failures = [vote.failure for vote in votes if vote.failure]
        return {
            "took": max(confirmed, default=began) - began,
            "codes": [vote.code for vote in votes if vote.code],
            "waits": [v.confirmed - v.sent for v in votes if v.code and not v.dropped],
            "waits_of_dropped": [v.confirmed - v.pressed for v in votes if v.code and v.dropped],
            "panels": [vote.panel for vote in votes if vote.panel],
            "behind": behind,
            "failed": len(failures),
            "first_failure": (failures or [""])[0],
        }

    async def _press(
        self, number: int, port: int, papers: list[str], at: float, *, is_lost: bool
    ) -> Vote:
        paper, *panel = (each.encode() for each in papers)
        vote = Vote(dropped=is_lost)
        await asyncio.sleep(at - time.monotonic())
        vote.pressed = vote.sent = time.monotonic()
        if is_lost:
            await self._be_cut_off(number, port, paper)
            vote.sent = time.monotonic()
        answer = await _ask(port, paper)
        vote.confirmed = time.monotonic()
        code = CODE.search(answer)
        vote.code = code[1].decode() if code else ""
        if not code and not answer.startswith(b"HTTP/1.1 200"):
            vote.failure = answer[:300].decode(errors="replace") or "no answer"
        for each in panel:
            await asyncio.sleep(random.uniform(0, PANEL_SPREAD * len(self.streams)))
            asked = time.monotonic()
            await _ask(port, each)
            vote.panel = time.monotonic() - asked
        return vote

    async def _be_cut_off(self, number: int, port: int, paper: bytes) -> None:
        """Lose stream and vote on the way, now before it has left and now before its answer."""
        reader, writer = await asyncio.open_connection("127.0.0.1", port)
        writer.write(paper if number % 2 else paper[: len(paper) // 2])
        await writer.drain()
        if number % 4 == 1:
            await reader.read(1)  # it was answered, and the answer is lost
        writer.transport.abort()
        if number >= len(self.streams):
            await asyncio.sleep(random.uniform(*RETRY_SECONDS))
            return
        old = self.streams[number]
        assert old.transport
        old.transport.abort()
        await asyncio.sleep(random.uniform(*RETRY_SECONDS))
        fresh = Stream(old.address)
        fresh.last_id, fresh.shown, fresh.was_cut_off = old.last_id, old.shown, True
        if await self._connect(fresh):
            self.streams[number] = fresh

    async def _behind(self, confirmed: list[float]) -> list[float]:
        """Tell for each vote how long after its confirmation the last stream had counted it.

        Whoever is cut off sees nothing meanwhile: the last is the last of those who stayed. All of
        them, the cut off too, have to be shown the whole of it in the end.
        """
        if not self.streams or not confirmed:
            return []
        enough = len(confirmed)
        await _until(lambda: all(_voted(each) >= enough for each in self.streams), PATIENCE_SECONDS)
        shown_at = [0.0] * enough
        for stream in self.streams:
            if stream.was_cut_off and _voted(stream) >= enough:
                continue
            counted = 0
            for at, event, voted in stream.shown:
                if event != "progress" or voted <= counted:
                    continue
                for number in range(counted, min(voted, enough)):
                    shown_at[number] = max(shown_at[number], at)
                counted = voted
            for number in range(counted, enough):  # never shown: it must not look like none
                shown_at[number] = float("inf")
        return [max(0.0, at - vote) for at, vote in zip(shown_at, confirmed, strict=True)]

    async def shown(self, *, event: str, since: float, patience: float) -> dict[str, Any]:
        """Tell how long after `since` each stream was first shown an event; then forget it all."""
        await _until(lambda: all(_first(each, event, since) for each in self.streams), patience)
        first = [_first(each, event, since) for each in self.streams]
        arrivals = [at - since for at in first if at]
        for stream in self.streams:
            stream.shown.clear()
        return {"streams": len(self.streams), "arrivals": arrivals}

    async def close(self) -> dict[str, Any]:
        """Close every page."""
        for stream in self.streams:
            if stream.transport:
                stream.transport.abort()
        self.streams.clear()
        return {}


async def _until(condition: Callable[[], bool], patience: float) -> None:
    deadline = time.monotonic() + patience
    while not condition() and time.monotonic() < deadline:  # noqa: ASYNC110 - many may be the last
        await asyncio.sleep(0.05)


async def _ask(port: int, request: bytes) -> bytes:
    try:
        reader, writer = await asyncio.open_connection("127.0.0.1", port)
        writer.write(request)
        answer = await reader.read(-1)
        writer.close()
    except OSError as error:
        return str(error).encode()
    return answer


def _voted(stream: Stream) -> int:
    return max((voted for _at, _event, voted in stream.shown), default=0)


def _first(stream: Stream, event: str, since: float) -> float:
    return next((at for at, name, _ in stream.shown if name == event and at >= since), 0.0)


async def _take_orders() -> None:
    hall = Hall()
    loop = asyncio.get_running_loop()
    while line := await loop.run_in_executor(None, sys.stdin.readline):
        order = json.loads(line)
        answer = await getattr(hall, order.pop("do"))(**order)
        sys.stdout.write(json.dumps(answer) + "\n")
        sys.stdout.flush()


if __name__ == "__main__":
    _most = resource.getrlimit(resource.RLIMIT_NOFILE)[1]
    resource.setrlimit(resource.RLIMIT_NOFILE, (_most, _most))
    uvloop.run(_take_orders())
