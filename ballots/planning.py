"""How PostgreSQL plans one heavy query, and nothing after it.

What is set for a transaction outlives a savepoint of it: left so, every later query of the same act
would be planned as the heavy one was.
"""

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import connection, transaction
from django.db.backends.utils import CursorWrapper


@contextmanager
def planned(**settings: str) -> Iterator[CursorWrapper]:
    """Give a cursor under these settings; put them back as they were once the query is done.

    If it fails, its savepoint is rolled back, and the settings with it.
    """
    with transaction.atomic(), connection.cursor() as cursor:
        before = {name: _set(cursor, name, value) for name, value in settings.items()}
        yield cursor
        for name, value in before.items():
            _set(cursor, name, value)


def _set(cursor: CursorWrapper, name: str, value: str) -> str:
    """Set it to the end of the transaction, and give what it was."""
    cursor.execute("SELECT current_setting(%s)", [name])
    (was,) = cursor.fetchone()
    cursor.execute("SELECT set_config(%s, %s, true)", [name, value])
    return str(was)
