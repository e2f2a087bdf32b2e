"""What was acknowledged is in the log, though the server or the database is killed at once."""

import os
import signal
import subprocess
import sys
import tempfile
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from django.db import OperationalError, connection

from audit.browsing.lookup import position_named
from audit.formats.proofs import verify_consistency
from audit.keys import log_key
from audit.models import Position
from audit.publishing.export import export
from audit.publishing.stored import StoredLog
from audit.recording import entry
from audit.selectors import proof_of_consistency
from audit.store.sequencer import sequence_all
from audit.verify.checking import verify_export
from ballots.models import Cast
from tests import servers
from tests.audit.entries import write_entries
from tests.audit.voter import Voter
from tests.factories.ballots import make_hall

if TYPE_CHECKING:
    from uuid import UUID

pytestmark = pytest.mark.django_db(transaction=True)

VOTERS = 8
ENOUGH = 100
PATIENCE_SECONDS = 90


@pytest.fixture(autouse=True)
def _on_postgresql() -> None:
    if connection.vendor != "postgresql":
        pytest.skip("a server process of its own needs PostgreSQL")


def test_every_acknowledged_vote_is_in_the_log_after_the_server_is_killed(tmp_path: Path) -> None:
    hall = make_hall(delegates=VOTERS)
    ballot = hall.open(window_seconds=900)
    codes: list[str] = []
    enough = threading.Event()

    def acknowledged(code: str) -> None:
        codes.append(code)
        if len(codes) >= ENOUGH:
            enough.set()

    port = servers.free_port()
    server = [sys.executable, "-m", "uvicorn", "config.asgi:application", "--log-level=critical"]
    environment = servers.environment(connection.settings_dict["NAME"])
    with (
        servers.program([*server, f"--port={port}"], port=port, environment=environment) as pid,
        ThreadPoolExecutor(VOTERS) as pool,
    ):
        voters = [Voter(member, ballot, port) for member in hall.delegates]
        voting = [pool.submit(one.vote_until_nobody_answers, acknowledged) for one in voters]
        for one in voting:
            one.add_done_callback(lambda _: enough.set())  # somebody was refused: do not wait
        enough.wait(PATIENCE_SECONDS)
        os.kill(pid, signal.SIGKILL)
        for one in voting:
            one.result(PATIENCE_SECONDS)

    sequence_all()
    assert len(set(codes)) == len(codes) >= ENOUGH
    for code in codes:
        position = position_named(code)
        assert position is not None, f"{code} was acknowledged and is lost"
        assert Cast.objects.filter(entry_id=position.entry_id).exists()
    export(StoredLog.current(), tmp_path)
    report = verify_export(tmp_path, log_key().verifier)
    assert report.is_verified, report.text()


def wait_for_recovery() -> None:
    """PostgreSQL drops every connection, replays its log of writes and opens again."""
    deadline = time.monotonic() + PATIENCE_SECONDS
    while True:
        connection.close()
        try:
            connection.ensure_connection()
        except OperationalError:
            assert time.monotonic() < deadline, "PostgreSQL did not recover"
            time.sleep(0.05)
        else:
            return


def test_every_acknowledged_act_is_in_the_log_after_the_database_is_killed(tmp_path: Path) -> None:
    write_entries(300)
    before = sequence_all()
    assert before is not None
    acknowledged: list[UUID] = []
    enough = threading.Event()

    def act_until_nobody_answers(number: int) -> None:
        try:
            while True:
                with entry(actor=None) as log:
                    done = log.record("motion.moved", subject=f"motion:{number}")
                acknowledged.append(done.id)
                if len(acknowledged) >= ENOUGH:
                    enough.set()
        except OperationalError:
            pass
        finally:
            enough.set()
            connection.close()

    with ThreadPoolExecutor(4) as pool:
        acting = [pool.submit(act_until_nobody_answers, number) for number in range(4)]
        enough.wait(PATIENCE_SECONDS)
        # One of its processes killed, PostgreSQL trusts none of the others, nor its memory.
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_backend_pid()")
            os.kill(cursor.fetchone()[0], signal.SIGKILL)
        for one in acting:
            one.result(PATIENCE_SECONDS)
    wait_for_recovery()

    after = sequence_all()
    assert after is not None
    placed = set(Position.objects.values_list("entry_id", flat=True))
    assert len(acknowledged) >= ENOUGH
    assert set(acknowledged) <= placed
    proof = proof_of_consistency(before.size, after.size)
    verify_consistency(before.size, after.size, proof, bytes(before.root), bytes(after.root))
    export(StoredLog.current(), tmp_path)
    report = verify_export(tmp_path, log_key().verifier)
    assert report.is_verified, report.text()


def test_whatever_is_killed_every_acknowledged_vote_is_in_the_log() -> None:
    """Worker, web server and database in turn, with kill -9, on a database that syncs."""
    with tempfile.TemporaryDirectory(prefix="tellers-killing-") as folder:  # PostgreSQL gets in
        done = subprocess.run(  # noqa: S603 - our own program
            [sys.executable, "-m", "tests.audit.killing", folder],
            capture_output=True,
            text=True,
            check=False,
            timeout=300,
        )
    assert done.returncode == 0, done.stdout + done.stderr
    assert "every one is in the log" in done.stdout
