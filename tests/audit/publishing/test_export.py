"""From an act to an export that anyone can check, and again as the log grows."""

import shutil
from contextlib import closing
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from audit.formats.errors import NotVerified
from audit.keys import log_key
from audit.management.commands import export_log
from audit.publishing.export import export
from audit.publishing.stored import StoredLog
from audit.recording import entry
from audit.store.sequencer import sequence, sequence_all
from audit.verify.archive import Archive
from audit.verify.checking import verify_export
from tests.audit.entries import write_entries
from tests.audit.logs import InventedLog, leaf


def files(folder: Path) -> dict[str, bytes]:
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in folder.rglob("*")
        if path.is_file()
    }


@pytest.mark.django_db
@pytest.mark.sqlite_too
def test_log_is_exported_with_every_head_and_verifies(tmp_path: Path) -> None:
    for count in (1, 299, 3):
        write_entries(count)
        sequence()
    with entry(actor=None) as log:
        log.record("ballot.opened", subject="ballot:1", question="Coffi neu dê? ☕")
    out = StringIO()
    call_command("export_log", str(tmp_path), stdout=out)
    report = verify_export(tmp_path, log_key().verifier)
    assert report.is_verified, report.text()
    assert (report.entries, len(report.heads)) == (304, 4)
    assert f"--key '{log_key().verifier}'" in out.getvalue()
    assert set(files(tmp_path)) == {
        "HOW-TO-CHECK.txt",
        "checkpoint",
        "consistency/1-300",
        "consistency/300-303",
        "consistency/303-304",
        "history/000000001.ckpt",
        "history/000000300.ckpt",
        "history/000000303.ckpt",
        "history/000000304.ckpt",
        "log.vkey",
        "tile/0/000",
        "tile/0/001.p/48",
        "tile/1/000.p/1",
        "tile/entries/000",
        "tile/entries/001.p/48",
        "trust.json",
        *(f"proofs/{index}.{kind}" for index in range(304) for kind in ("leaf", "tlog-proof")),
    }


