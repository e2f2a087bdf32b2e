"""One migration stands for many earlier ones, and databases that ran those go on."""

from io import StringIO
from pathlib import Path

import pytest
from django.core.management import call_command
from django.core.management.base import SystemCheckError
from django.db import connection
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.recorder import MigrationRecorder
from pytest_django.fixtures import Settings

from config import checks
from config.demo import premises

ROOMS = ["audit", "ballots", "conferences", "live", "members", "motions"]
LAST = {
    "audit": "0006_longer_log_witnessed",
    "ballots": "0016_extensions_by_two",
    "conferences": "0019_secret_posts",
    "members": "0011_jottings",
    "motions": "0019_minutes",
}

pytestmark = [pytest.mark.django_db, pytest.mark.sqlite_too]


@pytest.fixture
def recorder() -> MigrationRecorder:
    return MigrationRecorder(connection)


def replacing() -> list[tuple[str, str]]:
    here = MigrationLoader(None).disk_migrations
    return [key for key, migration in here.items() if key[0] in ROOMS and migration.replaces]


@pytest.fixture
def _made_earlier(recorder: MigrationRecorder) -> None:
    """What the earlier migrations have left in the table of those that were run."""
    for room, name in replacing():
        recorder.record_unapplied(room, name)


def migrated() -> str:
    said = StringIO()
    call_command("migrate", stdout=said, no_color=True, skip_checks=False)
    return said.getvalue()


@pytest.mark.usefixtures("_made_earlier")
def test_database_made_by_the_earlier_migrations_has_nothing_to_do(
    recorder: MigrationRecorder,
) -> None:
    assert checks.check_not_half_way(databases=["default"]) == []
    assert "No migrations to apply." in migrated()
    assert set(replacing()) <= set(recorder.applied_migrations())


@pytest.mark.usefixtures("_made_earlier")
@pytest.mark.parametrize("room", LAST)
def test_database_that_stopped_among_them_is_told_what_to_do(
    recorder: MigrationRecorder, room: str
) -> None:
    recorder.record_unapplied(room, LAST[room])

    with pytest.raises(SystemCheckError, match=r"tellers\.E015") as refused:
        migrated()
    assert f"stopped before {room}.{LAST[room]}. " in str(refused.value)
    assert "with the version of Tellers that still has them" in str(refused.value)


def test_database_that_never_ran_them_may_begin(recorder: MigrationRecorder) -> None:
    recorder.migration_qs.filter(app__in=ROOMS).delete()

    assert checks.check_not_half_way(databases=["default"]) == []


def test_demo_does_not_go_on_with_tables_half_made(
    recorder: MigrationRecorder, settings: Settings, tmp_path: Path
) -> None:
    settings.STATIC_ROOT = tmp_path
    recorder.record_unapplied("members", LAST["members"])

    with pytest.raises(SystemCheckError, match="stopped before members"):
        premises.prepare()
