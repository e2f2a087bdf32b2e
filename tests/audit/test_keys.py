"""How the log's key comes about, and who may read it."""

from concurrent.futures import ThreadPoolExecutor
from io import StringIO
from pathlib import Path

import pytest
from django.core.exceptions import ImproperlyConfigured
from django.core.management import CommandError, call_command
from pytest_django import Settings

from audit.keys import log_key, receipt_key


@pytest.fixture
def folder(settings: Settings, tmp_path: Path) -> Path:
    settings.AUDIT_SIGNING_KEY_FILE = tmp_path / "keys" / "log.pem"
    settings.RECEIPT_SIGNING_KEY_FILE = tmp_path / "keys" / "receipts.pem"
    return tmp_path / "keys"


def printed(*arguments: str) -> str:
    out = StringIO()
    call_command("log_key", *arguments, stdout=out)
    return out.getvalue().strip()


def test_key_is_made_where_it_is_first_needed_and_kept(settings: Settings, folder: Path) -> None:
    key = log_key()
    assert key.verifier.name == settings.AUDIT_ORIGIN
    assert [file.name for file in folder.iterdir()] == ["log.pem"]
    assert log_key().verifier == key.verifier


def test_key_can_be_read_by_its_owner_only(folder: Path) -> None:
    log_key()
    assert (folder / "log.pem").stat().st_mode & 0o777 == 0o600


def test_receipts_are_signed_with_another_key(folder: Path) -> None:
    assert receipt_key().verifier.public != log_key().verifier.public


def test_processes_that_start_at_once_end_with_one_key(folder: Path) -> None:
    with ThreadPoolExecutor(8) as pool:
        keys = [key.verifier for key in pool.map(lambda _: log_key(), range(8))]
    assert len(set(keys)) == 1
    assert [file.name for file in folder.iterdir()] == ["log.pem"]


def test_production_makes_no_key_by_itself(settings: Settings, folder: Path) -> None:
    settings.PRODUCTION = True
    with pytest.raises(ImproperlyConfigured, match="no signing key"):
        log_key()
    with pytest.raises(CommandError, match="no signing key"):
        printed()


def test_key_made_in_ceremony_is_printed_then_and_later(settings: Settings, folder: Path) -> None:
    settings.PRODUCTION = True
    assert printed("--make") == printed() == str(log_key().verifier)


def test_key_is_never_replaced(folder: Path) -> None:
    before = printed("--make")
    with pytest.raises(CommandError, match="keep it"):
        printed("--make")
    assert printed() == before


def test_damaged_key_is_said_to_be_one(folder: Path) -> None:
    folder.mkdir()
    (folder / "log.pem").write_text("not a key")
    with pytest.raises(CommandError, match="not a PEM file"):
        printed()
