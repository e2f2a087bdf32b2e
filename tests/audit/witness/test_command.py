"""What a branch secretary types, and what it answers."""

import subprocess
import sys
from pathlib import Path

import pytest

from audit.formats.add_checkpoint import AddCheckpoint
from audit.formats.checkpoint import open_checkpoint
from audit.formats.cosignature import cosigned
from audit.formats.signing import SigningKey
from audit.publishing.export import archive, export
from audit.witness.command import main
from audit.witness.keeping import Folder
from tests.audit.logs import KEY, ORIGIN
from tests.audit.witness.witnesses import a_log, answer, asked, at_work

LOG = a_log(700)
FORK = a_log(700, moved="otherwise")
VKEY = str(KEY.verifier)


@pytest.fixture
def folder(tmp_path: Path) -> str:
    path = str(tmp_path / "witness")
    assert main(["new-key", "leeds.lantern.example", "--folder", path]) == 0
    return path


@pytest.fixture
def stick(tmp_path: Path) -> Path:
    (tmp_path / "stick").mkdir()
    return tmp_path / "stick"


def written(path: Path, data: bytes | str) -> str:
    path.write_bytes(data if isinstance(data, bytes) else data.encode())
    return str(path)


def vouched(path: Path, folder: str) -> int:
    """Give the size of the head in a file that the log and the witness both signed."""
    assert cosigned(path.read_bytes(), [Folder(Path(folder)).key().verifier])
    return open_checkpoint(path.read_bytes(), KEY.verifier).size


def test_new_key_says_what_to_give_to_the_office(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["new-key", "leeds.lantern.example", "--folder", str(tmp_path)]) == 0
    said = capsys.readouterr().out
    assert str(Folder(tmp_path).key().verifier) in said
    assert "PRIVATE" not in said


def test_second_key_is_refused(folder: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["new-key", "leeds.lantern.example", "--folder", folder]) == 2
    assert "keep using it" in capsys.readouterr().err


