"""Casts at one moment, with each other and with the close, and a writer that is killed midway."""

import os
import signal
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from io import BytesIO
from threading import Event

import pytest
from django.db import OperationalError, connection, connections, transaction

from audit.models import Entry
from audit.refusal import Refusal
from ballots.models import ArchiveRecord, RollEntry, SealedBallot
from ballots.receipts import SealedReceipt
from ballots.sealing.verify.checks import Checked, check
from ballots.secret.archive import archive_bytes, served
from ballots.secret.casting import secret_cast
from ballots.secret.proofs_pool import BUSY, proofs_pool
from ballots.secret.reconciling import discrepancies_of_sealed
from tests.factories.ballots import make_hall
from tests.factories.secret import SealedHall, make_sealed

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def _on_postgresql() -> None:
    if connection.vendor != "postgresql":
        pytest.skip("SQLite has one writer at a time.")


Cast = Callable[[], SealedReceipt]


def ready(sealed: SealedHall, number: int, raw: bytes) -> Cast:
    """Give a cast of a voter who has stepped up, to be made from a thread."""
    voter, held = sealed.hall.delegates[number], sealed.passes(number)
    return partial(secret_cast, ballot_id=sealed.ballot.pk, voter=voter, raw=raw, booth_pass=held)


def tried(cast: Cast) -> str:
    """Cast, and say how it ended: the tracker, or the code of the refusal."""
    try:
        return cast().tracker
    except Refusal as refusal:
        return refusal.code
    except OperationalError:
        return "killed"
    finally:
        connections.close_all()


def checked(sealed: SealedHall) -> Checked:
    """Hold tables, log and archive against each other, and check the archive as anybody would."""
    assert not list(discrepancies_of_sealed(sealed.ballot))
    vote = sealed.vote
    raw = b"".join(archive_bytes(vote, served(vote).records))
    return check(BytesIO(raw), heads={vote.height or 0: vote.head})


def test_storm_of_one_voter_keeps_nobody_out_and_the_close_waits_for_none() -> None:
    sealed = make_sealed(make_hall(delegates=3))
    same = sealed.sealed(0, "for")
    storm = [ready(sealed, 0, raw) for raw in (same, same, sealed.sealed(0, "against"), same)]
    with ThreadPoolExecutor(5) as threads:
        ends = list(threads.map(tried, [*storm, ready(sealed, 1, sealed.sealed(1, "for"))]))
    assert ends[-1] not in {BUSY, "killed"}
    assert set(ends) - {BUSY, "old-ballot-again"} == set(
        SealedBallot.objects.values_list("tracker", flat=True)
    )
    found = checked(sealed)
    assert (found.voters, found.ballots) == (2, SealedBallot.objects.count())

    late, pool = ready(sealed, 2, sealed.sealed(2, "for")), proofs_pool()
    for pid in pool.pids:
        os.kill(pid, signal.SIGSTOP)
    with ThreadPoolExecutor(1) as thread:
        waiting = thread.submit(tried, late)
        while not pool._voters and not waiting.done():  # until its proofs are being checked
            continue
        sealed.close()
        for pid in pool.pids:
            os.kill(pid, signal.SIGCONT)
        assert waiting.result(60) == "ballot-closed"
    assert checked(sealed).voters == 2


def test_writer_that_is_killed_midway_leaves_the_archive_as_it_was() -> None:
    sealed = make_sealed(make_hall(delegates=2))
    sealed.cast(0, "for")
    raw, before = sealed.sealed(1, "against"), sealed.vote
    cast = ready(sealed, 1, raw)
    held, done = Event(), Event()

    def hold() -> None:
        """Keep the voter's line, which is written after the archive."""
        try:
            with transaction.atomic():
                RollEntry.objects.select_for_update().get(pk=sealed.line(1).pk)
                held.set()
                done.wait(60)
        finally:
            connections.close_all()

    with ThreadPoolExecutor(2) as threads:
        holder = threads.submit(hold)
        held.wait(60)
        writer = threads.submit(tried, cast)
        while not _killed_whoever_waits() and not writer.done():
            continue
        assert writer.result(60) == "killed"
        done.set()
        holder.result(60)
    after = sealed.vote
    assert (after.records, after.size, after.head) == (before.records, before.size, before.head)
    assert ArchiveRecord.objects.filter(vote=after).count() == after.records
    assert Entry.objects.filter(kind="vote.sealed").count() == 1
    assert not sealed.line(1).voted
    assert cast().height == 2
    assert checked(sealed).voters == 2


def _killed_whoever_waits() -> bool:
    """End the connection that waits for a row; say whether there was one."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity "
            "WHERE datname = current_database() AND wait_event_type = 'Lock'"
        )
        return bool(cursor.fetchall())
