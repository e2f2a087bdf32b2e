"""How fast acts are written and signed, beside two plain inserts of the same rows.

Eight writers, each a process with one connection, as web workers are. PostgreSQL syncs every
commit. What is compared: two plain inserts in one transaction, by prepared statements of psycopg
and nothing else (the floor); a vote, cast as from the page; and any other act, which is recorded
with its row through the ORM. The same row through the ORM without the log is measured too: no act
of a service can be faster than that. The sequencer runs beside them all in a process of its own.
The rounds take turns, so that whatever else the machine is doing falls on all alike.

Then the writers act at a steady rate, and the time is taken from each commit until a signed head
that covers it has been committed.
"""

import multiprocessing
import os
import statistics
import tempfile
import time
from bisect import bisect_right
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from multiprocessing.pool import Pool
from multiprocessing.synchronize import Barrier, Event
from pathlib import Path
from typing import TYPE_CHECKING, TypeAlias
from uuid import UUID, uuid4

import django
import psycopg

from tests import servers
from tests.bench.votes import prepare_environment

if TYPE_CHECKING:
    from multiprocessing.queues import Queue

WRITERS = 8
VOTERS = 400
STEADY_RATE = 200
PATIENCE_SECONDS = 60

_FLOOR = """
CREATE TABLE bench_business (id uuid PRIMARY KEY, roll_entry_id bigint NOT NULL,
    choice varchar(40) NOT NULL, salt varchar(43) NOT NULL, entry_id uuid NOT NULL,
    at timestamptz NOT NULL);
CREATE TABLE bench_log (id uuid PRIMARY KEY, at timestamptz NOT NULL, kind varchar(80) NOT NULL,
    subject varchar(200) NOT NULL, leaf bytea NOT NULL)
"""
_LEAF = b"x" * 300
_SALT = "s" * 43

Act = Callable[[], UUID]
Commit = tuple[UUID, float]
Heads: TypeAlias = "Queue[tuple[int, float]]"

_together: Barrier
_number: int


@dataclass(frozen=True)
class Scene:
    """Whom the writers vote as, and on what."""

    ballot: UUID
    voters: tuple[UUID, ...]


def plain_inserts(_scene: Scene, _writer: int) -> Act:
    """Insert the two rows, and nothing else."""
    connection = psycopg.connect(os.environ["DATABASE_URL"], autocommit=True, prepare_threshold=1)
    cursor = connection.cursor()

    def act() -> UUID:
        vote, entry = uuid4(), uuid4()
        with connection.transaction():
            cursor.execute(
                "INSERT INTO bench_business VALUES (%s, %s, %s, %s, %s, now())",
                (vote, 1, "for", _SALT, entry),
            )
            cursor.execute(
                "INSERT INTO bench_log VALUES (%s, now(), %s, %s, %s)",
                (entry, "vote.cast", f"ballot:{vote}", _LEAF),
            )
        return entry

    return act


def vote(scene: Scene, writer: int) -> Act:
    """Cast a vote as the page does."""
    from ballots.casting import cast  # noqa: PLC0415 - Django is ready only in the writer
    from members.claims import SessionClaim  # noqa: PLC0415

    voters = [SessionClaim(pk=pk, epoch=0) for pk in scene.voters[writer::WRITERS]]
    number = 0

    def act() -> UUID:
        nonlocal number
        number += 1
        voter = voters[number % len(voters)]
        return cast(ballot_id=scene.ballot, voter=voter, choice="for", request_id=uuid4()).entry_id

    return act


def row_alone(_scene: Scene, writer: int) -> Act:
    """Insert one row through the ORM, and leave the log out."""
    from django.db import transaction  # noqa: PLC0415

    from live.models import Outbox  # noqa: PLC0415

    def act() -> UUID:
        with transaction.atomic():
            Outbox.objects.create(channel=f"bench:{writer}", event="bench", html="x" * 80)
        return uuid4()

    return act


def any_act(_scene: Scene, writer: int) -> Act:
    """Record an act with its row, as services do."""
    from audit.recording import entry  # noqa: PLC0415
    from live.models import Outbox  # noqa: PLC0415

    def act() -> UUID:
        with entry(actor=None) as log:
            Outbox.objects.create(channel=f"bench:{writer}", event="bench", html="x" * 80)
            return log.record(
                "incident.noted", subject=f"conference:{writer}", personal={"words": "No sound"}
            ).id

    return act


WAYS = {
    "two plain inserts (the floor)": plain_inserts,
    "a vote": vote,
    "any other act": any_act,
    "its row by the ORM, without the log": row_alone,
}


def write(way: str, scene: Scene, seconds: float, rate: float) -> list[Commit]:
    """Act until the time is up, as fast as it goes or at a rate; give what was committed when."""
    act = _act(way, scene)
    act()  # connects, and prepares the statements
    done: list[Commit] = []
    _together.wait(PATIENCE_SECONDS)
    began = time.time()
    while (now := time.time()) - began < seconds:
        if rate and (early := began + (len(done) + 1) / rate - now) > 0:
            time.sleep(early)
        done.append((act(), time.time()))
    return done


