"""The command: what it is asked, what it answers, and that it never ends in a traceback."""

import json
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from audit.formats.checkpoint import Checkpoint
from audit.formats.merkle import EMPTY_ROOT
from audit.formats.signing import SigningKey
from audit.formats.tiles import MAX_BUNDLE_BYTES
from audit.verify.command import (
    NOT_UNDERSTOOD,
    NOT_VERIFIED,
    TRUST_FROM_INSIDE,
    VERIFIED,
    WHOM_TO_TRUST,
    main,
)
from tests.audit.formats.test_tiles import GOLDEN
from tests.audit.logs import KEY, packed_from
from tests.audit.verify.whole import BRANCH, TRUST, disclosure, whole_export

VKEY = str(KEY.verifier)
STRANGER = SigningKey.generate("stranger.example/log")


@pytest.fixture(scope="module")
def original(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return whole_export(tmp_path_factory.mktemp("log"))


@pytest.fixture
def folder(original: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(original, tmp_path / "export"))


@pytest.fixture
def trust(tmp_path: Path) -> Path:
    file = tmp_path / "trust.json"
    file.write_bytes(TRUST.to_bytes())
    return file


def run(*arguments: object) -> int:
    return main([str(one) for one in arguments])


def as_program(*arguments: object, after: str = "") -> tuple[int, str, str]:
    """Run the command as a program of its own, with Django and pyseto made impossible to import."""
    program = (
        "import sys; sys.modules.update(django=None, pyseto=None);"
        f"from audit.verify.command import main\nstatus = main(sys.argv[1:])\n{after}\n"
        "sys.exit(status)"
    )
    done = subprocess.run(  # noqa: S603 - our own verifier
        [sys.executable, "-c", program, *map(str, arguments)],
        capture_output=True,
        text=True,
        check=False,
    )
    return done.returncode, done.stdout, done.stderr


def test_command_says_verified_or_not_by_its_exit_status(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(folder, "--key", VKEY) == VERIFIED
    assert "\nVERIFIED. Every stored entry" in capsys.readouterr().out
    (folder / "tile/entries/000.p/9").write_bytes(b"")
    assert run(folder, "--key", VKEY) == NOT_VERIFIED
    assert "\nNOT VERIFIED." in capsys.readouterr().out


def test_command_runs_without_django_and_without_pyseto(folder: Path, trust: Path) -> None:
    status, out, errors = as_program(folder, "--trust", trust)
    assert (status, errors) == (VERIFIED, "")
    assert "3 acts signed in person by 1 officer" in out


def test_command_is_a_module_to_run(folder: Path) -> None:
    done = subprocess.run(  # noqa: S603 - our own verifier
        [sys.executable, "-m", "audit.verify", str(folder), "--key", VKEY, "--quiet"],
        capture_output=True,
        check=False,
    )
    assert (done.returncode, done.stdout, done.stderr) == (VERIFIED, b"", b"")


def test_command_explains_whom_to_trust_when_it_is_not_told(
    folder: Path, trust: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(folder) == NOT_UNDERSTOOD
    assert capsys.readouterr().err.strip() == WHOM_TO_TRUST.strip()
    assert run(folder, "--key", VKEY, "--trust", trust) == NOT_UNDERSTOOD


def test_unpacked_pack_is_not_taken_for_a_log(
    folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder.rename(tmp_path / "log")
    assert run(tmp_path, "--key", VKEY) == NOT_UNDERSTOOD
    assert "Name the archive as it came" in capsys.readouterr().err
    assert run(tmp_path / "log", "--key", VKEY) == VERIFIED


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["{folder}", "--key", VKEY[:-8]], "--key: An Ed25519 key is 32 bytes"),
        (["{folder}", "--key", VKEY, "--key", VKEY], "stands there 2 times"),
        (["{folder}", "--key", VKEY, "--key", str(STRANGER.verifier)], "keys of different logs"),
        (["{folder}/nowhere", "--key", VKEY], "there is no such folder, archive or address"),
        (["{folder}", "--trust", "{folder}/nowhere"], "No such file"),
        (["{folder}", "--trust", "{folder}"], "Is a directory"),
        (["{folder}", "--key", VKEY, "--head", "{folder}/nowhere"], "No such file"),
        (["{folder}", "--key", VKEY, "--disclosures", "{folder}/nowhere"], "No such file"),
        (["{folder}", "--key", VKEY, "--html", "{folder}/nowhere/a.html"], "cannot be written"),
    ],
)
def test_command_asks_again_when_it_does_not_understand(
    folder: Path, arguments: list[str], said: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(*(one.format(folder=folder) for one in arguments)) == NOT_UNDERSTOOD
    assert said in capsys.readouterr().err


BRANCH_LINE = str(BRANCH.verifier)


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (json.dumps({"log": VKEY, "witnesses": [BRANCH_LINE] * 2, "k": 2}).encode(), "2 times"),
        (json.dumps({"log": VKEY, "witnesses": [BRANCH_LINE], "k": 2}).encode(), "can never"),
        (b"log: " + VKEY.encode(), "not JSON"),
        (b"\xff\xfe{}", "not JSON"),
        (b"[" * 50_000, "not JSON"),
        (b"{}" + b" " * 10**6, "longer than"),
    ],
    ids=["duplicate", "unmet", "not-json", "not-utf-8", "nested", "long"],
)
def test_trust_file_that_cannot_be_meant_verifies_nothing(
    folder: Path, trust: Path, data: bytes, said: str, capsys: pytest.CaptureFixture[str]
) -> None:
    trust.write_bytes(data)
    assert run(folder, "--trust", trust) == NOT_VERIFIED
    errors = capsys.readouterr().err
    assert said in errors
    assert "NOT VERIFIED. Nothing was checked." in errors


