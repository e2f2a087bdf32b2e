"""The published folder: as far as the log goes, whoever writes it and whatever dies meanwhile."""

import fcntl
import os
import shutil
from concurrent.futures import ThreadPoolExecutor
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from django.utils import timezone
from pytest_django.fixtures import Settings

from audit.checks import check_not_put_back
from audit.formats.cosignature import WitnessSigningKey, cosign
from audit.formats.signing import SigningKey
from audit.keys import log_key
from audit.models import Cosignature, Head, Witness
from audit.publishing import folder as publishing
from audit.publishing.departed import DepartedError
from audit.publishing.folder import publish
from audit.publishing.stored import StoredLog
from audit.publishing.witnessed import current_trust, witnessed_note
from audit.recording import entry
from audit.store import triggers
from audit.store.sequencer import sequence, sequence_all
from audit.store.write_guard import recorded_writes
from audit.verify.checking import verify_export
from tests.audit.entries import write_entries
from tests.audit.logs import InventedLog, leaf

pytestmark = [pytest.mark.django_db, pytest.mark.sqlite_too]


@pytest.fixture
def folder(settings: Settings, tmp_path: Path) -> Path:
    settings.AUDIT_LOG_FOLDER = tmp_path / "log"
    return tmp_path / "log"


def assert_whole(folder: Path, size: int) -> None:
    report = verify_export(folder, log_key().verifier)
    assert report.is_verified, report.text()
    assert report.entries == size


def files(folder: Path) -> dict[str, bytes]:
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in folder.rglob("*")
        if path.is_file()
    }


def test_nothing_is_published_where_no_folder_is_set() -> None:
    write_entries(1)
    sequence()
    assert publish() is None


def test_nothing_is_published_before_a_head_is_signed(folder: Path) -> None:
    write_entries(1)
    assert publish() is None
    assert not folder.exists()


def test_each_head_adds_only_what_is_new(folder: Path) -> None:
    size = 0
    for count in (1, 254, 1, 1, 300):
        write_entries(count)
        sequence()
        size += count
        before = {path: path.stat().st_mtime_ns for path in folder.glob("tile/*/[0-9][0-9][0-9]")}
        assert publish() == size
        assert_whole(folder, size)
        assert {path: path.stat().st_mtime_ns for path in before} == before
    assert publish() is None
    assert not list(folder.glob("tile/[0e]*/000.p"))
    assert {path.name for path in folder.glob("consistency/*")} == {
        "1-255",
        "255-256",
        "256-257",
        "257-557",
    }


