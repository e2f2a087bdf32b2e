"""Ballots that the booth's JavaScript sealed and then opened: told as they are, or found out."""

import json
import subprocess
import sys
from base64 import b64encode
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest

from ballots.sealing.audit.command import main
from ballots.sealing.audit.spoilt import NotAsSaid, Unreadable, audit

SPOILT = Path(__file__).parent / "spoilt"


def spoilt(kind: str) -> dict[str, Any]:
    document: dict[str, Any] = json.loads((SPOILT / f"{kind}.json").read_text())
    return document


def refused(document: dict[str, Any]) -> str:
    with pytest.raises(NotAsSaid) as found:
        audit(json.dumps(document).encode())
    return str(found.value)


@pytest.mark.parametrize(
    ("kind", "answer"),
    [
        ("plain", "Against"),
        ("blank", "Aled Bevan, Carys Dunn"),
        ("ranked", "1. Carys Dunn, 2. Aled Bevan"),
    ],
)
def test_opened_ballot_says_what_was_encrypted(kind: str, answer: str) -> None:
    document = spoilt(kind)
    opened = audit(json.dumps(document).encode())
    assert [said for _question, said in opened.answers] == [answer]
    assert opened.tracker == document["tracker"]


@pytest.mark.parametrize(
    ("kind", "answers"),
    [("plain", [1, 0, 0]), ("blank", [1, 0, 0, 0]), ("ranked", [1, 0, 2]), ("ranked", [2, 1])],
)
def test_booth_that_says_another_vote_is_found_out(kind: str, answers: list[int]) -> None:
    document = spoilt(kind)
    document["openings"][0]["answers"] = answers
    assert "something other than the booth said" in refused(document)


@pytest.mark.parametrize("kind", ["plain", "ranked"])
def test_other_random_numbers_are_found_out(kind: str) -> None:
    document = spoilt(kind)
    random = document["openings"][0]["randomness"]
    random[0] = str(int(random[0]) - 1)
    assert "other random numbers" in refused(document)


def test_tracker_of_another_ballot_is_found_out() -> None:
    document = spoilt("plain")
    document["tracker"] = spoilt("blank")["tracker"]
    assert "The tracker of this ballot is" in refused(document)


def test_ballot_that_would_be_refused_is_found_out() -> None:
    document = spoilt("plain")
    ballot = json.loads(document["ballot"])
    ballot["signature"]["proof"]["response"] = "1"
    document["ballot"] = json.dumps(ballot, separators=(",", ":"))
    digest = sha256(document["ballot"].encode()).digest()
    document["tracker"] = b64encode(digest).decode().rstrip("=")
    assert "would have been refused" in refused(document)


@pytest.mark.parametrize(
    "raw",
    [b"", b"[]", b"{}", b"\xff", b'"\0"', b"[" * 100_000, b'{"format":"tellers-spoilt-ballot-1"}'],
)
def test_file_that_is_none_of_the_booths_cannot_be_read(
    raw: bytes, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """It says nothing of a booth, so it does not say that one lied."""
    with pytest.raises(Unreadable):
        audit(raw)
    (tmp_path / "it.json").write_bytes(raw)
    assert main([str(tmp_path / "it.json")]) == 2
    told = capsys.readouterr()
    assert "it.json cannot be read. It is" in told.err
    assert not told.out


def test_file_of_the_booth_that_was_cut_short_cannot_be_read() -> None:
    for missing in ("openings", "ballot", "election"):
        document = spoilt("plain")
        del document[missing]
        with pytest.raises(Unreadable):
            audit(json.dumps(document).encode())
        with pytest.raises(Unreadable):
            audit(json.dumps({**spoilt("plain"), missing: "\ud800"}).encode())


def test_command_says_it_and_answers_with_its_status(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main([str(SPOILT / "plain.json")]) == 0
    assert "Against" in capsys.readouterr().out
    lie = spoilt("plain")
    lie["openings"][0]["answers"] = [1, 0, 0]
    (tmp_path / "lie.json").write_text(json.dumps(lie))
    assert main([str(tmp_path / "lie.json")]) == 1
    assert capsys.readouterr().out.startswith("NOT AS THE BOOTH SAID.")
    assert main([str(tmp_path / "none.json")]) == 2
    assert main([]) == 2


@pytest.mark.parametrize("program", ["audit", "verify"])
def test_missing_package_is_no_verdict(program: str) -> None:
    script = (
        "import runpy, sys; sys.modules['gmpy2'] = None; "
        f"runpy.run_module('ballots.sealing.{program}', run_name='__main__')"
    )
    command = [sys.executable, "-c", script]
    ended = subprocess.run(command, check=False, capture_output=True, text=True)  # noqa: S603 # ours
    assert ended.returncode == 2
    assert ended.stderr == "gmpy2 is not installed: pip install gmpy2 cryptography\n"
    assert not ended.stdout
