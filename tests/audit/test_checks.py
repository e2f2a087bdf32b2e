"""What production refuses to start with."""

from pathlib import Path

import pytest
from django.core.checks import CheckMessage
from django.db import connection
from pytest_django import Settings

from audit.checks import check_durability, check_keys, check_privileges
from audit.formats.paserk import SAMPLE, seal
from audit.formats.signing import SigningKey
from audit.keys import log_place, make_keys, receipt_place


@pytest.fixture
def key_files(settings: Settings, tmp_path: Path) -> list[Path]:
    """Where production looks for its keys; nothing is there yet."""
    settings.PRODUCTION = True
    settings.AUDIT_SIGNING_KEY_FILE = tmp_path / "log.pem"
    settings.RECEIPT_SIGNING_KEY_FILE = tmp_path / "receipts.pem"
    settings.KEY_PASSWORD_FILE = str(tmp_path / "password")
    (tmp_path / "password").write_text(PASSWORD)
    return [tmp_path / "log.pem", tmp_path / "receipts.pem"]


PASSWORD = "four unrelated words indeed"


def seal_keys() -> None:
    """Lay sealed keys there, which open faster than those that production makes."""
    for place in (log_place(), receipt_place()):
        place.file.write_text(seal(SigningKey.generate(place.name), PASSWORD, SAMPLE))
        place.file.chmod(0o600)


def ids(messages: list[CheckMessage]) -> list[str | None]:
    return [message.id for message in messages]


def test_production_without_its_keys_is_refused(key_files: list[Path]) -> None:
    assert ids(check_keys()) == ["audit.E001", "audit.E001"]
    assert not any(file.exists() for file in key_files)


def test_production_with_damaged_keys_is_refused(key_files: list[Path]) -> None:
    for file in key_files:
        file.write_bytes(b"not a key")
    assert ids(check_keys()) == ["audit.E001", "audit.E001"]


def test_production_with_keys_that_others_can_read_is_refused(key_files: list[Path]) -> None:
    seal_keys()
    assert check_keys() == []
    key_files[0].chmod(0o640)
    key_files[1].chmod(0o604)
    assert ids(check_keys()) == ["audit.E002", "audit.E002"]


def test_production_is_warned_of_keys_in_the_clear(key_files: list[Path]) -> None:
    make_keys()
    assert ids(check_keys()) == ["audit.W002", "audit.W002"]


def test_production_with_one_key_for_two_uses_is_refused(
    settings: Settings, key_files: list[Path]
) -> None:
    seal_keys()
    settings.RECEIPT_SIGNING_KEY_FILE = settings.AUDIT_SIGNING_KEY_FILE
    assert ids(check_keys()) == ["audit.E005"]


def test_production_without_the_password_of_its_keys_is_refused(
    settings: Settings, key_files: list[Path]
) -> None:
    seal_keys()
    settings.KEY_PASSWORD_FILE = ""
    assert ids(check_keys()) == ["audit.E001", "audit.E001"]


def test_demo_needs_no_ceremony(settings: Settings, key_files: list[Path]) -> None:
    settings.PRODUCTION = False
    assert check_keys() == []
    assert check_durability(databases=["default"]) == []


@pytest.mark.django_db
def test_production_on_a_database_that_forgets_is_refused(settings: Settings) -> None:
    """The suite's own PostgreSQL is one: it runs in memory, without fsync."""
    if connection.vendor != "postgresql":
        pytest.skip("a matter of PostgreSQL")
    settings.PRODUCTION = True
    found = check_durability(databases=["default"])
    assert ids(found) == ["audit.E003", "audit.E003"]
    with connection.cursor() as cursor:
        cursor.execute("SET synchronous_commit = off")
    found = check_durability(databases=["default"])
    assert "synchronous_commit is off" in "".join(str(message) for message in found)
    with connection.cursor() as cursor:
        cursor.execute("RESET synchronous_commit")


@pytest.mark.django_db
def test_production_as_a_superuser_is_refused(settings: Settings) -> None:
    if connection.vendor != "postgresql":
        pytest.skip("a matter of PostgreSQL")
    assert check_privileges(databases=["default"]) == []
    settings.PRODUCTION = True
    (found,) = check_privileges(databases=["default"])
    assert found.is_serious()
    assert "tellers is a superuser" in found.msg
