"""Writes that forget the log, in every disguise."""

import threading
from collections.abc import Callable

import pytest
from django.db import connection

from audit.recording import entry
from audit.store.write_guard import UnrecordedWriteError, governed_tables, install, unrecorded
from members.models import Member

pytestmark = [pytest.mark.django_db, pytest.mark.sqlite_too]

FORGETFUL = [
    "INSERT INTO members_member (id) VALUES (1)",
    'insert into "members_member" ("id") values (1)',
    "INSERT INTO public.members_member VALUES (1)",
    'INSERT INTO "public"."members_member" VALUES (1)',
    'INSERT INTO public . "members_member" VALUES (1)',
    "INSERT OR REPLACE INTO members_member VALUES (1)",
    "INSERT OR IGNORE INTO members_member VALUES (1)",
    "REPLACE INTO members_member VALUES (1)",
    "UPDATE members_member SET name = 'x'",
    "UPDATE ONLY members_member SET name = 'x'",
    "UPDATE OR REPLACE members_member SET name = 'x'",
    "UPDATE\n\tmembers_member SET name = 'x'",
    "UPDATE /* nothing to see */ members_member SET name = 'x'",
    "UPDATE -- nothing to see\n members_member SET name = 'x'",
    "DELETE FROM members_member",
    "DELETE FROM ONLY members_member",
    "TRUNCATE members_member",
    "TRUNCATE TABLE live_outbox, members_member",
    "MERGE INTO members_member USING x ON true WHEN MATCHED THEN DELETE",
    "WITH gone AS (DELETE FROM members_member RETURNING id) SELECT * FROM gone",
    "SELECT 1; UPDATE members_member SET name = 'x'",
    "UPDATE members_member SET name = 'insert into audit_entry'",
    "UPDATE members_member SET name = 'x' -- insert into audit_entry",
    "UPDATE members_member SET name = 'O''Brien; insert into audit_entry'",
    "WITH x AS (DELETE FROM audit_entry) UPDATE members_member SET name = 'x'",
]
HARMLESS = [
    "SELECT * FROM members_member",
    "SELECT * FROM members_member FOR UPDATE",
    "SELECT * FROM members_member FOR UPDATE OF members_member",
    "SELECT 'update members_member'",
    "SELECT 1 -- delete from members_member",
    "INSERT INTO live_outbox VALUES (1) ON CONFLICT DO UPDATE SET id = 1",
    "INSERT INTO audit_entry (id) VALUES (1)",
    "UPDATE members_passcodedevice SET throttling_failure_count = 1",
    "WITH e AS (INSERT INTO audit_entry VALUES (1)) INSERT INTO members_member VALUES (1)",
]


@pytest.mark.parametrize("sql", FORGETFUL)
def test_statement_that_forgets_the_log_is_refused(sql: str) -> None:
    assert unrecorded(sql) == {"members_member"}
    with connection.cursor() as cursor, pytest.raises(UnrecordedWriteError, match="members_member"):
        cursor.execute(sql)


@pytest.mark.parametrize("sql", HARMLESS)
def test_statement_that_writes_nothing_governed_or_its_own_log_row_passes(sql: str) -> None:
    assert unrecorded(sql) == frozenset()


def test_many_at_once_are_refused() -> None:
    with connection.cursor() as cursor, pytest.raises(UnrecordedWriteError):
        cursor.executemany("DELETE FROM members_member WHERE id = %s", [["a"], ["b"]])


@pytest.mark.parametrize(
    "write",
    [
        lambda: Member.objects.update(name="x"),
        lambda: Member.objects.bulk_create([Member(membership_number="1", name="A")]),
        lambda: Member(membership_number="1", name="A").save(),
        lambda: Member.objects.all()._raw_delete("default"),
    ],
    ids=["update", "bulk-create", "save", "delete"],
)
def test_orm_is_refused_outside_an_entry(write: Callable[[], object]) -> None:
    with pytest.raises(UnrecordedWriteError):
        write()


def test_orm_may_write_inside_an_entry_and_no_longer_after_it() -> None:
    with entry(actor=None) as log:
        Member.objects.update(name="x")
        log.record("test.prepared", subject="test")
    with pytest.raises(UnrecordedWriteError):
        Member.objects.update(name="x")


def test_entry_of_another_thread_does_not_help() -> None:
    refused: list[bool] = []

    def write() -> None:
        try:
            Member.objects.update(name="x")
        except UnrecordedWriteError:
            refused.append(True)
        finally:
            connection.close()

    with entry(actor=None) as log:
        log.record("test.prepared", subject="test")
        thread = threading.Thread(target=write)
        thread.start()
        thread.join()
    assert refused == [True]


def test_composed_statement_is_seen_through() -> None:
    if connection.vendor != "postgresql":
        pytest.skip("statements are composed with psycopg only")
    from psycopg import sql  # noqa: PLC0415 - not needed on SQLite

    statement = sql.SQL("DELETE FROM {}").format(sql.Identifier("members_member"))
    with connection.cursor() as cursor, pytest.raises(UnrecordedWriteError):
        cursor.execute(statement)


def test_guard_is_put_on_a_connection_once_and_outermost() -> None:
    connection.ensure_connection()
    before = list(connection.execute_wrappers)
    install(connection)
    assert connection.execute_wrappers == before
    assert before[0].__module__ == "audit.store.write_guard"


def test_every_table_of_the_governed_rooms_is_governed_unless_named() -> None:
    assert "members_member" in governed_tables()
    assert "ballots_ballot" in governed_tables()
    of_the_log = {table for table in governed_tables() if table.startswith(("audit_", "live_"))}
    assert {"audit_disclosure", "audit_hold", "audit_deletion"} <= of_the_log
    assert of_the_log.isdisjoint({"audit_entry", "audit_position", "audit_unplaced", "audit_head"})
