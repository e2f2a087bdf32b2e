"""How the log's key comes about, and who may read it."""

from concurrent.futures import ThreadPoolExecutor
from io import StringIO
from pathlib import Path

import pytest
from django.core.exceptions import ImproperlyConfigured
from django.core.management import CommandError, call_command
from pytest_django import Settings

from audit.formats.checkpoint import Checkpoint, open_checkpoint
from audit.formats.errors import BadNote
from audit.formats.merkle import EMPTY_ROOT, tree_root
from audit.formats.paserk import SAMPLE, STRONG, cost_of, seal
from audit.formats.signing import SigningKey
from audit.keys import (
    _kept,
    is_sealed,
    log_key,
    log_keys,
    log_verifiers,
    receipt_key,
    receipt_verifiers,
    shared_uses,
)
from audit.models import Disclosure, Entry

pytestmark = pytest.mark.django_db


@pytest.fixture
def folder(settings: Settings, tmp_path: Path) -> Path:
    settings.AUDIT_SIGNING_KEY_FILE = tmp_path / "keys" / "log.pem"
    settings.RECEIPT_SIGNING_KEY_FILE = tmp_path / "keys" / "receipts.pem"
    return tmp_path / "keys"


def printed(*arguments: str) -> str:
    out = StringIO()
    call_command("keys", *arguments, stdout=out, stderr=out)
    return out.getvalue().strip()


@pytest.fixture
def password(settings: Settings, tmp_path: Path) -> str:
    """The password of sealed keys, in the file from which the server reads it."""
    settings.KEY_PASSWORD_FILE = str(tmp_path / "password")
    (tmp_path / "password").write_text("four unrelated words indeed\n")
    return "four unrelated words indeed"


def seal_log_key(folder: Path, password: str) -> None:
    """Lay a sealed key there, which opens faster than one that production makes."""
    folder.mkdir()
    (folder / "log.pem").write_text(seal(SigningKey.generate("sample"), password, SAMPLE))


def head(size: int = 3) -> bytes:
    """A head as the server would sign it now."""
    keys = log_keys()
    return Checkpoint(keys[0].verifier.name, size, tree_root([b"x" * 32])).sign(*keys).encode()


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
        printed("show")


def test_keys_are_made_in_ceremony_and_shown_later(settings: Settings, folder: Path) -> None:
    settings.PRODUCTION = True
    record = printed("make", "--present", "Tobias Lockwell", "--present", "Ngozi Farrant")
    for word in ("Tobias Lockwell", "Ngozi Farrant", str(log_key().verifier), "in the clear"):
        assert word in record
    assert str(log_key().verifier) in printed("show")
    assert str(receipt_key().verifier) in printed("show")


def test_ceremony_is_told_to_the_log_without_names(folder: Path) -> None:
    printed("make", "log", "--present", "Tobias Lockwell")
    leaf = bytes(Entry.objects.get(kind="key.made").leaf)
    assert str(log_key().verifier).encode() in leaf
    assert b"Tobias" not in leaf
    assert Disclosure.objects.get().value == "Tobias Lockwell"


def test_key_that_the_log_has_not_heard_of_is_entered_once(folder: Path) -> None:
    log_key()
    receipt_key()
    printed("enter")
    printed("enter")
    kinds = Entry.objects.filter(kind="key.made").values_list("subject", flat=True)
    assert sorted(kinds) == sorted(
        f"key:{key.verifier.id.hex()}" for key in (log_key(), receipt_key())
    )


def test_key_is_never_replaced(folder: Path) -> None:
    printed("make")
    before = printed("show")
    with pytest.raises(CommandError, match="keep"):
        printed("make")
    with pytest.raises(CommandError, match="keep"):
        printed("make", "log")
    assert printed("show") == before


def test_damaged_key_is_said_to_be_one(folder: Path) -> None:
    folder.mkdir()
    (folder / "log.pem").write_text("not a key")
    with pytest.raises(CommandError, match="not a PEM file"):
        printed("show")


def test_sealed_key_signs_for_who_has_the_password(folder: Path, password: str) -> None:
    printed("make", "--seal")
    assert (folder / "log.pem").read_text().startswith("k4.secret-pw.")
    assert cost_of((folder / "log.pem").read_text().strip()) == STRONG
    assert open_checkpoint(head(), log_key().verifier).size == 3


