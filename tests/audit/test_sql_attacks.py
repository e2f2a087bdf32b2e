"""Somebody has the application's connection, and types SQL. The log stays as it is."""

# ruff: noqa: S608 - statements are put together from the names of our own tables

from collections.abc import Iterator

import psycopg
import pytest
from psycopg import sql

from audit.store.append_only import kept_tables
from tests.audit.secured import APPLICATION, OWNER, as_role

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("secured")]

KEPT = {table.name: table for table in kept_tables()}
NEXT = "(SELECT max(seq) + 1 FROM audit_position)"
WAITING = "audit_unplaced u JOIN audit_entry e ON e.id = u.entry_id"
HASHED = "sha256('\\x00'::bytea || e.leaf)"

ON_ANY_KEPT_TABLE = {
    "update": "UPDATE {table} SET {last} = {last}",
    "upsert": "INSERT INTO {table} ({columns}) SELECT {columns} FROM {table}"
    " ON CONFLICT ({key}) DO UPDATE SET {last} = EXCLUDED.{last}",
    "merge": "MERGE INTO {table} USING {table} AS other ON {table}.{key} = other.{key}"
    " WHEN MATCHED THEN UPDATE SET {last} = other.{last}",
    "truncate": "TRUNCATE {table} CASCADE",
    "drop trigger": "DROP TRIGGER {table}_append_only ON {table}",
    "disable trigger": "ALTER TABLE {table} DISABLE TRIGGER {table}_append_only",
    "disable all triggers": "ALTER TABLE {table} DISABLE TRIGGER ALL",
    "add trigger": "CREATE TRIGGER mine BEFORE INSERT ON {table}"
    " FOR EACH ROW EXECUTE FUNCTION suppress_redundant_updates_trigger()",
    "rule": "CREATE RULE mine AS ON INSERT TO {table} DO INSTEAD NOTHING",
    "alter column": "ALTER TABLE {table} ALTER COLUMN {last} DROP NOT NULL",
    "add column": "ALTER TABLE {table} ADD COLUMN mine text",
    "rename": "ALTER TABLE {table} RENAME TO mine",
    "drop table": "DROP TABLE {table} CASCADE",
    "take ownership": f"ALTER TABLE {{table}} OWNER TO {APPLICATION}",
    "row security": "ALTER TABLE {table} ENABLE ROW LEVEL SECURITY",
    "inherit": "CREATE TABLE mine () INHERITS ({table})",
    "index": "CREATE UNIQUE INDEX mine ON {table} ({last})",
    "copy a program": "COPY {table} FROM PROGRAM 'true'",
    "copy a file": "COPY {table} FROM '/dev/null'",
}
ELSEWHERE = {
    "delete entries": "DELETE FROM audit_entry",
    "delete places": "DELETE FROM audit_position",
    "delete heads": "DELETE FROM audit_head",
    "delete declarations": "DELETE FROM ballots_declaration",
    "delete a vote": "DELETE FROM ballots_cast",
    "delete a vote by a clock put forward": "SET TimeZone = '-15:00'; DELETE FROM ballots_cast",
    "delete by a detour": "WITH gone AS (DELETE FROM audit_head RETURNING size) SELECT * FROM gone",
    "lose a turn": "DELETE FROM audit_unplaced",
    "place far ahead": "INSERT INTO audit_position (seq, entry_id, leaf_hash)"
    f" SELECT {NEXT} + 1000, e.id, {HASHED} FROM {WAITING}",
    "place before the first": "INSERT INTO audit_position (seq, entry_id, leaf_hash)"
    f" SELECT -1, e.id, {HASHED} FROM {WAITING}",
    "place taken": "INSERT INTO audit_position (seq, entry_id, leaf_hash)"
    f" SELECT 0, e.id, {HASHED} FROM {WAITING}",
    "second place": "INSERT INTO audit_position (seq, entry_id, leaf_hash)"
    f" SELECT {NEXT}, entry_id, leaf_hash FROM audit_position LIMIT 1",
    "forged hash": "INSERT INTO audit_position (seq, entry_id, leaf_hash)"
    f" SELECT {NEXT}, e.id, sha256('forged') FROM {WAITING}",
    "longer head": "INSERT INTO audit_head (size, root, frontier, note, at)"
    " SELECT size + 1, root, frontier, 'forged', at FROM audit_head",
    "same head anew": "INSERT INTO audit_head (size, root, frontier, note, at)"
    " SELECT size, root, frontier, 'forged', at FROM audit_head",
    "subtree in advance": "INSERT INTO audit_subtree (level, number, root)"
    " VALUES (1, 1, sha256('x'))",
    "subtree anew": "INSERT INTO audit_subtree (level, number, root) VALUES (1, 0, sha256('x'))",
    "number override": "INSERT INTO audit_subtree (id, level, number, root)"
    " OVERRIDING SYSTEM VALUE VALUES (1000000, 1, 77, sha256('x'))",
    "sequence override": "SELECT setval(pg_get_serial_sequence('audit_subtree', 'id'), 1)",
    "sequence restart": "ALTER TABLE audit_subtree ALTER COLUMN id RESTART WITH 1",
    "sequence step": "SELECT nextval(pg_get_serial_sequence('audit_subtree', 'id'))",
    "lock against everyone": "BEGIN; LOCK TABLE audit_entry IN ACCESS EXCLUSIVE MODE",
    "replication mode": "SET session_replication_role = replica",
    "replication mode for later": f"ALTER ROLE {APPLICATION}"
    " SET session_replication_role = replica",
    "become the owner": f"SET ROLE {OWNER}",
    "become a superuser": "SET SESSION AUTHORIZATION tellers",
    "make oneself superuser": f"ALTER ROLE {APPLICATION} SUPERUSER",
    "join the owner": f"GRANT {OWNER} TO {APPLICATION}",
    "make a role": "CREATE ROLE mine SUPERUSER",
    "replace a function": "CREATE OR REPLACE FUNCTION audit_refuse() RETURNS trigger"
    " LANGUAGE plpgsql AS 'BEGIN RETURN NULL; END'",
    "alter a function": "ALTER FUNCTION audit_refuse() SET search_path = mine",
    "drop a function": "DROP FUNCTION audit_refuse() CASCADE",
    "new function": "CREATE FUNCTION mine() RETURNS int LANGUAGE sql AS 'SELECT 1'",
    "operator": "CREATE OPERATOR public.<> (LEFTARG = bytea, RIGHTARG = bytea, FUNCTION = byteaeq)",
    "new table": "CREATE TABLE mine (id int)",
    "new schema": "CREATE SCHEMA mine",
    "drop schema": "DROP SCHEMA public CASCADE",
    "rename schema": "ALTER SCHEMA public RENAME TO mine",
    "drop database": "DROP DATABASE secured",
    "shadow a table": "CREATE TEMP TABLE audit_unplaced (entry_id uuid)",
    "shadow a table by a view": "CREATE TEMP VIEW audit_position AS SELECT 1 AS seq",
    "server setting": "ALTER SYSTEM SET fsync = off",
    "extension": "CREATE EXTENSION dblink",
    "event trigger": "CREATE EVENT TRIGGER mine ON sql_drop EXECUTE FUNCTION audit_refuse()",
    "run a program": "COPY (SELECT 1) TO PROGRAM 'cat'",
    "catalogue": "UPDATE pg_trigger SET tgenabled = 'D'",
    "large object": "SELECT lo_import('/etc/hostname')",
    "read a file": "SELECT pg_read_file('/etc/hostname')",
    "forget a migration": "DELETE FROM django_migrations",
}
STATEMENTS = [
    *(
        pytest.param(statement, table, id=f"{act}: {table}")
        for act, statement in ON_ANY_KEPT_TABLE.items()
        for table in sorted(KEPT)
    ),
    *(pytest.param(statement, "audit_entry", id=act) for act, statement in ELSEWHERE.items()),
]

