"""What every test may ask for: the servers, the conformance data, an empty log."""

import gc
import os
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import hypothesis
import pytest
from django.core.management.commands import flush
from django.db import OperationalError, connection, transaction
from django.db.backends.base.operations import BaseDatabaseOperations

from audit.store import triggers
from audit.store.write_guard import recorded_writes
from tests import servers

REPOSITORY = Path(__file__).parent.parent
MADE_BY_MIGRATE = {"django_content_type", "auth_permission"}

# No property is about how long an example takes: a busy machine would fail those that hold. The
# whole check has twenty minutes and tries half as many; at a desk there is time for all.
hypothesis.settings.register_profile(
    "tellers",
    parent=hypothesis.settings(),
    max_examples=50 if os.environ.get("CI") else 100,
    deadline=None,
    suppress_health_check=[hypothesis.HealthCheck.too_slow],
)
hypothesis.settings.load_profile("tellers")


def pytest_collection_finish() -> None:
    """Let Python look for garbage among what tests leave, and not among all of our code each time.

    What is there by now stays to the end. What follows is looked through a tenth as often.
    """
    gc.collect()
    gc.freeze()
    gc.set_threshold(10_000, 20, 20)


@pytest.fixture(scope="session", autouse=True)
def _scratch() -> Iterator[None]:
    servers.scratch()
    (servers.SCRATCH / "static").mkdir(exist_ok=True)  # whitenoise warns where it is missing
    yield
    shutil.rmtree(servers.SCRATCH, ignore_errors=True)


@pytest.fixture(scope="session")
def django_db_modify_db_settings() -> Iterator[None]:
    """Start PostgreSQL before the first test that needs a database, and not for pure ones."""
    if servers.database() == "postgresql":
        with servers.postgresql():
            yield
    else:
        yield


@pytest.fixture(scope="session")
def django_db_keepdb() -> bool:
    """Take the database that is there where `script/test` has made one for all of its runs."""
    return servers.migrated() is not None


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup: None) -> Iterator[None]:
    """Make the tests' database, and beside it a copy as it was made, which nobody opens.

    PostgreSQL neither copies nor drops a database in use, and a server that a test started, or
    killed, can hold on to this one for a moment after its test.
    """
    if servers.database() != "postgresql":
        yield
        return
    name = connection.settings_dict["NAME"]
    connection.close()
    if not servers.migrated():
        servers.keep_as_made(name)
    yield
    connection.close()
    with servers.as_superuser() as server:
        server.execute(
            "SELECT pg_terminate_backend(pid, 10000) FROM pg_stat_activity WHERE datname = %s",
            [name],
        )


@pytest.fixture(scope="session", autouse=True)
def _log_can_be_emptied() -> Iterator[None]:
    """Let the database be emptied after a test that commits, although the log refuses it.

    What `migrate` put there, and no test changes, stays: making it again takes longest.
    """
    empty = BaseDatabaseOperations.execute_sql_flush

    def without_triggers(operations: BaseDatabaseOperations, statements: list[str]) -> None:
        for tries_left in reversed(range(5)):
            try:
                with transaction.atomic(using=operations.connection.alias):
                    triggers.remove(operations.connection)
                    with recorded_writes():
                        empty(operations, statements)
                    triggers.install(operations.connection)
            except OperationalError:  # a server under test held a row that this one waited for
                if not tries_left:
                    raise
            else:
                return

    def all_but_what_migrate_made(style: Any, connection: Any, **options: Any) -> list[str]:
        tables = set(connection.introspection.django_table_names(only_existing=True))
        return list(connection.ops.sql_flush(style, sorted(tables - MADE_BY_MIGRATE), **options))

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(BaseDatabaseOperations, "execute_sql_flush", without_triggers)
        patch.setattr(flush, "sql_flush", all_but_what_migrate_made)
        patch.setattr(flush, "emit_post_migrate_signal", lambda *_: None)
        yield


@pytest.fixture(scope="session")
def redis_url() -> Iterator[str]:
    """A Redis of the suite's own."""
    with servers.redis() as url:
        yield url


@pytest.fixture(scope="session")
def conformance_data() -> Path:
    """Data of other projects, laid beside the repository or where CONFORMANCE_DATA says."""
    folder = Path(os.environ.get("CONFORMANCE_DATA", REPOSITORY.parent / "shared" / "data"))
    if not folder.is_dir():
        pytest.skip(f"no conformance data in {folder}; CONFORMANCE_DATA can name another folder")
    return folder
