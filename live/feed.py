"""The hub's ear: what the outbox says, as it is committed.

On PostgreSQL each commit notifies (about a millisecond); on SQLite the outbox is polled. Either
way the feed begins with the newest of everything, and begins again after any failure: because
fragments are complete, starting over costs a few rows and loses nothing.
"""

import asyncio
import logging
from collections.abc import AsyncIterator, Callable
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from typing import TypeVar

import psycopg
from django.db import DatabaseError, connection

from live import outbox
from live.outbox import Fragment

POLL_SECONDS = 0.25
RETRY_SECONDS = 1.0
# A silent PostgreSQL connection may be a dead one: ask it for something now and then.
LISTEN_SECONDS = 10.0

log = logging.getLogger(__name__)
Answer = TypeVar("Answer")


async def outbox_feed() -> AsyncIterator[list[Fragment]]:
    """Yield batches of fragments for ever, whatever happens to the database meanwhile."""
    follow = _listen if connection.vendor == "postgresql" else _poll
    with ThreadPoolExecutor(max_workers=1, thread_name_prefix="live-feed") as reader:
        try:
            while True:
                try:
                    async for fragments in follow(reader):
                        yield fragments
                except (DatabaseError, psycopg.Error, OSError) as error:
                    log.warning("The outbox cannot be read; trying again. %s", error)
                    await _read(reader, _hang_up)
                    await asyncio.sleep(RETRY_SECONDS)
        finally:
            reader.submit(_hang_up)


async def _listen(reader: ThreadPoolExecutor) -> AsyncIterator[list[Fragment]]:
    """Listen first and read after, so that nothing is committed in between unheard.

    Each notice names its row. Asking for what is above the last id would miss a row whose
    transaction took its id early and committed late.
    """
    address = await _read(reader, _address)
    async with await psycopg.AsyncConnection.connect(address, autocommit=True) as listener:
        await listener.execute(f"LISTEN {outbox.NOTIFY_CHANNEL}")
        yield await _read(reader, outbox.latest)
        while True:
            notices = listener.notifies(timeout=LISTEN_SECONDS, stop_after=1)
            if ids := [int(notice.payload) async for notice in notices]:
                yield await _read(reader, partial(outbox.with_ids, ids))
            else:
                await listener.execute("SELECT 1")


async def _poll(reader: ThreadPoolExecutor) -> AsyncIterator[list[Fragment]]:
    fragments = await _read(reader, outbox.latest)
    last_id = max((fragment.id for fragment in fragments), default=0)
    yield fragments
    while True:
        await asyncio.sleep(POLL_SECONDS)
        if fragments := await _read(reader, partial(outbox.newer_than, last_id)):
            last_id = fragments[-1].id
            yield fragments


async def _read(reader: ThreadPoolExecutor, query: Callable[[], Answer]) -> Answer:
    """Ask the database in the feed's own thread, which keeps its own connection."""
    return await asyncio.get_running_loop().run_in_executor(reader, query)


def _address() -> str:
    """Say where Django's own connection leads, so that there is one setting for both."""
    connection.ensure_connection()
    info = connection.connection.info
    return psycopg.conninfo.make_conninfo(**info.get_parameters(), password=info.password)


def _hang_up() -> None:
    """Close the reader's connection: each thread has its own behind the same name."""
    connection.close()
