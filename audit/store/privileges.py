"""What a role of PostgreSQL could do to the log: the faults that privileges should not have.

Asked of the application's role by `manage.py secure_database --check`, and of itself by a server of
production as it starts.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.migrations.recorder import MigrationRecorder

from audit.store.append_only import KeptTable, kept_tables
from audit.store.triggers.postgresql import FUNCTIONS, triggers

WRITTEN_AS_USUAL = ("SELECT", "INSERT", "UPDATE", "DELETE")
READ_ONLY_TABLE = MigrationRecorder.Migration._meta.db_table

_PRIVILEGES = (*WRITTEN_AS_USUAL, "TRUNCATE", "TRIGGER", "REFERENCES")
_POWERS = {
    "rolreplication": "copy the whole database, and write in replication mode",
    "rolcreaterole": "make itself a member of the owner's role",
    "rolbypassrls": "pass over row security",
}
_REACHING_FILES = ("pg_write_server_files", "pg_execute_server_program", "pg_read_server_files")
_ROLES_CAN_SET_PARAMETERS = 150_000  # since PostgreSQL 15


def faults(connection: BaseDatabaseWrapper, role: str = "") -> list[str]:
    """Say, in sentences, what this role may do that it should not, and what it may not but must.

    The role is the connection's own unless one is named. Nothing is wrong with an empty list.
    """
    asked = Role.named(connection, role)
    if asked.holds("rolsuper FROM pg_roles WHERE rolname = %s", asked.name):
        return [f"{asked.name} is a superuser, who can switch off every guard of the log."]
    return [*_powers(asked), *_possessions(asked), *_privileges(asked), *_missing_triggers(asked)]


def ordinary_tables(connection: BaseDatabaseWrapper) -> list[str]:
    """Name the tables whose rows change as usual."""
    there = connection.introspection.django_table_names(only_existing=True)
    return sorted(set(there) - {table.name for table in kept_tables()})


@dataclass(frozen=True, slots=True)
class Role:
    """A role, and the connection over which one asks about it."""

    connection: BaseDatabaseWrapper
    name: str

    @classmethod
    def named(cls, connection: BaseDatabaseWrapper, name: str) -> "Role":
        """Name a role, or take the connection's own."""
        own = cls(connection, "")
        return cls(connection, name or str(own.rows("SELECT current_user")[0][0]))

    def rows(self, sql: str, *values: Any) -> list[tuple[Any, ...]]:
        """Ask the database, and give every row."""
        with self.connection.cursor() as cursor:
            cursor.execute(sql, values)
            found: list[tuple[Any, ...]] = cursor.fetchall()
            return found

    def holds(self, truth: str, *values: Any) -> bool:
        """Ask the database whether something is so."""
        return any(found for (found,) in self.rows(f"SELECT {truth}", *values))

    def granted(self, tables: Sequence[str], privileges: Sequence[str]) -> set[tuple[str, str]]:
        """Give the privileges that the role has on these tables or on some of their columns."""
        return set(
            self.rows(
                "SELECT t, p FROM unnest(%s::text[]) t, unnest(%s::text[]) p WHERE CASE"
                " WHEN p IN ('DELETE', 'TRUNCATE', 'TRIGGER') THEN has_table_privilege(%s, t, p)"
                " ELSE has_any_column_privilege(%s, t, p) END",
                list(tables),
                list(privileges),
                self.name,
                self.name,
            )
        )

    def insertable(self, tables: Sequence[str]) -> set[tuple[str, str]]:
        """Give the columns of these tables that the role may name in an insert."""
        return set(
            self.rows(
                "SELECT t, attname FROM unnest(%s::text[]) t"
                " JOIN pg_attribute ON attrelid = t::regclass AND attnum > 0 AND NOT attisdropped"
                " WHERE has_column_privilege(%s, attrelid, attnum, 'INSERT')",
                list(tables),
                self.name,
            )
        )


