"""Production refuses what could not be defended afterwards; the demo is left in peace."""

from pathlib import Path

import pytest
from django.core.management.base import SystemCheckError
from django.db import connection
from pytest_django.fixtures import Settings

from audit import keys
from audit.signing import SigningKey
from config import checks

pytestmark = pytest.mark.django_db


@pytest.fixture
def production(settings: Settings, tmp_path: Path) -> Settings:
    """A site as production should be set up, on the PostgreSQL of this run."""
    for name in ("AUDIT_SIGNING_KEY_FILE", "RECEIPT_SIGNING_KEY_FILE"):
        file = tmp_path / name
        file.write_bytes(SigningKey.generate("union.example/audit").pem())
        setattr(settings, name, file)
    settings.PRODUCTION = True
    settings.DEMO = False
    settings.DEBUG = False
    settings.SECRET_KEY = "s" * 48
    settings.PASSCODE_PEPPER = "p" * 48
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.REDIS_URL = "redis://127.0.0.1/0"
    keys._kept.cache_clear()
    return settings


def faults() -> set[str | None]:
    return {fault.id for fault in checks.check_production()}


@pytest.fixture
def _postgresql_only() -> None:
    if connection.vendor != "postgresql":
        pytest.skip("this run is on SQLite")


@pytest.mark.usefixtures("_postgresql_only")
def test_production_set_up_well_is_accepted(production: Settings) -> None:
    assert faults() == set()


@pytest.mark.usefixtures("_postgresql_only")
@pytest.mark.parametrize(
    ("name", "value", "fault"),
    [
        ("DEBUG", True, "tellers.E001"),
        ("DEMO", True, "tellers.E002"),
        ("SECRET_KEY", "", "tellers.E004"),
        ("SECRET_KEY", "short", "tellers.E004"),
        ("PASSCODE_PEPPER", "", "tellers.E005"),
        ("AUDIT_SIGNING_KEY_FILE", Path("/nowhere/log.pem"), "tellers.E006"),
        ("RECEIPT_SIGNING_KEY_FILE", Path("/nowhere/receipts.pem"), "tellers.E007"),
        ("EMAIL_BACKEND", "members.delivery.mailbox.MailboxBackend", "tellers.E010"),
        ("REDIS_URL", "", "tellers.W001"),
    ],
)
def test_production_names_the_one_fault(
    production: Settings, name: str, value: object, fault: str
) -> None:
    setattr(production, name, value)

    assert faults() == {fault}


@pytest.mark.sqlite_too
def test_production_refuses_sqlite(production: Settings) -> None:
    if connection.vendor != "sqlite":
        pytest.skip("this run is on PostgreSQL")

    assert faults() == {"tellers.E003"}


@pytest.mark.usefixtures("_postgresql_only")
def test_production_refuses_a_key_that_is_none(production: Settings, tmp_path: Path) -> None:
    production.AUDIT_SIGNING_KEY_FILE = tmp_path / "rubbish"
    production.AUDIT_SIGNING_KEY_FILE.write_text("not a key")

    assert faults() == {"tellers.E006"}


@pytest.mark.usefixtures("_postgresql_only")
def test_production_refuses_synchronous_commit_off(production: Settings) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL synchronous_commit = off")

    assert "tellers.E008" in {fault.id for fault in checks.check_durability(["default"])}


@pytest.mark.usefixtures("_postgresql_only")
def test_server_of_production_does_not_start_unsafe(production: Settings) -> None:
    production.DEBUG = True

    with pytest.raises(SystemCheckError, match=r"tellers\.E001"):
        checks.refuse_unsafe()


@pytest.mark.sqlite_too
def test_demo_may_be_all_that_production_may_not(settings: Settings) -> None:
    settings.DEBUG = True

    checks.refuse_unsafe()
    assert faults() == set()