@pytest.mark.django_db
@pytest.mark.sqlite_too
def test_tampering_with_a_real_export_names_the_entry(tmp_path: Path) -> None:
    write_entries(20)
    call_command("export_log", str(tmp_path), stdout=StringIO())
    bundle = tmp_path / "tile/entries/000.p/20"
    data = bundle.read_bytes()
    at = data.index(b'"t":"motion.moved"', 3 * len(data) // 4)
    bundle.write_bytes(data[:at] + data[at:].replace(b"moved", b"filed", 1))
    assert verify_export(tmp_path, log_key().verifier).first_wrong == range(15, 16)


@pytest.mark.django_db
@pytest.mark.sqlite_too
def test_nothing_to_export_is_said(tmp_path: Path) -> None:
    with pytest.raises(CommandError, match="nothing to export"):
        call_command("export_log", str(tmp_path))


@pytest.mark.django_db
@pytest.mark.sqlite_too
def test_stored_log_grows_into_the_same_folder(tmp_path: Path) -> None:
    for count in (200, 100, 300):
        write_entries(count)
        sequence_all()
        export(StoredLog.current(), tmp_path)
        report = verify_export(tmp_path, log_key().verifier)
        assert report.is_verified, report.text()
    assert report.entries == 600


@pytest.mark.parametrize("sizes", [(1, 2, 3), (255, 256, 257), (100, 600), (256, 512, 513)])
def test_export_that_grew_is_that_of_the_whole_log(tmp_path: Path, sizes: tuple[int, ...]) -> None:
    grown, whole = tmp_path / "grown", tmp_path / "whole"
    entries = [leaf(number) for number in range(sizes[-1])]
    for number, size in enumerate(sizes, start=1):
        export(InventedLog(entries[:size], sizes[:number]), grown)
    export(InventedLog(entries, sizes), whole)
    new, old = files(whole), files(grown)
    assert {path: old[path] for path in new} == new
    assert all(".p/" in path for path in old.keys() - new.keys())


def test_full_tile_is_written_once(tmp_path: Path) -> None:
    entries = [leaf(number) for number in range(300)]
    export(InventedLog(entries[:256]), tmp_path)
    before = (tmp_path / "tile/entries/000").stat()
    export(InventedLog(entries, [256]), tmp_path)
    assert (tmp_path / "tile/entries/000").stat().st_mtime_ns == before.st_mtime_ns


def test_partial_tile_is_removed_once_the_full_one_is_there(tmp_path: Path) -> None:
    entries = [leaf(number) for number in range(256)]
    export(InventedLog(entries[:200]), tmp_path)
    assert (tmp_path / "tile/0/000.p/200").exists()
    export(InventedLog(entries, [200]), tmp_path)
    assert not (tmp_path / "tile/0/000.p").exists()
    assert not (tmp_path / "tile/entries/000.p").exists()


def test_folder_of_another_log_is_left_alone(tmp_path: Path) -> None:
    from audit.formats.signing import SigningKey  # noqa: PLC0415 - only here

    export(InventedLog([leaf(1)]), tmp_path)
    other = InventedLog([leaf(1), leaf(2)], key=SigningKey.generate("union.example/other"))
    before = files(tmp_path)
    with pytest.raises(NotVerified, match="another log"):
        export(other, tmp_path)
    assert files(tmp_path) == before


def test_folder_of_a_longer_log_is_kept_as_evidence(tmp_path: Path) -> None:
    export(InventedLog([leaf(1), leaf(2)]), tmp_path)
    before = files(tmp_path)
    with pytest.raises(NotVerified, match="it is evidence"):
        export(InventedLog([leaf(1)]), tmp_path)
    assert files(tmp_path) == before


def test_export_that_was_broken_off_is_completed(tmp_path: Path) -> None:
    whole, broken = tmp_path / "whole", tmp_path / "broken"
    log = InventedLog([leaf(number) for number in range(300)], [7])
    export(log, whole)
    shutil.copytree(whole, broken)
    for path in ("checkpoint", "tile/entries/000", "tile/0/001.p/44", "history/000000007.ckpt"):
        (broken / path).unlink()
    export(log, broken)
    assert files(broken) == files(whole)


@pytest.mark.parametrize(
    "path",
    [
        "tile/entries/000",
        "tile/0/000",
        "tile/1/000.p/1",
        "tile/entries/001.p/40",
        "tile/entries/001.p/44",
        "tile/entries/007",
        "tile/0/notes.txt",
        "history/000000007.ckpt",
        "history/000000008.ckpt",
    ],
)
def test_folder_with_a_changed_or_foreign_file_is_left_alone(tmp_path: Path, path: str) -> None:
    entries = [leaf(number) for number in range(400)]
    export(InventedLog(entries[:296], [7]), tmp_path)
    export(InventedLog(entries[:300], [7, 296]), tmp_path)
    place = tmp_path / path
    place.write_bytes(place.read_bytes()[::-1] if place.exists() else b"")
    before = files(tmp_path)
    with pytest.raises(NotVerified, match=f"^{path} in .* export to an empty one"):
        export(InventedLog(entries, [7, 296, 300]), tmp_path)
    assert files(tmp_path) == before


def test_folder_of_a_log_that_went_another_way_is_left_alone(tmp_path: Path) -> None:
    export(InventedLog([leaf(1), leaf(2)]), tmp_path)
    before = files(tmp_path)
    with pytest.raises(NotVerified, match=r"^checkpoint in .* not as this log has it"):
        export(InventedLog([leaf(1), leaf(3), leaf(4)], [2]), tmp_path)
    assert files(tmp_path) == before


@pytest.mark.django_db
@pytest.mark.sqlite_too
def test_command_names_the_first_file_that_differs(tmp_path: Path) -> None:
    write_entries(3)
    call_command("export_log", str(tmp_path), stdout=StringIO())
    (tmp_path / "tile/0/000.p/3").write_bytes(bytes(96))
    with pytest.raises(CommandError, match=r"tile/0/000\.p/3 .* Nothing was written"):
        call_command("export_log", str(tmp_path), stdout=StringIO())


def test_proofs_and_links_that_are_asked_for_are_written_once_and_hold(tmp_path: Path) -> None:
    entries = [leaf(number) for number in range(300)]
    export(InventedLog(entries[:260], [7, 256]), tmp_path, proofs=[3, 259], links=[(7, 260)])
    first = files(tmp_path)
    assert {"proofs/3.leaf", "proofs/259.tlog-proof", "consistency/7-260"} <= first.keys()
    log = InventedLog(entries, [7, 256, 260])
    export(log, tmp_path, proofs=range(258, 302))
    assert files(tmp_path)["proofs/259.tlog-proof"] == first["proofs/259.tlog-proof"]
    report = verify_export(tmp_path, log.key)
    assert report.is_verified, report.text()
    assert (report.proofs, report.links) == (1 + 42, 3 + 1)


@pytest.mark.parametrize(
    ("link", "why"),
    [
        ((5, 300), r"No head of 5 entries.* nearest are of 7, 256, 300"),
        ((256, 7), "does not begin with"),
    ],
)
def test_link_that_cannot_be_is_refused(tmp_path: Path, link: tuple[int, int], why: str) -> None:
    log = InventedLog([leaf(number) for number in range(300)], [7, 256])
    with pytest.raises(NotVerified, match=why):
        export(log, tmp_path, links=[link])
    assert not files(tmp_path)


@pytest.mark.parametrize("path", ["proofs/3.leaf", "proofs/3.tlog-proof", "consistency/7-300"])
def test_folder_with_changed_evidence_is_left_alone(tmp_path: Path, path: str) -> None:
    log = InventedLog([leaf(number) for number in range(300)], [7])
    export(log, tmp_path, proofs=[3])
    (tmp_path / path).write_bytes(b"{}")
    before = files(tmp_path)
    with pytest.raises(NotVerified, match=f"^{path} in "):
        export(log, tmp_path, proofs=[3])
    assert files(tmp_path) == before


@pytest.mark.django_db
@pytest.mark.sqlite_too
def test_archive_of_an_export_verifies_and_is_always_the_same(tmp_path: Path) -> None:
    write_entries(20)
    out = StringIO()
    for name in ("one.zip", "other.zip"):
        call_command("export_log", "--zip", str(tmp_path / name), "--proofs=2..3", stdout=out)
    assert (tmp_path / "one.zip").read_bytes() == (tmp_path / "other.zip").read_bytes()
    with closing(Archive(tmp_path / "one.zip")) as packed:
        report = verify_export(packed, log_key().verifier)
    assert report.is_verified, report.text()
    assert report.proofs == 2
    assert set(files(tmp_path)) == {"one.zip", "other.zip"}


@pytest.mark.django_db
@pytest.mark.sqlite_too
def test_long_log_gets_no_proofs_unless_they_are_asked_for(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(export_log, "MOST_PROOFS_UNASKED", 10)
    write_entries(11)
    out = StringIO()
    call_command("export_log", str(tmp_path), stdout=out)
    assert "Ask for those you need" in out.getvalue()
    assert not (tmp_path / "proofs").exists()
    call_command("export_log", str(tmp_path), "--proofs=all", stdout=out)
    assert len(list((tmp_path / "proofs").iterdir())) == 22


@pytest.mark.django_db
@pytest.mark.parametrize(
    "arguments",
    [[], ["FOLDER", "--proofs=3..1"], ["FOLDER", "--proofs=some"], ["FOLDER", "--consistency=3"]],
)
def test_what_is_not_understood_is_refused_in_words(arguments: list[str]) -> None:
    with pytest.raises(CommandError):
        call_command("export_log", *arguments)
