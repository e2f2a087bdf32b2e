"""What took long to make, kept: rows of the tests' database, laid down again where they are needed.

    with transaction.atomic():
        before = tables_with_rows()
        ...  # what takes long
        kept = take(besides=before)
        transaction.set_rollback(True)

    with transaction.atomic():
        lay_down(kept)

What every second test asks for is `remembered`: its rows are laid down from the second time on.

Only within one run of the suite. PostgreSQL gives out no number twice in it; SQLite may, but what
is remembered is laid down only where its tables are empty.
"""

# ruff: noqa: S608 - statements are put together from the names of our own tables

from collections.abc import Callable, Collection, Sequence
from collections.abc import Set as AbstractSet
from copy import deepcopy
from functools import wraps
from pathlib import Path
from typing import Any, ParamSpec, TypeVar

import time_machine
from django.conf import Settings, settings
from django.db import connection, transaction
from django.db.backends.base.creation import TEST_DATABASE_PREFIX

from audit.store import triggers
from tests import servers

Rows = Sequence[Any]
"""Lines as PostgreSQL copies them, or tuples of what SQLite has stored."""
Snapshot = dict[str, Rows]
P = ParamSpec("P")
Made = TypeVar("Made")

MADE_BY_MIGRATE = {"django_content_type", "auth_permission"}
_NEVER_EMPTY = MADE_BY_MIGRATE | {"django_migrations"}
WAITING = "audit_unplaced"  # an entry that is laid down asks for its place by itself


def remembered(make: Callable[P, Made]) -> Callable[P, Made]:
    """Make it by its services once for each set of plain arguments, and then lay its rows down.

    It is made anew wherever that could make a difference: beside other rows, at another time than
    now, in another database and under other settings than the suite's.
    """
    known: dict[str, tuple[Snapshot, Made]] = {}

    @wraps(make)
    def made(*args: P.args, **given: P.kwargs) -> Made:
        if not (is_plain(*args, *given.values()) and is_as_ever()):
            return make(*args, **given)
        key = repr((args, sorted(given.items())))
        if key in known:
            rows, result = known[key]
            if tables_with_rows(rows):
                return make(*args, **given)
            with transaction.atomic():
                put_back(rows)
            return deepcopy(result)
        before = tables_with_rows()
        result = make(*args, **given)
        if before <= _NEVER_EMPTY:
            known[key] = take(besides=before | {WAITING}), deepcopy(result)
        return result

    return made


def tables_with_rows(among: Collection[str] = ()) -> AbstractSet[str]:
    """Name the tables that have any, of these or of all."""
    with connection.cursor() as cursor:
        names = among or connection.introspection.table_names(cursor)
        any_of_it = "SELECT '{}' WHERE EXISTS (SELECT 1 FROM {})"
        each = [any_of_it.format(name, quoted(name)) for name in names]
        cursor.execute(" UNION ALL ".join(each))
        return {name for (name,) in cursor.fetchall()}


def take(*, besides: AbstractSet[str]) -> Snapshot:
    """Copy the rows of every table but these."""
    return {name: _copied(name) for name in sorted(tables_with_rows() - besides)}


def lay_down(snapshot: Snapshot) -> None:
    """Put the rows back as they were. No trigger and no foreign key looks at them again."""
    triggers.remove(connection)
    put_back(snapshot)
    triggers.install(connection)


def put_back(snapshot: Snapshot, *, instead: Collection[str] = ()) -> None:
    """Put rows in past all that looks at foreign keys; `instead` of any that these tables have."""
    if connection.vendor == "sqlite":
        write = connection.connection
        for name in instead:
            write.execute(f"DELETE FROM {quoted(name)}")
        for name, rows in snapshot.items():
            places = ", ".join("?" * len(rows[0])) if rows else ""
            write.executemany(f"INSERT INTO {quoted(name)} VALUES ({places})", rows)
        return
    with connection.cursor() as cursor:
        write = cursor.cursor
        write.execute("SET LOCAL session_replication_role = replica")
        for name in instead:
            write.execute(f"DELETE FROM {quoted(name)}")
        for name, rows in snapshot.items():
            with write.copy(f"COPY {quoted(name)} FROM STDIN") as table:
                table.write(b"".join(rows))
        write.execute("SET LOCAL session_replication_role = origin")


def _copied(name: str) -> Rows:
    if connection.vendor == "sqlite":
        read = connection.connection.execute
        columns = read(f"SELECT * FROM {quoted(name)} LIMIT 1").description
        # The plus keeps Python from reading more into a column than is stored there.
        stored = ", ".join(f"+{quoted(column)}" for column, *_ in columns)
        rows: list[Any] = read(f"SELECT {stored} FROM {quoted(name)}").fetchall()
        return rows
    with connection.cursor() as cursor, cursor.copy(f"COPY {quoted(name)} TO STDOUT") as table:
        return b"".join(table).splitlines(keepends=True)


def quoted(name: str) -> str:
    return str(connection.ops.quote_name(name))


def is_plain(*values: object) -> bool:
    """Say whether these are the same in every test."""
    return all(value is None or isinstance(value, int | str) for value in values)


def is_as_ever() -> bool:
    """Say whether the database is the suite's own, the time is now, and no setting is overridden.

    A copy of the database counts its rows from the start: it would give numbers out again.
    """
    name = connection.settings_dict["NAME"]
    return (
        (name.startswith(TEST_DATABASE_PREFIX) or Path(name).parent == servers.SCRATCH)
        and not time_machine.escape_hatch.is_travelling()
        and type(settings._wrapped) is Settings  # type: ignore[misc] # Django's own, and private
    )
