"""The commands in the docs, by which anybody checks a log without any program of ours."""

import re
import subprocess
from pathlib import Path

import pytest

from tests.audit.verify.whole import SALT, digest, whole_export

DOCS = Path(__file__).parents[3] / "docs/verification.md"


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return whole_export(tmp_path_factory.mktemp("log"))


def commands(about: str) -> str:
    """Give the commands of the docs that are about something."""
    found: list[str] = re.findall(r"```sh\n(.*?)```", DOCS.read_text(), re.DOTALL)
    return next(one for one in found if about in one)


def run(folder: Path, script: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(  # noqa: S603 - what the docs tell anybody to type
        ["/bin/sh", "-c", script], cwd=folder, capture_output=True, text=True, check=False
    )


def test_openssl_says_that_the_key_signed_the_newest_head(folder: Path) -> None:
    done = run(folder, commands("openssl pkeyutl"))
    assert (done.returncode, done.stdout) == (0, "Signature Verified Successfully\n"), done.stderr


def test_openssl_says_when_the_key_did_not_sign_the_head(folder: Path) -> None:
    forged = commands("openssl pkeyutl").replace("checkpoint > head", "log.vkey > head")
    assert run(folder, forged).returncode != 0


def test_openssl_gives_the_hash_of_an_entry_that_the_tile_holds(folder: Path) -> None:
    hashed, stored = run(folder, commands("proofs/4.leaf")).stdout.splitlines()
    assert hashed == stored
    assert len(hashed) == 44


def test_openssl_gives_the_digest_of_a_disclosed_value(folder: Path) -> None:
    script = commands("b64url").replace("SALT", SALT)
    assert run(folder, script).stdout == digest(2)
