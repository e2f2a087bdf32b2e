"""The sequencer as a process of its own."""

import os
import subprocess
import sys
import time
from io import StringIO

import pytest
from django.core.management import call_command
from django.db import connection

from audit import selectors
from audit.models import Unplaced
from audit.store import triggers
from tests import servers
from tests.audit.entries import write_entries

PATIENCE_SECONDS = 90


@pytest.mark.django_db
@pytest.mark.sqlite_too
def test_sequence_log_places_what_waits_and_ends_where_it_is_told_to() -> None:
    write_entries(3)
    out = StringIO()
    call_command("sequence_log", "--once", stdout=out)
    assert out.getvalue().splitlines()[1] == "3"
    call_command("sequence_log", "--once", stdout=out)
    assert out.getvalue().endswith("Nothing waited.\n")


@pytest.mark.django_db
@pytest.mark.sqlite_too
def test_sequence_log_says_when_entries_had_lost_their_turn() -> None:
    write_entries(2)
    connection.check_constraints()
    triggers.remove(connection)
    Unplaced.objects.all().delete()
    triggers.install(connection)
    error = StringIO()
    call_command("sequence_log", "--once", stdout=StringIO(), stderr=error)
    assert "2 entries had lost their turn" in error.getvalue()


@pytest.mark.django_db(transaction=True)
def test_sequence_log_signs_as_entries_come_until_it_is_told_to_stop() -> None:
    if connection.vendor != "postgresql":
        pytest.skip("a process of its own needs PostgreSQL")
    with subprocess.Popen(
        [sys.executable, "manage.py", "sequence_log"],
        env=os.environ | servers.environment(connection.settings_dict["NAME"]),
    ) as process:
        try:
            for count in (1, 5):
                write_entries(count)
                wait_until_signed()
            process.terminate()
            assert process.wait(PATIENCE_SECONDS) == 0
        finally:
            process.kill()
    head = selectors.newest_head()
    assert head is not None
    assert head.size == 6


def wait_until_signed() -> None:
    deadline = time.monotonic() + PATIENCE_SECONDS
    while selectors.unplaced_count():
        assert time.monotonic() < deadline, "nothing was signed"
        time.sleep(0.05)
