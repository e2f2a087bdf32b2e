"""What an export carries for others, and who else signed its newest head."""

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from audit.formats.add_checkpoint import AddCheckpoint
from audit.formats.cosignature import WitnessSigningKey
from audit.formats.note import read_note
from audit.formats.tlog_proof import TlogProof
from audit.formats.trust import Trust
from audit.publishing.export import export
from audit.verify.checking import STAMPED, verify_export
from audit.verify.report import Report
from tests.audit.logs import KEY, leaf
from tests.audit.verify.whole import (
    BRANCH,
    HEADS,
    SCRUTINEER,
    TIME,
    TRUST,
    WitnessedLog,
    entries,
    whole_export,
)

REGION = WitnessSigningKey.generate("region.example")


@pytest.fixture(scope="module")
def original(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return whole_export(tmp_path_factory.mktemp("log"))


@pytest.fixture
def folder(original: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(original, tmp_path / "export"))


def verify(folder: Path, trust: Trust = TRUST) -> Report:
    return verify_export(folder, trust)


def test_everything_that_an_export_carries_is_counted(folder: Path) -> None:
    report = verify(folder)
    assert report.is_verified, report.text()
    assert (report.proofs, report.links, report.heads) == (3, 3, list(HEADS))
    assert report.unchecked == [f"1 stamp {STAMPED}"]
    assert [(one.witness.name, one.time, one.is_newest) for one in report.witnesses] == [
        ("branch.example", TIME + 9, True),
        ("scrutineer.example", TIME + 9, True),
    ]


def unsigned_by_witnesses(note: bytes) -> bytes:
    text, signatures = read_note(note)
    return f"{text}\n{signatures[0]}".encode()


def swapped_leaf(folder: Path) -> None:
    shutil.copy(folder / "proofs/4.leaf", folder / "proofs/8.leaf")


def renamed_proof(folder: Path) -> None:
    (folder / "proofs/8.leaf").replace(folder / "proofs/7.leaf")
    (folder / "proofs/8.tlog-proof").replace(folder / "proofs/7.tlog-proof")


def missing_leaf(folder: Path) -> None:
    (folder / "proofs/8.leaf").unlink()


def missing_proof(folder: Path) -> None:
    (folder / "proofs/8.tlog-proof").unlink()


def stray_proof(folder: Path) -> None:
    (folder / "proofs/08.leaf").write_bytes(b"")


def unwitnessed_proof(folder: Path) -> None:
    path = folder / "proofs/8.tlog-proof"
    proof = TlogProof.parse(path.read_bytes())
    plain = TlogProof(proof.index, proof.hashes, unsigned_by_witnesses(proof.note))
    path.write_bytes(plain.to_bytes())


def link_to_nowhere(folder: Path) -> None:
    (folder / "history/000000003.ckpt").unlink()


def link_between_others(folder: Path) -> None:
    (folder / "consistency/3-7").replace(folder / "consistency/3-8")


def forged_link(folder: Path) -> None:
    path = folder / "consistency/3-7"
    link = AddCheckpoint.parse(path.read_bytes())
    path.write_bytes(AddCheckpoint(3, (bytes(32), *link.proof[1:]), link.note).to_bytes())


def stray_link(folder: Path) -> None:
    (folder / "consistency/readme").write_bytes(b"")


def head_that_is_not_one(folder: Path) -> None:
    (folder / "history/notes.txt").write_bytes(b"")


def stamp_of_another(folder: Path) -> None:
    (folder / "stamps/000000003.tsr").write_bytes(b"of " + bytes(32))


def stamp_of_nothing(folder: Path) -> None:
    (folder / "stamps/000000003.ckpt").unlink()


def stamped_head_of_another_size(folder: Path) -> None:
    shutil.copy(folder / "history/000000007.ckpt", folder / "stamps/000000003.ckpt")


@pytest.mark.parametrize(
    ("spoil", "said"),
    [
        (swapped_leaf, "proofs/8.tlog-proof: The entry does not lead to the root."),
        (renamed_proof, "proofs/7.tlog-proof: It is a proof for entry 8."),
        (missing_leaf, "proofs/8.tlog-proof: proofs/8.leaf is missing."),
        (missing_proof, "proofs/8.leaf: is offered as an entry, without its proof."),
        (stray_proof, "proofs/08.leaf: is no evidence of anything."),
        (unwitnessed_proof, "proofs/8.tlog-proof: The entry is in the log, but 0 of its witnesses"),
        (link_to_nowhere, "consistency/3-7: There is no signed head of 3 entries"),
        (link_between_others, "consistency/3-8: It links a log of 3 to one of 7."),
        (forged_link, "consistency/3-7: The proof does not lead to the earlier root."),
        (stray_link, "consistency/readme: It is no evidence of anything."),
        (
            stamp_of_another,
            "stamps/000000003.tsr: It is not a stamp of the head in stamps/",
        ),
        (stamp_of_nothing, "stamps/000000003.tsr: stamps/000000003.ckpt is missing."),
        (stamped_head_of_another_size, "000003.ckpt: It is the head of a log of 7 entries."),
        (head_that_is_not_one, "history/notes.txt: The note has no blank line"),
    ],
)
def test_evidence_that_does_not_hold_is_named(
    folder: Path, spoil: Callable[[Path], None], said: str
) -> None:
    spoil(folder)
    assert said in verify(folder).text()


def test_proofs_that_lack_witnesses_are_told_once(folder: Path) -> None:
    trust = Trust((KEY.verifier,), (BRANCH.verifier, SCRUTINEER.verifier, REGION.verifier), 3)
    told = [one.message for one in verify(folder, trust).findings if "proofs/" in one.message]
    assert len(told) == 1
    assert told[0].endswith("and 3 are asked for. So it is with 2 more in proofs/.")


def test_files_that_desktops_leave_are_not_looked_at(folder: Path) -> None:
    for place in ("tile/.DS_Store", "history/._000000003.ckpt", "proofs/.DS_Store"):
        (folder / place).write_bytes(b"left")
    assert verify(folder).is_verified


def test_head_in_a_proof_is_held_against_the_log(folder: Path, tmp_path: Path) -> None:
    """Whoever holds the key signed another log, and a proof of it lies in the export."""
    other = whole_export(tmp_path / "other", said=[leaf(n, t="motion.lost") for n in range(9)])
    for name in ("4.leaf", "4.tlog-proof"):
        shutil.copy(other / "proofs" / name, folder / "proofs" / name)
    report = verify(folder)
    assert "proofs/4.tlog-proof: was signed, and so was a log" in report.text()
    assert report.first_wrong == range(9)


def test_too_few_witnesses_are_said_and_who_is_missing(folder: Path) -> None:
    trust = Trust((KEY.verifier,), (BRANCH.verifier, SCRUTINEER.verifier, REGION.verifier), 3)
    shutil.rmtree(folder / "proofs")
    report = verify(folder, trust)
    assert not report.is_verified
    assert report.first_wrong is None
    assert report.text().endswith(
        "\n  - The newest head is signed by 2 of 3 witnesses, and 3 must. "
        "Missing: region.example. No entry has as many."
    )


def test_how_far_enough_witnesses_vouch_is_said(tmp_path: Path) -> None:
    class Behind(WitnessedLog):
        words = {7: [SCRUTINEER], 9: [BRANCH]}

    export(Behind(entries(), HEADS), tmp_path)
    said = verify(tmp_path).text()
    assert said.endswith(
        "\n  - The newest head is signed by 1 of 2 witnesses, and 2 must. "
        "Missing: scrutineer.example. The first 7 entries have as many."
    )
    assert " has not signed this head, but one of 7 entries on " in said


def test_cosigned_head_that_was_kept_counts(folder: Path) -> None:
    """A witness may sign a head that was carried to them, and hand it back as a file."""
    cosigned = (folder / "checkpoint").read_bytes()
    shutil.rmtree(folder / "proofs")
    for path in ("checkpoint", "history/000000009.ckpt"):
        (folder / path).write_bytes(unsigned_by_witnesses((folder / path).read_bytes()))
    assert not verify(folder).is_verified
    assert verify_export(folder, TRUST, kept=[("from the branch", cosigned)]).is_verified
