"""Checking a scrutiny pack with the one command that checks a log."""

from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from pathlib import Path

import pytest

from audit.formats.encoding import base64_text
from audit.formats.merkle import leaf_hash, tree_root
from audit.formats.proofs import inclusion_proof
from audit.formats.tiles import subtrees_from
from audit.formats.tlog_proof import TlogProof
from audit.formats.trust import Trust
from audit.pack.archive import write_archive
from audit.pack.documents import Document, Listed
from audit.pack.manifest import MADE, MANIFEST, SEAL_LEAF, SEAL_PROOF, Manifest, PackedLog
from audit.verify.command import NOT_VERIFIED, VERIFIED, main
from tests.audit.logs import InventedLog, exported, leaf
from tests.audit.pack.packs import as_zip, files_of

SIZE = 9
ENTRIES = [leaf(index) for index in range(SIZE)]


def make_pack(folder: Path, *, size: int = SIZE, to_read: Sequence[bytes] = tuple(ENTRIES)) -> Path:
    """Pack a log of nine entries, sealed by a tenth; `size` is what the manifest says of it.

    `to_read` are the entries as they stand in the list for people.
    """
    log = exported(folder / "log", SIZE)
    documents = [
        Document(f"log/{file.relative_to(log).as_posix()}", "", file)
        for file in sorted(log.rglob("*"))
        if file.is_file()
    ]
    documents.append(Document("incidents.csv", "What went wrong.", b"incident\r\n"))
    lines = b"".join(entry + b"\n" for entry in to_read)
    documents.append(Document("audit_log.jsonl", "Every entry, one a line.", lines))
    root = base64_text(tree_root([leaf_hash(entry) for entry in ENTRIES[:size]]))
    manifest = Manifest.listing(
        map(Listed.of, documents),
        subject="conference:NDC27",
        made_at=datetime(2027, 6, 17, tzinfo=UTC),
        log=PackedLog(InventedLog([]).key.name, size, root),
    )
    made = leaf(SIZE, t=MADE, manifest_sha256=manifest.sha256)
    grown = InventedLog([*ENTRIES, made])
    hashes = inclusion_proof(SIZE, SIZE + 1, subtrees_from(grown.hashes))
    proof = TlogProof(SIZE, tuple(hashes), grown.note(SIZE + 1).encode())
    documents += [
        Document(MANIFEST, "The list.", manifest.to_bytes()),
        Document(SEAL_LEAF, "The seal.", made),
        Document(SEAL_PROOF, "Its proof.", proof.to_bytes()),
    ]
    file = folder / "pack.zip"
    with file.open("wb") as opened:
        write_archive(opened, documents)
    return file


def check(pack: Path, capsys: pytest.CaptureFixture[str]) -> tuple[int, str]:
    trust = pack.with_name("trust.json")
    trust.write_bytes(Trust((InventedLog([]).key,)).to_bytes())
    status = main([str(pack), "--trust", str(trust)])
    return status, capsys.readouterr().out


def test_a_pack_is_checked_with_the_log_in_it(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    status, said = check(make_pack(tmp_path), capsys)
    assert status == VERIFIED, said
    assert "9 entries" in said
    assert "files of the pack" in said


@pytest.mark.parametrize(
    ("name", "content", "finding"),
    [
        ("incidents.csv", b"incident\r\n1\r\n", "incidents.csv is 13 bytes"),
        ("incidents.csv", b"INCIDENT\r\n", "incidents.csv is not as it was"),
        ("added.csv", b"x", "does not list it"),
        ("manifest.tlog-proof", b"", "seal does not hold"),
        ("manifest.json", b"{}", "not of the format"),
    ],
)
def test_a_changed_pack_is_not_verified_although_its_log_is_whole(
    name: str,
    content: bytes,
    finding: str,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
) -> None:
    pack = make_pack(tmp_path)
    pack.write_bytes(as_zip({**files_of(pack), name: content}))
    status, said = check(pack, capsys)
    assert status == NOT_VERIFIED
    assert finding in said
    assert "first wrong entry" not in said


def test_a_manifest_of_another_head_is_not_verified(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    status, said = check(make_pack(tmp_path, size=SIZE - 1, to_read=ENTRIES[:-1]), capsys)
    assert status == NOT_VERIFIED
    assert "another head of the log" in said


@pytest.mark.parametrize(
    "to_read",
    [ENTRIES[:-1], [*ENTRIES, leaf(SIZE)], [leaf(0, t="motion.lost"), *ENTRIES[1:]], []],
    ids=["one too few", "one too many", "another", "none"],
)
def test_entries_to_read_that_are_not_the_logs_are_found_out(
    to_read: Sequence[bytes], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Though the server itself sealed the pack with them."""
    status, said = check(make_pack(tmp_path, to_read=to_read), capsys)
    assert status == NOT_VERIFIED
    assert "audit_log.jsonl does not hold the entries of the log" in said


def test_an_archive_of_a_log_alone_is_no_pack(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    pack = make_pack(tmp_path)
    logs = {name: data for name, data in files_of(pack).items() if name.startswith("log/")}
    pack.write_bytes(as_zip(logs))
    status, said = check(pack, capsys)
    assert status == VERIFIED, said
    assert "of the pack" not in said


@pytest.mark.parametrize(
    "renamed",
    [lambda name: "" if name == MANIFEST else name, lambda name: f"ndc27/{name}"],
    ids=["its manifest taken out", "packed again inside a folder"],
)
def test_a_pack_does_not_pass_by_its_log_alone(
    renamed: Callable[[str], str], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Its other files could say anything: nobody held them against what was sealed."""
    pack = make_pack(tmp_path)
    changed = {**files_of(pack), "incidents.csv": b"incident\r\nnone at all\r\n"}
    kept = {renamed(name): data for name, data in changed.items() if renamed(name)}
    pack.write_bytes(as_zip(kept))
    status, said = check(pack, capsys)
    assert status == NOT_VERIFIED
    assert "audit_log.jsonl and " in said
    assert "nothing vouches" in said


def test_what_desktops_leave_in_an_archive_is_no_fault(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    pack = make_pack(tmp_path)
    logs = {name: data for name, data in files_of(pack).items() if name.startswith("log/")}
    left = {"__MACOSX/log/._checkpoint": b"x", "log/.DS_Store": b"x", ".DS_Store": b"x"}
    pack.write_bytes(as_zip(logs | left))
    status, said = check(pack, capsys)
    assert status == VERIFIED, said


def test_a_pack_cut_short_is_refused_in_words(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    pack = make_pack(tmp_path)
    pack.write_bytes(pack.read_bytes()[:-100])
    status, said = check(pack, capsys)
    assert status == NOT_VERIFIED
    assert "not a whole zip archive" in said
    assert "Traceback" not in said
