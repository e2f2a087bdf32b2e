"""A voter hands her receipt to a scrutineer: is the vote still in the log?"""

import json
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from audit.formats.attestation import written_key
from audit.formats.encoding import base64url_text
from audit.formats.merkle import leaf_hash
from audit.formats.paseto import sign
from audit.formats.receipt import PURPOSE, RECEIPTS
from audit.formats.signing import SigningKey
from audit.verify.command import NOT_UNDERSTOOD, NOT_VERIFIED, VERIFIED, main
from tests.audit.logs import KEY, exported, leaf

RECEIPT_KEY = SigningKey.generate(RECEIPTS)
WRITTEN = written_key(RECEIPT_KEY.verifier)
VOTE = 300
ID = "00000000-0000-4000-8000-000000000300"


@pytest.fixture(scope="module")
def original(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return exported(tmp_path_factory.mktemp("log") / "export", 400)


@pytest.fixture
def folder(original: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(original, tmp_path / "export"))


def receipt(index: int = VOTE, *, purpose: str = PURPOSE, **claims: object) -> str:
    said = {
        "jti": ID,
        "ballot": ID,
        "code": "6M9W-JH96",
        "leaf": base64url_text(leaf_hash(leaf(index))),
        "iat": "2027-06-15T10:00:00+00:00",
        **claims,
    }
    return sign(said, RECEIPT_KEY, purpose=purpose)


def run(folder: Path, *receipts: object, key: str = WRITTEN) -> int:
    asked = [part for one in receipts for part in ("--receipt", str(one))]
    return main([str(folder), "--key", str(KEY.verifier), *asked, "--receipt-key", key])


def test_receipt_of_a_vote_that_is_in_the_log_is_told(
    folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    kept = tmp_path / "receipt.txt"
    kept.write_text(receipt() + "\n")
    link = f"https://union.example/log/check/#{receipt(7)}"
    assert run(folder, receipt(), link, kept) == VERIFIED
    assert "2 receipts of votes" in capsys.readouterr().out


def test_receipt_of_a_vote_that_is_not_in_the_log_is_the_proof(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(folder, receipt(400)) == NOT_VERIFIED
    assert "together they prove that a vote was taken out" in capsys.readouterr().out


def test_report_for_a_program_counts_receipts(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    arguments = ["--receipt", receipt(), "--receipt-key", WRITTEN, "--json"]
    assert main([str(folder), "--key", str(KEY.verifier), *arguments]) == VERIFIED
    assert json.loads(capsys.readouterr().out)["checked"]["receipts"] == 1


RESPELT: dict[str, Callable[[str], str]] = {
    "padded": lambda token: token + "=",
    "another alphabet": lambda token: token[:20] + "+" + token[21:],
    "cut short": lambda token: token[:-9],
    "one letter changed": lambda token: (
        token[:40] + ("A" if token[40] != "A" else "B") + token[41:]
    ),
    "said to be sealed": lambda token: token.replace("v4.public", "v4.local"),
    "far too long": lambda token: token + "A" * 10_000,
    "signed for another purpose": lambda _token: receipt(purpose="officer-pen"),
    "signed, but no receipt": lambda _token: receipt(more="than a receipt says"),
    "signed, but no hash": lambda _token: receipt(leaf="short"),
    "signed, but no object": lambda _token: sign({}, RECEIPT_KEY, purpose=PURPOSE),
}


@pytest.mark.parametrize("respelt", RESPELT.values(), ids=RESPELT.keys())
def test_receipt_that_is_not_as_signed_is_refused_in_words(
    respelt: Callable[[str], str], folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(folder, respelt(receipt())) == NOT_VERIFIED
    said = capsys.readouterr()
    assert "Receipt 1: " in said.out
    assert said.err == ""


def test_receipt_by_another_key_is_refused(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    another = written_key(SigningKey.generate(RECEIPTS).verifier)
    assert run(folder, receipt(), key=another) == NOT_VERIFIED
    assert "with the key that you gave" in capsys.readouterr().out


def test_receipt_without_its_key_or_its_file_is_a_question_back(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    bare = [str(folder), "--key", str(KEY.verifier), "--receipt"]
    assert main([*bare, receipt()]) == NOT_UNDERSTOOD
    assert "Which key signs the receipts?" in capsys.readouterr().err
    assert main([*bare, "no-such-file", "--receipt-key", WRITTEN]) == NOT_UNDERSTOOD
    assert main([*bare, receipt(), "--receipt-key", "k4.public.AAAA"]) == NOT_UNDERSTOOD