def test_folder_that_is_behind_is_brought_up_step_by_step(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(publishing, "STEP", 300)
    for _ in range(7):
        write_entries(100)
        sequence()
    write_entries(500)
    sequence()
    for size in (300, 600, 700, 1_200):
        assert publish() == size
        assert_whole(folder, size)
    assert publish() is None


def test_folder_is_healed_wherever_its_writer_died(folder: Path) -> None:
    """As many files are written as there are, one fewer each time, and then nobody is there."""
    write_entries(300)
    sequence()
    publish()
    write_entries(10)
    sequence()
    kept = files(folder)
    publish()
    new = [path for path, data in files(folder).items() if kept.get(path) != data]
    assert len(new) > 4
    for survived in range(len(new)):
        for path in new[survived:]:
            (folder / path).unlink()
        for path, data in kept.items():
            (folder / path).write_bytes(data)
        (folder / ".checkpoint.999").write_bytes(b"half a che")
        assert publish() == 310
        assert_whole(folder, 310)


def test_second_writer_leaves_the_folder_to_the_first(folder: Path) -> None:
    write_entries(1)
    sequence()
    publish()
    write_entries(1)
    sequence()
    held = os.open(folder / ".writing", os.O_RDWR)
    fcntl.flock(held, fcntl.LOCK_EX)
    assert publish() is None
    os.close(held)
    assert publish() == 2


@pytest.mark.django_db(transaction=True)
def test_two_publishers_and_a_sequencer_at_once_leave_a_whole_folder(folder: Path) -> None:
    if connection.vendor == "sqlite":
        pytest.skip("SQLite has one writer at a time")

    def publish_often() -> None:
        try:
            for _ in range(20):
                publish()
        finally:
            connection.close()

    with ThreadPoolExecutor(2) as pool:
        publishing_now = [pool.submit(publish_often) for _ in range(2)]
        for _ in range(10):
            write_entries(30)
            sequence()
        for one in publishing_now:
            one.result()
    while publish():
        pass
    assert_whole(folder, 300)


def sign_as_witness(head: Head, key: WitnessSigningKey) -> None:
    now = timezone.now()
    with recorded_writes():
        witness, _ = Witness.objects.get_or_create(
            name=key.verifier.name, vkey=str(key.verifier), defaults={"added_at": now}
        )
        if head.size:
            Cosignature.objects.create(
                head=head,
                witness=witness,
                line=cosign(head.note.partition("\n\n")[0] + "\n", key, int(now.timestamp())),
                signed_at=now,
                at=now,
            )


def test_what_enough_witnesses_signed_is_published_and_no_more(
    folder: Path, settings: Settings
) -> None:
    settings.AUDIT_WITNESSES_NEEDED = 2
    branch, scrutineer = map(WitnessSigningKey.generate, ("branch.example", "scrutineer.example"))
    write_entries(5)
    first = sequence()
    assert first is not None
    sign_as_witness(first, branch)
    sign_as_witness(first, scrutineer)
    write_entries(5)
    second = sequence()
    assert second is not None
    sign_as_witness(second, branch)
    assert publish() == 5
    assert verify_export(folder, current_trust()).is_verified
    sign_as_witness(second, scrutineer)
    assert publish() == 10
    assert (folder / "checkpoint").read_text() == witnessed_note(second)
    report = verify_export(folder, current_trust())
    assert report.is_verified, report.text()


def test_checkpoint_gets_the_line_of_a_witness_who_signs_later(folder: Path) -> None:
    write_entries(5)
    head = sequence()
    assert head is not None
    assert publish() == 5
    sign_as_witness(head, WitnessSigningKey.generate("branch.example"))
    assert publish() == 5
    assert (folder / "checkpoint").read_text() == witnessed_note(head) != head.note
    assert (folder / "history/000000005.ckpt").read_text() == witnessed_note(head)
    assert publish() is None


def put_back_an_older_copy() -> None:
    """Take the last entries and heads out of the database, as restoring a backup does."""
    connection.check_constraints()
    triggers.remove(connection)
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM audit_subtree")
        cursor.execute("DELETE FROM audit_head WHERE size > 3")
        cursor.execute("DELETE FROM audit_position WHERE seq >= 3")
        cursor.execute(
            "DELETE FROM audit_entry WHERE id NOT IN (SELECT entry_id FROM audit_position)"
        )
    connection.check_constraints()
    triggers.install(connection)


def test_database_put_back_signs_nothing_and_records_everything(folder: Path) -> None:
    write_entries(3)
    sequence()
    write_entries(4)
    sequence()
    publish()
    before = files(folder)
    put_back_an_older_copy()
    with entry(actor=None) as log:
        log.record("motion.moved", subject="motion:1")
    for attempt in (sequence, sequence_all, publish):
        with pytest.raises(DepartedError, match=r"7 entries, and this database has 3.*older copy"):
            attempt()
    with pytest.raises(CommandError, match="Restoring a backup"):
        call_command("sequence_log", "--once")
    assert Head.objects.count() == 1
    assert files(folder) == before
    (warning,) = check_not_put_back(databases=["default"])
    assert (warning.id, warning.is_serious()) == ("audit.W001", False)


def test_database_that_went_another_way_signs_nothing_more(folder: Path) -> None:
    write_entries(5)
    sequence()
    folder.mkdir()
    another = InventedLog([leaf(0)], key=log_key())
    (folder / "checkpoint").write_text(another.note(1))
    write_entries(1)
    with pytest.raises(DepartedError, match="two versions of the log exist"):
        sequence()


def test_folder_of_another_log_stops_what_would_write_to_it(folder: Path) -> None:
    write_entries(5)
    folder.mkdir()
    another = InventedLog([leaf(0)], key=SigningKey.generate("union.example/other"))
    (folder / "checkpoint").write_text(another.note(1))
    with pytest.raises(ValueError, match="not signed by"):
        sequence()


def test_sound_database_has_nothing_to_be_warned_of(folder: Path) -> None:
    write_entries(5)
    sequence()
    publish()
    assert check_not_put_back(databases=["default"]) == []
    assert StoredLog.current().size == 5


def test_lost_entries_come_back_from_the_published_folder_and_the_log_goes_on(folder: Path) -> None:
    write_entries(3)
    sequence()
    for count in (300, 4):
        write_entries(count)
        sequence()
    publish()
    leaves = StoredLog.current().entries(0, 307)
    put_back_an_older_copy()
    write_entries(2)  # acts recorded before anybody noticed
    out = StringIO()
    call_command("recover_log", str(folder), stdout=out)
    assert "304 entries are back in the log" in out.getvalue()
    assert StoredLog.newest().entries(0, 307) == leaves
    head = sequence()
    assert head is not None
    assert head.size == 307 + 2 + 1  # and that it was done
    assert publish() == 310
    assert_whole(folder, 310)
    call_command("recover_log", str(folder), stdout=out)
    assert out.getvalue().endswith("Nothing was missing.\n")


def test_entries_come_back_from_no_folder_that_does_not_fit(folder: Path, tmp_path: Path) -> None:
    write_entries(3)
    sequence()
    publish()
    with pytest.raises(CommandError, match="no such folder"):
        call_command("recover_log", str(tmp_path / "nowhere"))
    shorter = tmp_path / "shorter"
    shutil.copytree(folder, shorter)
    write_entries(2)
    sequence()
    with pytest.raises(CommandError, match="an older log, or another one"):
        call_command("recover_log", str(shorter))
    publish()
    bundle = folder / "tile/entries/000.p/5"
    bundle.write_bytes(bundle.read_bytes().replace(b"moved", b"filed", 1))
    with pytest.raises(CommandError, match="does not verify, and nothing was taken from it"):
        call_command("recover_log", str(folder))
    assert StoredLog.newest().size == 5
