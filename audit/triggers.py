"""The log's tables refuse to be changed, whoever asks: the application, a console, a script.

PostgreSQL's triggers fire even where replication mode is switched on (`ENABLE ALWAYS`). SQLite's
`INSERT OR REPLACE` deletes the old row without a word to its triggers, so there an insert over an
existing row is refused as well. Whoever owns the tables can still drop the triggers; what they
change then is caught by the signed heads.
"""

from collections.abc import Iterator
from typing import Any

from django.db.backends.base.base import BaseDatabaseWrapper

# Each table with the columns, or sets of columns, that are unique in it.
APPEND_ONLY: dict[str, list[tuple[str, ...]]] = {
    "audit_entry": [("id",)],
    "audit_position": [("seq",), ("entry_id",)],
    "audit_subtree": [("id",), ("level", "number")],
    "audit_head": [("size",)],
}
MESSAGE = "the log is append-only"


def install(connection: BaseDatabaseWrapper) -> None:
    """Make the log's tables append-only, and let every entry ask for its place."""
    _execute(connection, _POSTGRESQL if connection.vendor == "postgresql" else list(_sqlite()))


def remove(connection: BaseDatabaseWrapper) -> None:
    """Take the triggers away: for a migration backwards, and for emptying a test database."""
    if connection.vendor == "postgresql":
        _execute(connection, ["DROP FUNCTION IF EXISTS audit_refuse, audit_await CASCADE"])
    else:
        names = [*(f"{table}_{act}" for table in APPEND_ONLY for act in _ACTS), "audit_entry_await"]
        _execute(connection, [f"DROP TRIGGER IF EXISTS {name}" for name in names])


def _execute(connection: BaseDatabaseWrapper, statements: list[str]) -> None:
    with connection.cursor() as cursor:
        for statement in statements:
            cursor.execute(statement)


_ACTS = ("update", "delete", "replace")

_POSTGRESQL = [
    f"""
    CREATE OR REPLACE FUNCTION audit_refuse() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
        RAISE EXCEPTION '{MESSAGE}: % on % refused', TG_OP, TG_TABLE_NAME
            USING ERRCODE = 'insufficient_privilege';
    END $$
    """,
    """
    CREATE OR REPLACE FUNCTION audit_await() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
        INSERT INTO audit_unplaced (entry_id) VALUES (NEW.id);
        RETURN NULL;
    END $$
    """,
    *(
        statement
        for table in APPEND_ONLY
        for statement in (
            f"""
            CREATE OR REPLACE TRIGGER {table}_append_only
            BEFORE UPDATE OR DELETE OR TRUNCATE ON {table}
            FOR EACH STATEMENT EXECUTE FUNCTION audit_refuse()
            """,
            f"ALTER TABLE {table} ENABLE ALWAYS TRIGGER {table}_append_only",
        )
    ),
    """
    CREATE OR REPLACE TRIGGER audit_entry_await AFTER INSERT ON audit_entry
    FOR EACH ROW EXECUTE FUNCTION audit_await()
    """,
    "ALTER TABLE audit_entry ENABLE ALWAYS TRIGGER audit_entry_await",
]


def _sqlite() -> Iterator[str]:
    for table, keys in APPEND_ONLY.items():
        for act in ("update", "delete"):
            yield f"""
                CREATE TRIGGER IF NOT EXISTS {table}_{act} BEFORE {act.upper()} ON {table}
                BEGIN SELECT RAISE(ABORT, '{MESSAGE}'); END
            """
        there = " OR ".join(
            "(" + " AND ".join(f"{column} = NEW.{column}" for column in key) + ")" for key in keys
        )
        yield f"""
            CREATE TRIGGER IF NOT EXISTS {table}_replace BEFORE INSERT ON {table}
            WHEN EXISTS (SELECT 1 FROM {table} WHERE {there})
            BEGIN SELECT RAISE(ABORT, '{MESSAGE}'); END
        """  # noqa: S608 - the names above, nobody's input
    yield """
        CREATE TRIGGER IF NOT EXISTS audit_entry_await AFTER INSERT ON audit_entry
        BEGIN INSERT INTO audit_unplaced (entry_id) VALUES (NEW.id); END
    """


def migrate_forwards(_apps: Any, schema_editor: Any) -> None:
    """Install, as a migration."""
    install(schema_editor.connection)


def migrate_backwards(_apps: Any, schema_editor: Any) -> None:
    """Remove, as a migration."""
    remove(schema_editor.connection)
