"""The log's tables refuse to be changed, by whatever statement."""

# ruff: noqa: S608 - statements are put together from the names of our own tables

import uuid
from collections.abc import Iterator
from datetime import timedelta

import pytest
import time_machine
from django.db import DatabaseError, connection, transaction
from django.utils import timezone
from pytest_django import DjangoDbBlocker

from audit.models import Head, Unplaced
from audit.retention import months_before
from audit.store import triggers
from audit.store.append_only import MONTHS, KeptTable, kept_tables
from audit.store.triggers import refusing
from audit.store.write_guard import recorded_writes
from ballots.models import Cast
from tests.audit.entries import write_entries
from tests.audit.kept import fill_kept_tables

pytestmark = [pytest.mark.django_db, pytest.mark.sqlite_too]

KEPT = {table.name: table for table in kept_tables()}
ALWAYS_THERE = sorted(KEPT.keys() - {"audit_unplaced"})
NOT_ERASABLE = sorted(name for name, table in KEPT.items() if not table.is_erasable)


@pytest.fixture(scope="module")
def _filled(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[None]:
    with django_db_blocker.unblock(), transaction.atomic():
        fill_kept_tables()
        connection.check_constraints()  # PostgreSQL alters no table while any are unchecked
        yield
        transaction.set_rollback(True)


@pytest.fixture(autouse=True)
def _log(_filled: None, db: None) -> None:
    """Give every test the same log, filled once: what the test does is undone after it."""


IN_OUR_WORDS = (
    triggers.MESSAGE,
    refusing.NO_FORETELLING,
    refusing.NO_GAP,
    refusing.NO_OTHER_LENGTH,
    refusing.NO_TURN_LOST,
    refusing.NOT_YET,
)


def refused(sql: str, *because: str) -> bool:
    """Tell whether one of our triggers refused this, for this reason if one is given."""
    try:
        with recorded_writes(), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(sql)
    except DatabaseError as error:
        return any(words in str(error) for words in because or IN_OUR_WORDS)
    return False


def only_on(vendor: str) -> None:
    if connection.vendor != vendor:
        pytest.skip(f"a matter of {vendor}")


def columns(table: KeptTable, **instead: str) -> tuple[str, str]:
    """Name a table's columns, and what a copy of a row puts in them."""
    copied = {name: name for name in table.columns} | instead
    return ", ".join(copied), ", ".join(copied.values())


@pytest.fixture(params=ALWAYS_THERE)
def table(request: pytest.FixtureRequest) -> KeptTable:
    return KEPT[request.param]


def test_every_table_has_rows_to_defend(table: KeptTable) -> None:
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT count(*) FROM {table.name}")
        assert cursor.fetchone()[0]


def test_update_is_refused(table: KeptTable) -> None:
    column = table.columns[-1]
    assert refused(f"UPDATE {table.name} SET {column} = {column}")


@pytest.mark.parametrize("name", NOT_ERASABLE)
def test_delete_is_refused(name: str) -> None:
    assert refused(f"DELETE FROM {name}")


def test_what_may_be_erased_can_be_deleted_whole() -> None:
    assert not refused("DELETE FROM audit_disclosure")


def test_vote_that_a_complaint_may_turn_on_cannot_be_deleted() -> None:
    assert refused("DELETE FROM ballots_cast", refusing.NOT_YET)
    assert Cast.objects.exists()


@pytest.mark.parametrize("hours", [2, -2])
def test_vote_can_be_deleted_once_24_months_are_over(hours: int) -> None:
    """By the database's clock: what the application takes for the time does not matter."""
    with recorded_writes():
        cast = Cast.objects.get()
        cast.pk = uuid.uuid4()
        cast.at = months_before(timezone.now(), MONTHS) + timedelta(hours=hours)
        cast.save(force_insert=True)
    given = cast.pk if connection.vendor == "postgresql" else cast.pk.hex
    with time_machine.travel(timezone.now() + timedelta(days=1)):
        assert refused(f"DELETE FROM ballots_cast WHERE id = '{given}'") is (hours > 0)


def test_truncate_is_refused(table: KeptTable) -> None:
    only_on("postgresql")
    assert refused(f"TRUNCATE {table.name} CASCADE")


def test_upsert_is_refused(table: KeptTable) -> None:
    key, last = table.keys[0][0], table.columns[-1]
    upsert = f"ON CONFLICT ({key}) DO UPDATE SET {last} = EXCLUDED.{last}"
    assert refused(f"INSERT INTO {table.name} SELECT * FROM {table.name} WHERE true {upsert}")


@pytest.mark.parametrize("recursive", ["ON", "OFF"])
def test_insert_or_replace_is_refused(table: KeptTable, recursive: str) -> None:
    only_on("sqlite")
    last = table.columns[-1]
    with connection.cursor() as cursor:
        cursor.execute(f"PRAGMA recursive_triggers = {recursive}")
    assert refused(f"INSERT OR REPLACE INTO {table.name} SELECT * FROM {table.name}")
    assert refused(f"REPLACE INTO {table.name} SELECT * FROM {table.name}")
    assert refused(f"UPDATE OR REPLACE {table.name} SET {last} = {last}")


def test_replace_by_the_hidden_row_number_is_refused(table: KeptTable) -> None:
    """A new key, and the row number of a row that is there: SQLite would replace that row."""
    only_on("sqlite")
    key = table.keys[0][0]
    new = {"entry_id": "'another'", "id": "'another'", "size": "size + 1", "seq": "seq + 1"}
    named, copied = columns(table, **({key: new[key]} if key in table.columns else {}))
    assert refused(
        f"INSERT OR REPLACE INTO {table.name} (rowid, {named})"
        f" SELECT rowid, {copied} FROM {table.name} LIMIT 1"
    )


def test_replace_by_any_unique_column_is_refused() -> None:
    only_on("sqlite")
    assert refused(
        "INSERT OR REPLACE INTO audit_position (seq, entry_id, leaf_hash)"
        " SELECT seq + 1000, entry_id, leaf_hash FROM audit_position"
    )
    assert refused(
        "INSERT OR REPLACE INTO audit_subtree (level, number, root)"
        " SELECT level, number, zeroblob(32) FROM audit_subtree"
    )


def test_change_in_replication_mode_is_refused(table: KeptTable) -> None:
    only_on("postgresql")
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL session_replication_role = replica")
    assert refused(f"UPDATE {table.name} SET {table.columns[-1]} = {table.columns[-1]}")


def test_entry_waits_for_its_place_however_it_was_inserted() -> None:
    new_id = "gen_random_uuid()" if connection.vendor == "postgresql" else "'another'"
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO audit_entry (id, at, kind, subject, leaf)"
            f" SELECT {new_id}, at, kind, subject, leaf FROM audit_entry LIMIT 1"
        )
        cursor.execute("SELECT count(*) FROM audit_unplaced")
        assert cursor.fetchone() == (1,)