def other_origin(folder: Path) -> None:
    note = Checkpoint(STRANGER.verifier.name, 0, EMPTY_ROOT).sign(STRANGER)
    (folder / "checkpoint").write_text(note)


def other_origin_by_our_key(folder: Path) -> None:
    """Signed by our key, in the name of another log."""
    impostor = SigningKey.from_pem("stranger.example/log", KEY.pem())
    (folder / "checkpoint").write_text(Checkpoint(impostor.name, 0, EMPTY_ROOT).sign(impostor))


def not_utf_8(folder: Path) -> None:
    (folder / "checkpoint").write_bytes(b"\xff" * 100)


def repeated_line(folder: Path) -> None:
    """A witness who signed twice is no second witness, wherever the head is met."""
    shutil.rmtree(folder / "proofs")
    for path in ("checkpoint", "history/000000009.ckpt"):
        lines = (folder / path).read_text().splitlines(keepends=True)
        (folder / path).write_text("".join([*lines[:-1], lines[-2]]))


def two_gigabytes(folder: Path) -> None:
    with (folder / "tile/entries/000.p/9").open("wb") as file:
        file.truncate(2**31)


def no_folder(folder: Path) -> None:
    shutil.rmtree(folder)
    folder.mkdir()


def a_pipe(folder: Path) -> None:
    (folder / "checkpoint").unlink()
    os.mkfifo(folder / "checkpoint")


def nested(folder: Path) -> None:
    deep = b'{"a":' * 10_000
    (folder / "tile/entries/000.p/9").write_bytes(len(deep).to_bytes(2, "big") + deep)


@pytest.mark.parametrize(
    ("spoil", "said"),
    [
        (other_origin, "is not signed by union.example/audit/2027, whose key you gave"),
        (other_origin_by_our_key, "is not signed by union.example/audit/2027"),
        (not_utf_8, "checkpoint: The note is not UTF-8 text."),
        (repeated_line, "The newest head is signed by 1 of 2 witnesses, and 2 must."),
        (two_gigabytes, "is larger than any such file can be (16,777,472 bytes)"),
        (no_folder, "checkpoint is missing."),
        (a_pipe, "checkpoint is missing."),
        (nested, "This is nested too deeply."),
    ],
)
def test_bad_export_is_refused_plainly(
    folder: Path,
    trust: Path,
    spoil: Callable[[Path], None],
    said: str,
    capsys: pytest.CaptureFixture[str],
) -> None:
    spoil(folder)
    assert run(folder, "--trust", trust) == NOT_VERIFIED
    assert said in capsys.readouterr().out


def two_gigabytes_everywhere(folder: Path) -> None:
    for path in folder.rglob("*"):
        if path.is_file():
            os.truncate(path, 2**31)