@cache
def _act(way: str, scene: Scene) -> Act:
    return WAYS[way](scene, _number)


def _start(together: Barrier, numbers: "Queue[int]") -> None:
    """Make a writer ready to act with the others."""
    global _together, _number
    _together, _number = together, numbers.get()
    django.setup()


def sequence_until(stop: Event, heads: Heads) -> None:
    """Do as `manage.py sequence_log` does, and tell when each head was committed."""
    django.setup()
    from audit.management.commands.sequence_log import INTERVAL_SECONDS  # noqa: PLC0415
    from audit.store.sequencer import sequence  # noqa: PLC0415

    while not stop.is_set():
        head = sequence()
        if head:
            heads.put((head.size, time.time()))
        else:
            stop.wait(INTERVAL_SECONDS)


def measure(seconds: float, rounds: int) -> None:
    """Set the scene, take turns, and print."""
    with (
        tempfile.TemporaryDirectory(prefix="tellers-bench-") as folder,
        servers.postgresql(on_disk=Path(folder)),
    ):
        prepare_environment(folder)
        context = multiprocessing.get_context("spawn")
        with context.Pool(1) as pool:
            scene = pool.apply(set_the_scene)
        stop, heads, numbers = context.Event(), context.Queue(), context.Queue()
        for number in range(WRITERS):
            numbers.put(number)
        sequencer = context.Process(target=sequence_until, args=[stop, heads], daemon=True)
        sequencer.start()
        writers = context.Pool(WRITERS, _start, [context.Barrier(WRITERS), numbers])
        rates: dict[str, list[float]] = {way: [] for way in WAYS}
        for turn in range(rounds + 1):
            for way in WAYS:
                commits = _all_write(writers, way, scene, seconds)
                if turn:  # the first only warms up
                    rates[way].append(len(commits) / seconds)
                print(".", end="", flush=True)
        print()
        waits = _signed_after(writers, scene, heads, seconds)
        stop.set()
        sequencer.join()
        writers.terminate()
    report(rates, waits)


def _all_write(
    writers: Pool, way: str, scene: Scene, seconds: float, rate: float = 0
) -> list[Commit]:
    each = [(way, scene, seconds, rate / WRITERS)] * WRITERS
    done = writers.starmap(write, each, chunksize=1)
    return [commit for one in done for commit in one]


def _signed_after(writers: Pool, scene: Scene, heads: Heads, seconds: float) -> list[float]:
    """Act at a steady rate, and give how long each act waited for its head."""
    commits = _all_write(writers, "a vote", scene, seconds, STEADY_RATE)
    with psycopg.connect(os.environ["DATABASE_URL"], autocommit=True) as connection:
        while connection.execute("SELECT 1 FROM audit_unplaced LIMIT 1").fetchone():
            time.sleep(0.1)
        rows = connection.execute("SELECT entry_id, seq FROM audit_position").fetchall()
    places: dict[UUID, int] = dict(rows)
    signed = [heads.get()]
    while signed[-1][0] < len(places):
        signed.append(heads.get())
    sizes = [size for size, _ in signed]
    return [signed[bisect_right(sizes, places[entry])][1] - at for entry, at in commits]


def set_the_scene() -> Scene:
    """Migrate, and open a ballot."""
    django.setup()
    from django.core.management import call_command  # noqa: PLC0415

    from tests.factories.ballots import make_hall  # noqa: PLC0415

    call_command("migrate", verbosity=0)
    with psycopg.connect(os.environ["DATABASE_URL"], autocommit=True) as connection:
        connection.execute(_FLOOR)
    hall = make_hall(delegates=VOTERS)
    ballot = hall.open(window_seconds=24 * 60 * 60)
    return Scene(ballot.pk, tuple(voter.pk for voter in hall.delegates))


def report(rates: dict[str, list[float]], waits: list[float]) -> None:
    """Print the middle round of each, and how they compare."""
    floor, *_ = middle = [statistics.median(rounds) for rounds in rates.values()]
    print(f"{WRITERS} writers, each a process; every commit synced")
    print(f"{'':36}{'a second':>10}{'of the floor':>14}")
    for way, rate in zip(rates, middle, strict=True):
        each = f"{min(rates[way]):,.0f} to {max(rates[way]):,.0f}"
        print(f"{way:36}{rate:>10,.0f}{rate / floor:>14.2f}   ({each})")
    ordered = sorted(1_000 * wait for wait in waits)
    p50, p99 = (ordered[int(len(ordered) * part)] for part in (0.5, 0.99))
    print(f"from commit to signed head, {STEADY_RATE} votes a second, {len(ordered):,} votes:")
    print(f"p50 {p50:.0f} ms, p99 {p99:.0f} ms, longest {ordered[-1]:.0f} ms")