FINGERPRINT = " UNION ALL ".join(
    f"SELECT '{name}', count(*), md5(string_agg(t::text, '' ORDER BY t::text)) FROM {name} t"
    for name in sorted(KEPT)
)
FINGERPRINT += " ORDER BY 1"  # PostgreSQL may read several tables at a time, in any order

REFUSALS = (psycopg.errors.InsufficientPrivilege, psycopg.errors.UniqueViolation)


@pytest.fixture
def attacker() -> Iterator[psycopg.Connection]:
    with as_role(APPLICATION) as connection:
        yield connection


@pytest.mark.parametrize(("statement", "name"), STATEMENTS)
def test_attack_is_refused_and_changes_nothing(
    attacker: psycopg.Connection, statement: str, name: str
) -> None:
    table = KEPT[name]
    filled = statement.format(
        table=name, key=table.keys[0][0], last=table.columns[-1], columns=", ".join(table.columns)
    )
    before = attacker.execute(sql.SQL(FINGERPRINT)).fetchall()
    with pytest.raises(REFUSALS):
        attacker.execute(sql.SQL(filled))
    attacker.rollback()
    assert attacker.execute(sql.SQL(FINGERPRINT)).fetchall() == before


def test_granting_oneself_everything_grants_nothing(attacker: psycopg.Connection) -> None:
    privileges = "SELECT relname, relacl::text FROM pg_class WHERE relname = ANY(%s) ORDER BY 1"
    before = attacker.execute(privileges, [list(KEPT)]).fetchall()
    for name in KEPT:
        attacker.execute(sql.SQL(f"GRANT ALL ON {name} TO {APPLICATION}"))
        attacker.execute(sql.SQL(f"REVOKE ALL ON {name} FROM {OWNER}"))
    assert len(before) == len(KEPT)
    assert attacker.execute(privileges, [list(KEPT)]).fetchall() == before


def test_every_table_has_rows_to_defend(attacker: psycopg.Connection) -> None:
    counts = {name: count for name, count, _ in attacker.execute(sql.SQL(FINGERPRINT)).fetchall()}
    assert all(counts.values()), counts
