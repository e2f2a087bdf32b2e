"""Running the statements of a roll import on either database, by names instead of places."""

import uuid
from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

from django.db import connection


def execute(statement: str, **given: object) -> int:
    """Run a statement; give how many rows it touched."""
    with connection.cursor() as cursor:
        cursor.execute(statement, _adapted(given))
        return int(cursor.rowcount)


def rows(statement: str, **given: object) -> Sequence[tuple[Any, ...]]:
    """Run a question; give its rows."""
    with connection.cursor() as cursor:
        cursor.execute(statement, _adapted(given))
        return list(cursor.fetchall())


def one(statement: str, **given: object) -> int:
    """Run a question with one number for its answer."""
    return int(rows(statement, **given)[0][0] or 0)


def only_on_postgresql(statement: str) -> None:
    """Run a statement that SQLite has no need of."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute(statement)


def analysed(*tables: str) -> None:
    """Have the planner know the tables as they have just become."""
    for table in tables:
        only_on_postgresql(f"ANALYZE {table}")


def _adapted(given: dict[str, object]) -> dict[str, Any]:
    """Write values as the database keeps them: SQLite keeps a key as 32 letters."""
    if connection.vendor == "postgresql":
        return given
    return {name: _for_sqlite(value) for name, value in given.items()}


def _for_sqlite(value: object) -> object:
    if isinstance(value, uuid.UUID):
        return value.hex
    if isinstance(value, datetime):
        return connection.ops.adapt_datetimefield_value(value)
    return value.isoformat() if isinstance(value, date) else value
