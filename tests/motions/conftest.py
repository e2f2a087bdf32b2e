"""A small conference in session, and the sample conference with every vote taken.

Each is made once; every test, or module of tests, has it to itself and gives it back.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from io import StringIO

import pytest
from django.core.management import call_command
from django.db import connection, transaction
from pytest_django import DjangoDbBlocker

from conferences.models import Conference
from tests.factories.conferences import Sitting, make_sitting
from tests.snapshots import Snapshot, lay_down, tables_with_rows, take


@pytest.fixture(scope="module")
def _loaded(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[Sitting]:
    with django_db_blocker.unblock(), transaction.atomic():
        yield make_sitting()
        transaction.set_rollback(True)


@pytest.fixture
def sitting(_loaded: Sitting, db: None) -> Sitting:
    """Give a sitting of its own to each test: what the test does is undone after it."""
    return Sitting(Conference.objects.get(pk=_loaded.conference.pk), _loaded.officers)


@dataclass(frozen=True)
class Replay:
    """What `manage.py replay_conference` left in the database, and what it said."""

    rows: Snapshot
    said: str


@pytest.fixture(scope="session")
def _replay(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Replay:
    if connection.vendor != "postgresql":
        pytest.skip("a database is copied with PostgreSQL's own means")
    said = StringIO()
    around = transaction.atomic()
    # As Django's own tests do: passcodes are entered inside it.
    around._from_testcase = True  # type: ignore[attr-defined]
    with django_db_blocker.unblock(), around:
        before = tables_with_rows()
        call_command("replay_conference", keep=True, stdout=said)
        rows = take(besides=before)
        transaction.set_rollback(True)
    return Replay(rows, said.getvalue())


@pytest.fixture(scope="module")
def replayed(_replay: Replay, django_db_blocker: DjangoDbBlocker) -> Iterator[str]:
    """Lay the replayed sample down for the tests of a module; give what the command said."""
    with django_db_blocker.unblock(), transaction.atomic():
        lay_down(_replay.rows)
        yield _replay.said
        transaction.set_rollback(True)
