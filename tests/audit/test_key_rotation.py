"""The log changes its key while it is at work; whoever checks it needs both keys, and no more."""

from pathlib import Path

import pytest
from django.core.management import call_command
from pytest_django import Settings

from audit.formats.checkpoint import open_checkpoint
from audit.formats.errors import BadNote
from audit.formats.trust import Trust
from audit.keys import log_key, log_place, log_verifiers, make_next_key, retire_key
from audit.models import Head
from audit.store.sequencer import sequence
from audit.verify.checking import verify_export
from audit.verify.command import main as verify
from tests.audit.entries import write_entries

pytestmark = [pytest.mark.django_db, pytest.mark.sqlite_too]


@pytest.fixture
def exported(settings: Settings, tmp_path: Path) -> Path:
    """A log whose key was changed, with heads of before, between and after."""
    settings.AUDIT_SIGNING_KEY_FILE = tmp_path / "keys" / "log.pem"
    grow()
    make_next_key(log_place())
    grow()
    retire_key(log_place())
    grow()
    call_command("export_log", str(tmp_path / "log"), verbosity=0)
    return tmp_path / "log"


def grow() -> None:
    write_entries(3)
    sequence()


def test_heads_bear_both_signatures_while_the_key_changes(exported: Path) -> None:
    old, new = log_verifiers()
    notes = [head.note.encode() for head in Head.objects.order_by("size")]
    for note, keys in zip(notes, ([old], [old, new], [new]), strict=True):
        for key in (old, new):
            if key in keys:
                assert open_checkpoint(note, key).origin == old.name
            else:
                with pytest.raises(BadNote):
                    open_checkpoint(note, key)


def test_log_verifies_with_both_keys(exported: Path) -> None:
    report = verify_export(exported, Trust(tuple(log_verifiers())))
    assert report.is_verified, report.text()


def test_export_names_both_keys(exported: Path) -> None:
    trust = Trust.parse((exported / "trust.json").read_bytes())
    assert trust.log == tuple(log_verifiers())
    assert trust.log[-1] == log_key().verifier


def test_log_is_not_believed_on_the_old_key_alone(exported: Path) -> None:
    report = verify_export(exported, Trust((log_verifiers()[0],)))
    assert not report.is_verified


def test_former_key_cannot_add_to_the_log(settings: Settings, tmp_path: Path) -> None:
    settings.AUDIT_SIGNING_KEY_FILE = tmp_path / "keys" / "log.pem"
    grow()
    make_next_key(log_place())
    grow()
    old, new = log_verifiers()
    leaked = (tmp_path / "keys" / "log.pem").read_bytes()
    retire_key(log_place())
    call_command("export_log", str(tmp_path / "log"), verbosity=0)
    assert verify_export(tmp_path / "log", Trust((old, new))).is_verified

    thief = tmp_path / "thief" / "log.pem"
    thief.parent.mkdir()
    thief.write_bytes(leaked)
    thief.with_name("log.pem.former").write_text(f"{new}\n")
    settings.AUDIT_SIGNING_KEY_FILE = thief
    grow()
    call_command("export_log", str(tmp_path / "longer"), verbosity=0)
    report = verify_export(tmp_path / "longer", Trust((old, new)))
    assert not report.is_verified
    assert "signed by a former key of the log only" in report.text()


def test_export_leaves_out_a_key_that_has_signed_nothing_yet(
    settings: Settings, tmp_path: Path
) -> None:
    settings.AUDIT_SIGNING_KEY_FILE = tmp_path / "keys" / "log.pem"
    grow()
    make_next_key(log_place())
    call_command("export_log", str(tmp_path / "log"), verbosity=0)
    trust = Trust.parse((tmp_path / "log" / "trust.json").read_bytes())
    assert trust.log == tuple(log_verifiers()[:1])
    assert verify_export(tmp_path / "log", trust).is_verified


def test_command_that_exports_suggests_what_verifies(
    exported: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    call_command("export_log", str(exported))
    suggested = next(line for line in capsys.readouterr().out.splitlines() if "verify" in line)
    assert suggested.endswith(f"audit.verify {exported} --trust {exported}/trust.json")
    assert verify(suggested.split()[3:]) == 0
    assert "--key 'KEY 1' --key 'KEY 2'" in (exported / "HOW-TO-CHECK.txt").read_text()


def test_export_goes_on_in_the_same_folder(exported: Path) -> None:
    grow()
    call_command("export_log", str(exported), verbosity=0)
    assert verify_export(exported, Trust(tuple(log_verifiers()))).entries == 12
