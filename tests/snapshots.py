"""What took long to make, kept: rows of the tests' database, laid down again where they are needed.

    with transaction.atomic():
        before = tables_with_rows()
        ...  # what takes long
        kept = take(besides=before)
        transaction.set_rollback(True)

    with transaction.atomic():
        lay_down(kept)

What every second test asks for is `remembered`: its rows are laid down from the second time on.

Only on PostgreSQL, and within one run of the suite, where no number is given out twice.
"""

from collections.abc import Callable, Collection, Mapping
from collections.abc import Set as AbstractSet
from copy import deepcopy
from functools import wraps
from typing import ParamSpec, TypeVar

import time_machine
from django.conf import Settings, settings
from django.db import connection, transaction
from django.db.backends.base.creation import TEST_DATABASE_PREFIX
from psycopg import sql

from audit.store import triggers

Snapshot = Mapping[str, bytes]
P = ParamSpec("P")
Made = TypeVar("Made")

MADE_BY_MIGRATE = {"django_content_type", "auth_permission"}
_NEVER_EMPTY = MADE_BY_MIGRATE | {"django_migrations"}
_WAITING = "audit_unplaced"  # an entry that is laid down asks for its place by itself


def remembered(make: Callable[P, Made]) -> Callable[P, Made]:
    """Make it by its services once for each set of plain arguments, and then lay its rows down.

    It is made anew wherever that could make a difference: beside other rows, at another time than
    now, in another database and under other settings than the suite's.
    """
    known: dict[str, tuple[Snapshot, Made]] = {}

    @wraps(make)
    def made(*args: P.args, **given: P.kwargs) -> Made:
        if not (_is_plain(*args, *given.values()) and _is_as_ever()):
            return make(*args, **given)
        key = repr((args, sorted(given.items())))
        if key in known:
            rows, result = known[key]
            if tables_with_rows(rows):
                return make(*args, **given)
            with transaction.atomic():
                _copy_in(rows)
            return deepcopy(result)
        before = tables_with_rows()
        result = make(*args, **given)
        if before <= _NEVER_EMPTY:
            known[key] = take(besides=before | {_WAITING}), deepcopy(result)
        return result

    return made


def tables_with_rows(among: Collection[str] = ()) -> AbstractSet[str]:
    """Name the tables that have any, of these or of all."""
    with connection.cursor() as cursor:
        any_of_it = sql.SQL("SELECT {} WHERE EXISTS (SELECT FROM {})")
        names = among or connection.introspection.table_names(cursor)
        each = [any_of_it.format(sql.Literal(name), sql.Identifier(name)) for name in names]
        cursor.execute(sql.SQL(" UNION ALL ").join(each))
        return {name for (name,) in cursor.fetchall()}


def take(*, besides: AbstractSet[str]) -> Snapshot:
    """Copy the rows of every table but these."""
    return {name: _copied(name) for name in tables_with_rows() - besides}


def lay_down(snapshot: Snapshot) -> None:
    """Put the rows back as they were. No trigger and no foreign key looks at them again."""
    triggers.remove(connection)
    _copy_in(snapshot)
    triggers.install(connection)


def _copy_in(snapshot: Snapshot) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL session_replication_role = replica")
        for name, rows in snapshot.items():
            into = sql.SQL("COPY {} FROM STDIN (FORMAT BINARY)").format(sql.Identifier(name))
            with cursor.copy(into) as table:
                table.write(rows)
        cursor.execute("SET LOCAL session_replication_role = origin")


def _copied(name: str) -> bytes:
    out = sql.SQL("COPY {} TO STDOUT (FORMAT BINARY)").format(sql.Identifier(name))
    with connection.cursor() as cursor, cursor.copy(out) as table:
        return b"".join(table)


def _is_plain(*values: object) -> bool:
    """Say whether these are the same in every test."""
    return all(value is None or isinstance(value, int | str) for value in values)


def _is_as_ever() -> bool:
    """Say whether the database is the suite's own, the time is now, and no setting is overridden.

    A copy of the database counts its rows from the start: it would give numbers out again.
    """
    return (
        connection.vendor == "postgresql"
        and connection.settings_dict["NAME"].startswith(TEST_DATABASE_PREFIX)
        and not time_machine.escape_hatch.is_travelling()
        and type(settings._wrapped) is Settings  # type: ignore[misc] # Django's own, and private
    )