def test_entry_waits_in_the_logs_own_table_whatever_the_session_has_made() -> None:
    only_on("postgresql")
    waiting = Unplaced.objects.count()
    with connection.cursor() as cursor:
        cursor.execute("CREATE TEMP TABLE audit_unplaced (entry_id uuid) ON COMMIT DROP")
        cursor.execute("SET LOCAL search_path = pg_temp, public")
        write_entries(1)
        cursor.execute("SELECT count(*) FROM pg_temp.audit_unplaced")
        assert cursor.fetchone() == (0,)
        cursor.execute("DROP TABLE pg_temp.audit_unplaced")
    assert Unplaced.objects.count() == waiting + 1


def test_waiting_entry_cannot_be_made_to_lose_its_turn() -> None:
    write_entries(2)
    assert refused("DELETE FROM audit_unplaced", refusing.NO_TURN_LOST)
    assert refused("UPDATE audit_unplaced SET entry_id = entry_id")
    assert Unplaced.objects.count() == 2


@pytest.mark.parametrize("place", ["min(seq) - 1", "max(seq) + 2", "max(seq) + 1000000000000"])
def test_place_that_is_not_the_next_is_refused(place: str) -> None:
    (one,) = write_entries(1)
    on_postgresql = connection.vendor == "postgresql"
    hashed = "sha256('\\x00'::bytea || leaf)" if on_postgresql else "zeroblob(32)"
    assert refused(
        "INSERT INTO audit_position (seq, entry_id, leaf_hash)"
        f" SELECT (SELECT {place} FROM audit_position), id, {hashed}"
        f" FROM audit_entry WHERE id = '{one if on_postgresql else one.hex}'",
        refusing.NO_GAP,
    )


def test_place_under_another_hash_is_refused() -> None:
    only_on("postgresql")
    (one,) = write_entries(1)
    assert refused(
        "INSERT INTO audit_position (seq, entry_id, leaf_hash)"
        f" SELECT max(seq) + 1, '{one}', sha256('forged') FROM audit_position",
        refusing.NO_GAP,
    )


@pytest.mark.parametrize("more", [-1, 1, 10**12])
def test_head_of_another_length_than_the_log_is_refused(more: int) -> None:
    assert refused(
        "INSERT INTO audit_head (size, root, frontier, note, at)"
        f" SELECT size + {more}, root, frontier, note, at FROM audit_head",
        refusing.NO_OTHER_LENGTH,
    )


@pytest.mark.parametrize(
    ("level", "number"), [(1, 1), (1, -1), (2, 0), (0, 500), (8, 0), (32767, 0), (1, 2**55)]
)
def test_subtree_over_leaves_that_are_not_there_is_refused(level: int, number: int) -> None:
    root = "sha256('forged')" if connection.vendor == "postgresql" else "zeroblob(32)"
    assert refused(
        f"INSERT INTO audit_subtree (level, number, root) VALUES ({level}, {number}, {root})",
        refusing.NO_FORETELLING,
    )


def test_triggers_can_be_removed_and_put_back() -> None:
    triggers.remove(connection)
    assert not refused("UPDATE audit_head SET note = 'forged'")
    triggers.install(connection)
    triggers.install(connection)
    assert refused("UPDATE audit_head SET note = 'forged'")
    assert Head.objects.filter(note="forged").exists()
