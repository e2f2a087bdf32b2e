"""Production refuses what could not be defended afterwards; the demo is left in peace."""

import re
from pathlib import Path

import pytest
from celery.signals import worker_init
from django.core.management.base import SystemCheckError
from django.db import connection
from django.db.migrations.recorder import MigrationRecorder
from pytest_django.fixtures import Settings

from audit import keys
from audit.formats.signing import SigningKey
from config import celery, checks

pytestmark = pytest.mark.django_db


@pytest.fixture
def production(settings: Settings, tmp_path: Path) -> Settings:
    """A site as production should be set up, on the PostgreSQL of this run."""
    settings.AUDIT_SIGNING_KEY_FILE = tmp_path / "log.pem"
    settings.AUDIT_SIGNING_KEY_FILE.write_bytes(SigningKey.generate("union.example/audit").pem())
    settings.PRODUCTION = True
    settings.DEMO = False
    settings.DEBUG = False
    settings.SECRET_KEY = "s" * 48
    settings.PASSCODE_PEPPER = "p" * 48
    settings.PAPER_SECRET = "e" * 48
    settings.SEALING_SECRET = "v" * 48
    settings.CONTACT_SECRET = "c" * 48
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.REDIS_URL = "redis://127.0.0.1/0"
    settings.SOURCE_URL = "https://union.example/tellers"
    settings.SITE_URL = "https://votes.union.example"
    settings.HELPDESK_TELEPHONE = "020 7946 0018"
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
        ("PAPER_SECRET", "", "tellers.E008"),
        ("SEALING_SECRET", "", "tellers.E014"),
        ("CONTACT_SECRET", "", "tellers.E009"),
        ("EMAIL_BACKEND", "members.delivery.mailbox.MailboxBackend", "tellers.E006"),
        ("SOURCE_URL", "", "tellers.E007"),
        ("HELPDESK_TELEPHONE", "", "tellers.E012"),
        ("HELPDESK_TELEPHONE", "01632 960100", "tellers.E012"),
        ("SITE_URL", "", "tellers.E013"),
        ("SITE_URL", "http://127.0.0.1:8000", "tellers.E013"),
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
def test_server_of_production_does_not_start_unsafe(
    production: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(connection, "close", lambda: None)  # this test's own, in a transaction
    production.DEBUG = True
    production.AUDIT_SIGNING_KEY_FILE = tmp_path / "nowhere"
    keys._kept.cache_clear()

    with pytest.raises(SystemCheckError, match=r"tellers\.E001") as refused:
        checks.refuse_unsafe()
    assert {"audit.E001", "audit.E003"} <= set(re.findall(r"audit\.E\d+", str(refused.value)))


@pytest.mark.usefixtures("_postgresql_only")
def test_server_of_production_does_not_start_on_tables_half_made(
    production: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(connection, "close", lambda: None)  # this test's own, in a transaction
    MigrationRecorder(connection).record_unapplied("motions", "0019_minutes")

    with pytest.raises(SystemCheckError, match=r"tellers\.E015.* stopped before motions"):
        checks.refuse_unsafe()


@pytest.mark.sqlite_too
def test_demo_may_be_all_that_production_may_not(settings: Settings) -> None:
    settings.DEBUG = True

    checks.refuse_unsafe()
    assert faults() == set()


def test_worker_does_not_start_where_a_server_would_not(production: Settings) -> None:
    production.DEBUG = True
    assert celery.app.main == "tellers"
    with pytest.raises(SystemExit, match=r"tellers\.E001"):
        worker_init.send(sender=None)