def eight_million_entries(folder: Path) -> None:
    """As many as fit into a bundle if each is empty."""
    (folder / "tile/entries/000.p/9").write_bytes(bytes(MAX_BUNDLE_BYTES))


@pytest.mark.parametrize("spoil", [two_gigabytes_everywhere, eight_million_entries])
def test_bad_export_does_not_fill_the_memory(folder: Path, spoil: Callable[[Path], None]) -> None:
    spoil(folder)
    status, out, _ = as_program(
        folder,
        "--key",
        VKEY,
        after="import pathlib; print(pathlib.Path('/proc/self/status').read_text())",
    )
    assert status == NOT_VERIFIED
    held = re.search(r"VmHWM:\s+(\d+) kB", out)
    assert held
    assert int(held[1]) < 150_000


def test_archive_and_folder_come_to_the_same(
    folder: Path, trust: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(folder, "--trust", trust) == VERIFIED
    said = capsys.readouterr().out
    assert run(packed_from(folder), "--trust", trust) == VERIFIED
    assert capsys.readouterr().out == said


def test_report_for_a_program_is_all_that_is_printed(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(folder, "--key", VKEY, "--json", "--quiet") == VERIFIED
    stated = json.loads(capsys.readouterr().out)
    assert stated["verified"] is True
    counted = {"entries": 9, "tiles": 1, "heads": 3, "links": 3, "proofs": 3}
    assert counted.items() <= stated["checked"].items()


def test_page_is_written_also_when_nothing_could_be_read(tmp_path: Path) -> None:
    archive, page = tmp_path / "log.zip", tmp_path / "report.html"
    archive.write_bytes(b"PK")
    assert run(archive, "--key", VKEY, "--html", page, "--quiet") == NOT_VERIFIED
    assert "log.zip is not a whole zip archive" in page.read_text()


def test_disclosures_are_compared(folder: Path, tmp_path: Path) -> None:
    given = tmp_path / "disclosures.jsonl"
    given.write_bytes(disclosure(2) + disclosure(4))
    assert run(folder, "--key", VKEY, "--disclosures", given) == VERIFIED
    given.write_bytes(disclosure(2, value="against"))
    assert run(folder, "--key", VKEY, "--disclosures", given) == NOT_VERIFIED


def test_progress_is_told_only_when_asked_or_watched(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(folder, "--key", VKEY) == VERIFIED
    assert capsys.readouterr().err == ""
    assert run(folder, "--key", VKEY, "--progress") == VERIFIED
    assert capsys.readouterr().err == "9 of 9 entries read, 100 %\n"


def test_trust_file_that_came_with_the_export_is_remarked_upon(
    folder: Path, trust: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(folder, "--trust", folder / "trust.json") == VERIFIED
    assert TRUST_FROM_INSIDE in capsys.readouterr().out
    assert run(folder, "--trust", trust) == VERIFIED
    assert TRUST_FROM_INSIDE not in capsys.readouterr().out


def test_log_that_changed_keys_is_checked_with_both_the_newest_last(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    other = SigningKey.generate(KEY.name)
    assert run(folder, "--key", other.verifier, "--key", VKEY) == VERIFIED
    assert run(folder, "--key", other.verifier) == NOT_VERIFIED
    assert run(folder, "--key", VKEY, "--key", other.verifier) == NOT_VERIFIED
    assert "signed by a former key of the log only" in capsys.readouterr().out


@pytest.mark.conformance
def test_golden_log_of_another_project_has_nothing_wrong_but_the_form_of_its_entries(
    conformance_data: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Written by Tessera, whose entries are texts and not acts; each of its heads is given."""
    golden = conformance_data / "vectors/tessera-log/testdata/log"
    heads = [part for path in sorted(golden.glob("checkpoint.*")) for part in ("--head", path)]
    assert run(golden, "--key", GOLDEN, *heads, "--json") == NOT_VERIFIED
    stated = json.loads(capsys.readouterr().out)
    assert (stated["checked"]["entries"], stated["checked"]["heads"]) == (15, 16)
    assert all("is not in due form" in one["message"] for one in stated["findings"])
    assert len(stated["findings"]) == 15


def test_archive_on_a_website_is_to_be_downloaded_first(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["https://union.example/pack.ZIP", "--key", VKEY]) == NOT_UNDERSTOOD
    assert "is an archive. Download it first" in capsys.readouterr().err