def _powers(role: Role) -> Iterator[str]:
    for power, meaning in _POWERS.items():
        member_of = role.rows(
            "SELECT rolname FROM pg_roles WHERE (to_jsonb(pg_roles) ->> %s)::boolean"
            " AND NOT rolsuper AND pg_has_role(%s, oid, 'MEMBER')",
            power,
            role.name,
        )
        yield from (f"{role.name} can {meaning} ({power} of {one})." for (one,) in member_of)
    above = role.rows(
        "SELECT rolname FROM pg_roles"
        " WHERE (rolsuper OR rolname = ANY(%s)) AND pg_has_role(%s, oid, 'MEMBER')",
        list(_REACHING_FILES),
        role.name,
    )
    yield from (f"{role.name} can act as {one}." for (one,) in above)
    if role.connection.pg_version >= _ROLES_CAN_SET_PARAMETERS and role.holds(  # type: ignore[attr-defined]
        "has_parameter_privilege(%s, 'session_replication_role', 'SET')", role.name
    ):
        yield f"{role.name} can switch the session to replication mode."


def _possessions(role: Role) -> Iterator[str]:
    names = [table.name for table in kept_tables()]
    owned = role.rows(
        "SELECT 'the table ' || relname, relowner FROM pg_class WHERE oid = ANY(%s::regclass[])"
        " UNION ALL SELECT 'the function ' || proname, proowner FROM pg_proc"
        " WHERE proname = ANY(%s) AND pronamespace = current_schema()::regnamespace"
        " UNION ALL SELECT 'the schema', nspowner FROM pg_namespace"
        " WHERE nspname = current_schema()"
        " UNION ALL SELECT 'the database', datdba FROM pg_database"
        " WHERE datname = current_database()",
        names,
        list(FUNCTIONS),
    )
    for what, owner in owned:
        if role.holds("pg_has_role(%s, %s::oid, 'MEMBER')", role.name, owner):
            yield f"{role.name} owns {what}, or can act as its owner."
    if role.holds("has_schema_privilege(%s, current_schema(), 'CREATE')", role.name):
        yield f"{role.name} can make tables and functions beside the log's."
    if role.holds("has_database_privilege(%s, current_database(), 'TEMP')", role.name):
        yield f"{role.name} can make temporary tables that hide the log's."
    rules = role.rows("SELECT tablename, rulename FROM pg_rules WHERE tablename = ANY(%s)", names)
    yield from (f"{table} has a rule, {rule}, that rewrites statements." for table, rule in rules)


def _privileges(role: Role) -> Iterator[str]:
    kept, usual = kept_tables(), ordinary_tables(role.connection)
    names = [table.name for table in kept]
    has = role.granted([*names, *usual, READ_ONLY_TABLE], _PRIVILEGES)
    wanted = {(name, privilege) for name in usual for privilege in WRITTEN_AS_USUAL}
    wanted |= {(table.name, privilege) for table in kept for privilege in privileges_on(table)}
    wanted |= {(READ_ONLY_TABLE, "SELECT")}
    yield from _listed(f"{role.name} may {{}} and should not.", has - wanted)
    yield from _listed(f"{role.name} may not {{}} and has to.", wanted - has)
    columns = role.insertable(names)
    insertable = {(table.name, column) for table in kept for column in table.columns}
    for table, column in sorted(columns - insertable):
        yield f"{role.name} may choose {table}.{column}, which the database should give."
    for table, column in sorted(insertable - columns):
        if (table, "INSERT") in has:
            yield f"{role.name} may not set {table}.{column} and has to."


def privileges_on(table: KeptTable) -> tuple[str, ...]:
    """Name what the application may do on a table that only grows."""
    return ("SELECT", "INSERT", "DELETE") if table.is_erasable else ("SELECT", "INSERT")


def _listed(sentence: str, rights: Iterable[tuple[str, str]]) -> Iterator[str]:
    by_table: dict[str, list[str]] = {}
    for table, privilege in sorted(rights):
        by_table.setdefault(table, []).append(privilege)
    for table, privileges in by_table.items():
        yield sentence.format(f"{', '.join(privileges)} on {table}")


def _missing_triggers(role: Role) -> Iterator[str]:
    there = set(
        role.rows(
            "SELECT tgrelid::regclass::text, tgname, tgfoid::regproc::text FROM pg_trigger"
            " WHERE tgenabled = 'A' AND NOT tgisinternal"
        )
    )
    for one in triggers(kept_tables()):
        if (one.table, one.name, one.calls) not in there:
            yield f"The guard {one.name} on {one.table} is missing or switched off."
