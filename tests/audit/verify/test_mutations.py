"""Whatever is changed in an export, no change of what it says is ever accepted."""

from contextlib import closing
from pathlib import Path
from zipfile import ZIP_DEFLATED, ZipFile

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from audit.formats.add_checkpoint import AddCheckpoint
from audit.formats.note import read_note
from audit.formats.tlog_proof import TlogProof
from audit.verify.archive import Archive
from audit.verify.checking import verify_export
from audit.verify.sources import Unreadable
from tests.audit.verify.whole import TRUST, disclosure, whole_export

NO_EVIDENCE = {"log.vkey", "trust.json", "HOW-TO-CHECK.txt"}
DISCLOSURES = [disclosure(2), disclosure(4)]


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return whole_export(tmp_path_factory.mktemp("log"))


@pytest.fixture(scope="module")
def packed(folder: Path) -> bytes:
    file = folder.with_suffix(".zip")
    with ZipFile(file, "w", ZIP_DEFLATED) as archive:
        for path in files(folder):
            archive.write(folder / path, path)
    return file.read_bytes()


def files(folder: Path) -> list[str]:
    return sorted(
        path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file()
    )


def is_verified(folder: Path, disclosures: list[bytes] = DISCLOSURES) -> bool:
    return verify_export(folder, TRUST, disclosures=disclosures).is_verified


def said(path: str, data: bytes) -> object:
    """Give what a file says, the signatures under it aside: of those, enough must hold anyway."""
    match path.partition("/")[0]:
        case "checkpoint" | "history":
            return read_note(data)[0]
        case "proofs" if path.endswith(".tlog-proof"):
            proof = TlogProof.parse(data)
            return proof.index, proof.hashes, read_note(proof.note)[0]
        case "consistency":
            link = AddCheckpoint.parse(data)
            return link.old, link.proof, read_note(link.note)[0]
        case "stamps" if path.endswith(".tsr"):
            return None  # what its authority signed is for other programs to judge
    return data


@st.composite
def changes(draw: st.DrawFn, data: bytes) -> bytes:
    """Flip, take out, cut off or slip in."""
    at = draw(st.integers(0, max(0, len(data) - 1)))
    flipped = bytes(byte ^ draw(st.integers(1, 255)) for byte in data[at : at + 1])
    return draw(
        st.sampled_from(
            [
                data[:at] + flipped + data[at + 1 :],
                data[:at] + data[at + 1 :],
                data[:at],
                data[:at] + draw(st.binary(min_size=1, max_size=20)) + data[at:],
                data[:at] + data[at:] * 2,
            ]
        )
    )


def test_export_is_verified_as_it_was_written(folder: Path) -> None:
    assert is_verified(folder)


@settings(max_examples=120)
@given(st.data())
def test_no_change_of_what_any_file_says_is_accepted(folder: Path, data: st.DataObject) -> None:
    path = data.draw(st.sampled_from(sorted({*files(folder)} - NO_EVIDENCE)))
    before = (folder / path).read_bytes()
    after = data.draw(changes(before))
    try:
        (folder / path).write_bytes(after)
        if is_verified(folder):
            assert said(path, after) == said(path, before)
    finally:
        (folder / path).write_bytes(before)


@settings(max_examples=50)
@given(st.data())
def test_no_file_is_accepted_in_the_place_of_another(folder: Path, data: st.DataObject) -> None:
    evidence = sorted({*files(folder)} - NO_EVIDENCE)
    path, other = data.draw(st.sampled_from(evidence)), data.draw(st.sampled_from(evidence))
    before = (folder / path).read_bytes()
    try:
        (folder / path).write_bytes((folder / other).read_bytes())
        if is_verified(folder):
            assert said(path, (folder / other).read_bytes()) == said(path, before)
    finally:
        (folder / path).write_bytes(before)


@pytest.mark.parametrize("path", sorted(NO_EVIDENCE))
def test_file_that_is_no_evidence_is_not_believed(folder: Path, path: str) -> None:
    before = (folder / path).read_bytes()
    try:
        (folder / path).write_bytes(b"\xff")
        assert is_verified(folder)
    finally:
        (folder / path).write_bytes(before)


@settings(max_examples=50)
@given(st.data())
def test_no_changed_disclosure_is_accepted(folder: Path, data: st.DataObject) -> None:
    whole = b"".join(DISCLOSURES)
    lines = data.draw(changes(whole)).splitlines(keepends=True)
    if is_verified(folder, lines):
        assert {line.rstrip(b"\n") for line in lines} <= {line[:-1] for line in DISCLOSURES}


@settings(max_examples=120)
@given(st.data())
def test_no_change_of_an_archive_is_accepted_or_ends_in_a_traceback(
    folder: Path, packed: bytes, tmp_path_factory: pytest.TempPathFactory, data: st.DataObject
) -> None:
    file = tmp_path_factory.getbasetemp() / "changed.zip"
    file.write_bytes(data.draw(changes(packed)))
    try:
        archive = Archive(file)
    except Unreadable:
        return
    with closing(archive):
        if not verify_export(archive, TRUST).is_verified:
            return
        for path in (path for below in ("tile", "history") for path in archive.names(below)):
            assert said(path, archive.read(path, 10**6)) == said(path, (folder / path).read_bytes())
