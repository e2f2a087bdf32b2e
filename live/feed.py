"""The hub's ear: what the outbox says, as it is committed.

On PostgreSQL each commit notifies (about a millisecond); on SQLite the outbox is polled. Either
way the feed begins with the newest of everything, and begins again after any failure: because
fragments are complete, starting over costs a few rows and loses nothing.
"""

import asyncio
import logging
from collections.abc import AsyncIterator, Callable
from concurrent.futures import ThreadPoolExecutor

import psycopg
from django.db import DatabaseError, connection

from live import outbox
from live.outbox import Fragment

POLL_SECONDS = 0.25
RETRY_SECONDS = 1.0
# A silent PostgreSQL connection may be a dead one: ask for something now and then.
LISTEN_SECONDS = 10.0

log = logging.getLogger(__name__)


async def outbox_feed() -> AsyncIterator[list[Fragment]]:
    """Yield batches of fragments for ever, whatever happens to the database meanwhile."""
    with ThreadPoolExecutor(max_workers=1, thread_name_prefix="live-feed") as reader:
        while True:
            try:
                follow = _listen if connection.vendor == "postgresql" else _poll
                async for fragments in follow(reader):
                    yield fragments
            except (DatabaseError, psycopg.Error, OSError) as error:
                log.warning("The outbox cannot be read; trying again: %s", error)
                await _read(reader, _forget_connection)
                await asyncio.sleep(RETRY_SECONDS)


async def _listen(reader: ThreadPoolExecutor) -> AsyncIterator[list[Fragment]]:
    """Listen first and read after, so that nothing is committed in between unheard."""
    conninfo = await _read(reader, _conninfo)
    async with await psycopg.AsyncConnection.connect(conninfo, autocommit=True) as listener:
        await listener.execute(f"LISTEN {outbox.NOTIFY_CHANNEL}")
        yield await _read(reader, outbox.latest)
        while True:
            ids = [
                int(notice.payload)
                async for notice in listener.notifies(timeout=LISTEN_SECONDS, stop_after=1)
            ]
            if ids:
                yield await _read(reader, lambda ids=ids: outbox.with_ids(ids))
            else:
                await listener.execute("SELECT 1")


async def _poll(reader: ThreadPoolExecutor) -> AsyncIterator[list[Fragment]]:
    fragments = await _read(reader, outbox.latest)
    last_id = 0
    while True:
        if fragments:
            last_id = fragments[-1].id
            yield fragments
        await asyncio.sleep(POLL_SECONDS)
        fragments = await _read(reader, lambda after=last_id: outbox.newer_than(after))


async def _read[T](reader: ThreadPoolExecutor, query: Callable[[], T]) -> T:
    """Ask the database in the feed's own thread, which keeps its own connection."""
    return await asyncio.get_running_loop().run_in_executor(reader, query)


def _conninfo() -> str:
    parameters = connection.get_connection_params()
    known = {key: parameters[key] for key in ("host", "port", "dbname", "user", "password") if parameters.get(key)}
    return psycopg.conninfo.make_conninfo(**known)


def _forget_connection() -> None:
    connection.close()