def test_sealed_key_opens_without_its_password_for_nobody(
    settings: Settings, folder: Path, password: str
) -> None:
    seal_log_key(folder, password)
    Path(settings.KEY_PASSWORD_FILE).write_text("another password altogether")
    _kept.cache_clear()
    with pytest.raises(ImproperlyConfigured, match="password or key does not open"):
        log_key()
    settings.KEY_PASSWORD_FILE = ""
    with pytest.raises(ImproperlyConfigured, match="TELLERS_KEY_PASSWORD_FILE"):
        log_key()


def test_key_in_the_clear_is_sealed_and_stays_the_same(folder: Path, password: str) -> None:
    before = log_key().verifier
    record = printed("seal", "log")
    assert "sealed with a password" in record
    assert log_key().verifier == before
    assert is_sealed(folder / "log.pem")
    assert (folder / "log.pem").stat().st_mode & 0o777 == 0o600
    with pytest.raises(CommandError, match="sealed already"):
        printed("seal", "log")


def test_key_is_not_sealed_with_a_short_password(settings: Settings, folder: Path) -> None:
    settings.KEY_PASSWORD_FILE = str(folder.parent / "password")
    (folder.parent / "password").write_text("short")
    with pytest.raises(CommandError, match="at least 15"):
        printed("make", "--seal")
    assert not folder.exists()


def test_command_without_terminal_asks_for_no_password(folder: Path) -> None:
    with pytest.raises(CommandError, match="TELLERS_KEY_PASSWORD_FILE"):
        printed("make", "--seal")


def test_log_changes_its_key_with_both_at_work(folder: Path) -> None:
    old = log_key().verifier
    printed("rotate", "log")
    both = head()
    new = log_keys()[-1].verifier
    assert log_keys()[0].verifier == old != new
    assert open_checkpoint(both, old) == open_checkpoint(both, new)
    assert open_checkpoint(both, old, new).origin == old.name
    printed("retire", "log")
    assert [key.verifier for key in log_keys()] == [new]
    assert log_verifiers() == [old, new]
    with pytest.raises(BadNote):
        open_checkpoint(head(), old)
    assert open_checkpoint(head(), new).size == 3
    assert "former" in printed("show")


def test_key_is_changed_again_and_again(folder: Path) -> None:
    lines = [str(log_key().verifier)]
    for _ in range(2):
        printed("rotate", "log")
        printed("retire", "log")
        lines.append(str(log_key().verifier))
    assert [str(key) for key in log_verifiers()] == lines
    assert {file.name for file in folder.iterdir()} == {"log.pem", "log.pem.former"}


def test_key_is_not_changed_twice_at_a_time(folder: Path) -> None:
    log_key()
    printed("rotate", "log")
    with pytest.raises(CommandError, match="Retire the old one first"):
        printed("rotate", "log")


def test_only_key_is_never_retired(folder: Path) -> None:
    key = log_key().verifier
    with pytest.raises(CommandError, match="one to go on with"):
        printed("retire", "log")
    assert log_key().verifier == key


def test_key_that_follows_a_sealed_one_is_sealed(folder: Path, password: str) -> None:
    seal_log_key(folder, password)
    printed("rotate", "log")
    assert is_sealed(folder / "log.pem.next")


def test_receipts_of_a_former_key_stay_good(folder: Path) -> None:
    old = receipt_key().verifier
    printed("rotate", "receipts")
    printed("retire", "receipts")
    assert receipt_key().verifier != old
    assert old in receipt_verifiers()


def test_key_put_to_two_uses_is_named(settings: Settings, folder: Path) -> None:
    log_key()
    assert shared_uses() == []
    settings.RECEIPT_SIGNING_KEY_FILE = folder / "log.pem"
    assert shared_uses() == ["receipts"]


def test_head_names_its_signers_by_the_logs_own_name(folder: Path) -> None:
    with pytest.raises(BadNote, match="may not sign for"):
        Checkpoint("other.example/log", 0, EMPTY_ROOT).sign(*log_keys())
