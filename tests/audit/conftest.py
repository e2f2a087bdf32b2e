"""Fixtures of the log's tests."""

from collections.abc import Iterator

import pytest
from pytest_django.plugin import DjangoDbBlocker

from tests import servers
from tests.audit.secured import NAME, connected, copied_database, secure_copy


@pytest.fixture(scope="module")
def secured(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[None]:
    """A secured copy of the database, with a log in it."""
    if servers.database() != "postgresql":
        pytest.skip("SQLite has no roles")
    from tests.audit.entries import write_entries  # noqa: PLC0415 - models exist only later
    from tests.audit.kept import fill_kept_tables  # noqa: PLC0415

    with django_db_blocker.unblock(), copied_database():
        with connected(NAME=NAME):
            fill_kept_tables()
            write_entries(1)
        secure_copy()
        yield
