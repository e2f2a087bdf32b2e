"""The second way out of the outbox: fragments are handed to nginx, whose Nchan tells the pages.

One process follows the outbox by the same feed as the hub and posts what is new. It keeps the
newest of each event and nothing else, so that a proxy which is away for an hour is told the truth
of that moment when it is back, and not an hour of history.
"""

import asyncio
import http.client
import logging
import time
from collections.abc import Iterable
from contextlib import suppress
from urllib.parse import urlsplit

from live import nchan
from live.hub import Feed
from live.outbox import Fragment

CLOCK_SECONDS = 15.0
RETRY_SECONDS = 1.0
TIMEOUT_SECONDS = 5.0

log = logging.getLogger(__name__)


class Proxy:
    """One nginx, and what it has not been told yet."""

    def __init__(self, address: str) -> None:
        """Take the address of its publishing server, as http://127.0.0.1:8009."""
        self.address = address
        self.newest: dict[str, Fragment] = {}
        self.untold: dict[str, Fragment] = {}
        self.stirred = asyncio.Event()
        self.clock_due = 0.0
        self.line: http.client.HTTPConnection | None = None

    def accept(self, fragments: Iterable[Fragment]) -> None:
        """Keep what is newer than what is known."""
        for fragment in fragments:
            channel = nchan.channel_of(fragment)
            known = self.newest.get(channel)
            if known is None or known.id < fragment.id:
                self.newest[channel] = self.untold[channel] = fragment
        self.stirred.set()

    async def tell(self) -> None:
        """Post what is untold, for ever; a proxy that was away may have forgotten everything."""
        try:
            while True:
                try:
                    await self._tell_what_is_new()
                except (OSError, http.client.HTTPException) as error:
                    log.warning("%s takes no messages; trying again. %s", self.address, error)
                    self.untold = dict(self.newest)
                    self._hang_up()
                    await asyncio.sleep(RETRY_SECONDS)
        finally:
            self._hang_up()

    async def _tell_what_is_new(self) -> None:
        while self.untold:
            channel = next(iter(self.untold))
            fragment = self.untold.pop(channel)
            await self._post(channel, fragment.event, fragment.html)
        if (left := self.clock_due - time.monotonic()) <= 0:
            await self._post(nchan.CLOCK, "clock", f"{time.time() * 1000:.0f}")
            self.clock_due, left = time.monotonic() + CLOCK_SECONDS, CLOCK_SECONDS
        with suppress(TimeoutError):
            async with asyncio.timeout(left):
                await self.stirred.wait()
        self.stirred.clear()

    async def _post(self, channel: str, event: str, text: str) -> None:
        await asyncio.to_thread(self._post_and_wait, channel, event, text)

    def _post_and_wait(self, channel: str, event: str, text: str) -> None:
        if self.line is None:
            host = urlsplit(self.address).netloc
            self.line = http.client.HTTPConnection(host, timeout=TIMEOUT_SECONDS)
        self.line.request(
            "POST",
            nchan.path_of(channel),
            body=text.encode(),
            headers={"X-EventSource-Event": event, "Content-Type": "text/html; charset=utf-8"},
        )
        answer = self.line.getresponse()
        answer.read()
        if answer.status >= http.HTTPStatus.BAD_REQUEST:
            raise http.client.HTTPException(f"It answered {answer.status}.")

    def _hang_up(self) -> None:
        if self.line:
            self.line.close()
        self.line = None


async def publish_for_ever(feed: Feed, addresses: Iterable[str]) -> None:
    """Follow the outbox and hand on what it says to each of these proxies."""
    proxies = [Proxy(address) for address in addresses]
    async with asyncio.TaskGroup() as tasks:
        for proxy in proxies:
            tasks.create_task(proxy.tell())
        async for fragments in feed():
            for proxy in proxies:
                proxy.accept(fragments)
