"""The log's tables refuse to be changed, by whatever statement."""

# ruff: noqa: S608 - statements are put together from the names of our own tables

import pytest
from django.db import DatabaseError, connection, transaction

from audit import triggers
from audit.models import Entry, Head, Position, Subtree, Unplaced
from audit.sequencer import sequence_all
from tests.audit.entries import write_entries

pytestmark = [pytest.mark.django_db, pytest.mark.sqlite_too]

TABLES = sorted(triggers.APPEND_ONLY)


@pytest.fixture(autouse=True)
def _log() -> None:
    write_entries(256)
    sequence_all()
    connection.check_constraints()  # PostgreSQL alters no table while foreign keys are unchecked


def refused(sql: str) -> bool:
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(sql)
    except DatabaseError as error:
        return triggers.MESSAGE in str(error)
    return False


def only_on(vendor: str) -> None:
    if connection.vendor != vendor:
        pytest.skip(f"a matter of {vendor}")


def column_of(table: str) -> str:
    return triggers.APPEND_ONLY[table][0][0]


@pytest.fixture(params=TABLES)
def table(request: pytest.FixtureRequest) -> str:
    return str(request.param)


def test_every_table_has_rows_to_defend() -> None:
    assert all(model.objects.exists() for model in (Entry, Position, Subtree, Head))


def test_update_is_refused(table: str) -> None:
    column = column_of(table)
    assert refused(f"UPDATE {table} SET {column} = {column}")


def test_delete_is_refused(table: str) -> None:
    assert refused(f"DELETE FROM {table}")


def test_truncate_is_refused(table: str) -> None:
    only_on("postgresql")
    assert refused(f"TRUNCATE {table} CASCADE")


def test_upsert_is_refused(table: str) -> None:
    column = column_of(table)
    upsert = f"ON CONFLICT ({column}) DO UPDATE SET {column} = EXCLUDED.{column}"
    assert refused(f"INSERT INTO {table} SELECT * FROM {table} WHERE true {upsert}")


def test_insert_or_replace_is_refused(table: str) -> None:
    only_on("sqlite")
    assert refused(f"INSERT OR REPLACE INTO {table} SELECT * FROM {table}")
    assert refused(f"REPLACE INTO {table} SELECT * FROM {table}")
    assert refused(f"UPDATE OR REPLACE {table} SET {column_of(table)} = {column_of(table)}")


def test_replace_by_any_unique_column_is_refused() -> None:
    only_on("sqlite")
    assert refused(
        "INSERT OR REPLACE INTO audit_position (seq, entry_id, leaf_hash)"
        " SELECT seq + 1000, entry_id, leaf_hash FROM audit_position"
    )


def test_change_in_replication_mode_is_refused(table: str) -> None:
    only_on("postgresql")
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL session_replication_role = replica")
    assert refused(f"DELETE FROM {table}")


def test_entry_waits_for_its_place_however_it_was_inserted() -> None:
    new_id = "gen_random_uuid()" if connection.vendor == "postgresql" else "'another'"
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO audit_entry (id, at, kind, subject, leaf)"
            f" SELECT {new_id}, at, kind, subject, leaf FROM audit_entry LIMIT 1"
        )
        cursor.execute("SELECT count(*) FROM audit_unplaced")
        assert cursor.fetchone() == (1,)


def test_triggers_can_be_removed_and_put_back() -> None:
    triggers.remove(connection)
    Unplaced.objects.all().delete()
    assert not refused("UPDATE audit_head SET note = 'forged'")
    triggers.install(connection)
    triggers.install(connection)
    assert refused("UPDATE audit_head SET note = 'forged'")
