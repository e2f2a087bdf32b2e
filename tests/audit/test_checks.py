"""What production refuses to start with."""

from pathlib import Path

import pytest
from django.db import connection
from pytest_django import Settings

from audit.checks import check_durability, check_key
from audit.signing import SigningKey


@pytest.fixture
def key_file(settings: Settings, tmp_path: Path) -> Path:
    settings.PRODUCTION = True
    settings.AUDIT_SIGNING_KEY_FILE = tmp_path / "log.pem"
    return tmp_path / "log.pem"


def ids(messages: list[object]) -> list[str]:
    return [message.id for message in messages]  # type: ignore[attr-defined]


def test_production_without_the_key_is_refused(key_file: Path) -> None:
    assert ids([*check_key()]) == ["audit.E001"]
    assert not key_file.exists()


def test_production_with_a_damaged_key_is_refused(key_file: Path) -> None:
    key_file.write_bytes(b"not a key")
    assert ids([*check_key()]) == ["audit.E001"]


def test_production_with_a_key_that_others_can_read_is_refused(key_file: Path) -> None:
    key_file.write_bytes(SigningKey.generate("union.example").pem())
    key_file.chmod(0o644)
    assert ids([*check_key()]) == ["audit.E002"]
    key_file.chmod(0o600)
    assert check_key() == []


def test_demo_needs_no_ceremony(settings: Settings, tmp_path: Path) -> None:
    settings.AUDIT_SIGNING_KEY_FILE = tmp_path / "log.pem"
    assert check_key() == []
    assert check_durability(databases=["default"]) == []


@pytest.mark.django_db
def test_production_on_a_database_that_forgets_is_refused(settings: Settings) -> None:
    """The suite's own PostgreSQL is one: it runs in memory, without fsync, as a superuser."""
    if connection.vendor != "postgresql":
        pytest.skip("a matter of PostgreSQL")
    settings.PRODUCTION = True
    found = check_durability(databases=["default"])
    assert ids([*found]) == ["audit.E003", "audit.E003", "audit.W001"]
    with connection.cursor() as cursor:
        cursor.execute("SET synchronous_commit = off")
    found = check_durability(databases=["default"])
    assert "synchronous_commit is off" in "".join(str(message) for message in found)
    with connection.cursor() as cursor:
        cursor.execute("RESET synchronous_commit")
