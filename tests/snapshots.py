"""What took long to make, kept: rows of the tests' database, laid down again where they are needed.

    with transaction.atomic():
        before = tables_with_rows()
        ...  # what takes long
        kept = take(besides=before)
        transaction.set_rollback(True)

    with transaction.atomic():
        lay_down(kept)

Only on PostgreSQL, and within one run of the suite, where no number is given out twice.
"""

from collections.abc import Mapping
from collections.abc import Set as AbstractSet

from django.db import connection
from psycopg import sql

from audit.store import triggers

Snapshot = Mapping[str, bytes]


def tables_with_rows() -> AbstractSet[str]:
    """Name the tables that have any."""
    with connection.cursor() as cursor:
        found = set()
        for name in connection.introspection.table_names(cursor):
            cursor.execute(sql.SQL("SELECT EXISTS (SELECT FROM {})").format(sql.Identifier(name)))
            if cursor.fetchone()[0]:
                found.add(name)
        return found


def take(*, besides: AbstractSet[str]) -> Snapshot:
    """Copy the rows of every table but these."""
    return {name: _copied(name) for name in tables_with_rows() - besides}


def lay_down(snapshot: Snapshot) -> None:
    """Put the rows back as they were. No trigger and no foreign key looks at them again."""
    triggers.remove(connection)
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL session_replication_role = replica")
        for name, rows in snapshot.items():
            into = sql.SQL("COPY {} FROM STDIN (FORMAT BINARY)").format(sql.Identifier(name))
            with cursor.copy(into) as table:
                table.write(rows)
        cursor.execute("SET LOCAL session_replication_role = origin")
    triggers.install(connection)


def _copied(name: str) -> bytes:
    out = sql.SQL("COPY {} TO STDOUT (FORMAT BINARY)").format(sql.Identifier(name))
    with connection.cursor() as cursor, cursor.copy(out) as table:
        return b"".join(table)