def test_head_that_is_carried_is_signed_beside_its_file(
    folder: str, stick: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    first = written(stick / "head.txt", LOG.note(300))
    assert main(["sign", first, "--folder", folder, "--log", VKEY]) == 0
    assert vouched(stick / "head.txt.signed", folder) == 300
    assert "the first that you sign" in capsys.readouterr().out
    linked = written(stick / "300-700", asked(LOG, 300, 700))
    assert main(["sign", linked, "--folder", folder]) == 0
    assert vouched(stick / "300-700.signed", folder) == 700
    assert "first 300 has changed" in capsys.readouterr().out


def test_head_and_proof_in_two_files(folder: str, stick: Path) -> None:
    head = written(stick / "head.txt", LOG.note(300))
    main(["sign", head, "--folder", folder, "--log", VKEY])
    newer, proof = (
        written(stick / "newer", LOG.note(700)),
        written(stick / "p", asked(LOG, 300, 700)),
    )
    assert main(["sign", head, "--proof", proof, "--folder", folder]) == 2
    out = stick / "deep" / "answer.txt"
    assert main(["sign", newer, "--proof", proof, "--folder", folder, "--out", str(out)]) == 0
    assert vouched(out, folder) == 700


def test_newer_head_without_its_proof_is_not_signed(
    folder: str, stick: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    main(["sign", written(stick / "old", LOG.note(300)), "--folder", folder, "--log", VKEY])
    assert main(["sign", written(stick / "new", LOG.note(700)), "--folder", folder]) == 1
    assert "consistency/300-700" in capsys.readouterr().out
    assert not (stick / "new.signed").exists()


@pytest.mark.parametrize("before", [1, 255, 256, 300, 511, 700])
def test_export_is_signed_whatever_head_came_before(folder: str, stick: Path, before: int) -> None:
    main(["sign", written(stick / "head", LOG.note(before)), "--folder", folder, "--log", VKEY])
    export(LOG, stick / "log")
    assert main(["sign", str(stick / "log"), "--folder", folder]) == 0
    assert vouched(stick / "log.signed", folder) == 700


def test_export_in_one_archive_is_signed_too(folder: str, stick: Path) -> None:
    main(["sign", written(stick / "head", LOG.note(300)), "--folder", folder, "--log", VKEY])
    export(LOG, stick / "log")
    archive(stick / "log", stick / "log.zip")
    assert main(["sign", str(stick / "log.zip"), "--folder", folder]) == 0
    assert vouched(stick / "log.zip.signed", folder) == 700


def test_export_that_lacks_a_tile_is_not_signed(
    folder: str, stick: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    main(["sign", written(stick / "head", LOG.note(300)), "--folder", folder, "--log", VKEY])
    export(LOG, stick / "log")
    (stick / "log/tile/0/001").unlink()
    assert main(["sign", str(stick / "log"), "--folder", folder]) == 2
    assert "tile/0/001" in capsys.readouterr().err


def test_export_of_a_rewritten_log_is_refused_and_kept(
    folder: str, stick: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    main(["sign", written(stick / "head", LOG.note(300)), "--folder", folder, "--log", VKEY])
    export(FORK, stick / "log")
    assert main(["sign", str(stick / "log"), "--folder", folder]) == 1
    said = capsys.readouterr().out
    assert "NOT SIGNED" in said
    assert "WHAT-THIS-MEANS.txt" in said
    assert main(["status", "--folder", folder]) == 1
    assert "may have been rewritten" in capsys.readouterr().out


def test_two_heads_of_one_size_make_the_status_cry_out(
    folder: str, stick: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    main(["sign", written(stick / "one", LOG.note(300)), "--folder", folder, "--log", VKEY])
    assert main(["sign", written(stick / "two", FORK.note(300)), "--folder", folder]) == 1
    assert main(["status", "--folder", folder]) == 1
    assert "contradicts itself" in capsys.readouterr().out


def test_older_head_is_refused_and_kept(folder: str, stick: Path) -> None:
    main(["sign", written(stick / "new", LOG.note(700)), "--folder", folder, "--log", VKEY])
    assert main(["sign", written(stick / "old", LOG.note(300)), "--folder", folder]) == 1
    assert list(Path(folder).glob("evidence/*/unproven-*/offered.note"))
    assert main(["status", "--folder", folder]) == 1


def test_status_says_what_was_signed_last(
    folder: str, stick: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    main(["sign", written(stick / "head", LOG.note(300)), "--folder", folder, "--log", VKEY])
    assert main(["status", "--folder", folder]) == 0
    said = capsys.readouterr().out
    assert ORIGIN in said
    assert "Signed    300 entries, " in said


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["sign", "nowhere"], "nowhere: No such file"),
        (["sign", "http://127.0.0.1:1/log/"], "cannot be fetched"),
        (["sign", "nowhere", "--log", "not a key"], "name+id+key"),
        (["sign", "nowhere", "--log", str(SigningKey.generate("a").verifier)[:-4]], "key"),
        (["serve"], "Which log"),
    ],
)
def test_question_that_makes_no_sense_is_answered_in_words(
    folder: str, capsys: pytest.CaptureFixture[str], arguments: list[str], words: str
) -> None:
    assert main([*arguments, "--folder", folder]) == 2
    assert words in capsys.readouterr().err


@pytest.mark.parametrize(
    "data", [b"", b"\0\xff", b"old 0\n\n", b"old x\n\nhead\n", b"x" * 2_000_000]
)
def test_file_that_is_no_head_is_refused(folder: str, stick: Path, data: bytes) -> None:
    path = written(stick / "head", data)
    assert main(["sign", path, "--folder", folder, "--log", VKEY]) in {1, 2}
    assert not (stick / "head.signed").exists()


def test_folder_without_a_key_is_refused(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["status", "--folder", str(tmp_path)]) == 2
    assert "new-key" in capsys.readouterr().err


def test_serving_a_forked_log_ends_badly(folder: str, stick: Path) -> None:
    main(["sign", written(stick / "one", LOG.note(300)), "--folder", folder, "--log", VKEY])
    with at_work(Path(folder)) as (process, address):
        fork = AddCheckpoint(300, (), FORK.note(300).encode()).to_bytes()
        assert answer(address, fork)[0] == 409
        process.terminate()
        assert process.wait(timeout=20) == 1


def test_witness_needs_python_and_cryptography_alone() -> None:
    program = (
        "import sys; import audit.witness.command; "
        "print(sorted({name.partition('.')[0] for name in sys.modules} "
        "& {'django', 'pyseto', 'rest_framework', 'celery', 'rfc3161_client'}))"
    )
    ran = subprocess.run(  # noqa: S603 - our own program
        [sys.executable, "-c", program], capture_output=True, text=True, check=True
    )
    assert ran.stdout.strip() == "[]"
