"""The kept tables refuse to be changed, whoever asks: the application, a console, a script.

Rows are added and not changed. Beyond that,

- a record that complaints may turn on is not taken away before 24 months are over;
- every entry asks for its place by itself, and stops asking only once it has one;
- places are given without a gap, and on PostgreSQL each under the entry's own hash;
- a signed head is as long as the log, no more and no less.

They are put in place after every `migrate`. Whoever owns the tables can still drop them: that is
what privileges are for (`audit.store.roles`). What is changed then is caught by the signed heads.
"""

from typing import Any

from django.db import connections
from django.db.backends.base.base import BaseDatabaseWrapper

from audit.store.append_only import kept_tables
from audit.store.triggers import postgresql, sqlite
from audit.store.triggers.refusing import MESSAGE

__all__ = ["MESSAGE", "install", "install_after_migrate", "migrate_backwards", "migrate_forwards"]
__all__ += ["remove"]


def install(connection: BaseDatabaseWrapper) -> None:
    """Guard the kept tables that exist. Doing it twice changes nothing."""
    with connection.cursor() as cursor:
        there = set(connection.introspection.table_names(cursor))
    tables = [table for table in kept_tables() if table.name in there]
    if connection.vendor == "postgresql":
        _execute(connection, postgresql.statements(_schema(connection), tables))
    else:
        _execute(connection, sqlite.statements(tables))


def remove(connection: BaseDatabaseWrapper) -> None:
    """Take the guards away: for a migration backwards, and for emptying a test database."""
    here = postgresql if connection.vendor == "postgresql" else sqlite
    _execute(connection, here.removal(kept_tables()))


def install_after_migrate(using: str, **_kwargs: Any) -> None:
    """Guard the tables that a `migrate` has just left behind."""
    install(connections[using])


def migrate_forwards(_apps: Any, schema_editor: Any) -> None:
    """Install, as a migration."""
    install(schema_editor.connection)


def migrate_backwards(_apps: Any, schema_editor: Any) -> None:
    """Remove, as a migration."""
    remove(schema_editor.connection)


def _schema(connection: BaseDatabaseWrapper) -> str:
    with connection.cursor() as cursor:
        cursor.execute("SELECT quote_ident(current_schema())")
        return str(cursor.fetchone()[0])


def _execute(connection: BaseDatabaseWrapper, statements: list[str]) -> None:
    with connection.cursor() as cursor:
        for statement in statements:
            cursor.execute(statement)
