"""The log over the web, read by programs that nobody here wrote."""

import subprocess
import sys
from pathlib import Path

import pytest
from django.test import Client
from pytest_django.live_server_helper import LiveServer

from audit.formats.add_checkpoint import AddCheckpoint
from audit.formats.checkpoint import open_checkpoint
from audit.formats.tlog_proof import TlogProof
from audit.formats.trust import Trust
from audit.keys import log_key
from audit.models import Entry
from audit.publishing.stored import StoredLog
from audit.store.sequencer import sequence
from tests.audit.entries import write_entries

pytestmark = pytest.mark.django_db


@pytest.fixture
def _log() -> None:
    write_entries(256)
    sequence()
    write_entries(44)
    sequence()


@pytest.mark.usefixtures("_log")
@pytest.mark.parametrize(
    ("path", "kind", "is_final"),
    [
        ("checkpoint", "text/plain; charset=utf-8", False),
        ("trust.json", "application/json", False),
        ("log.vkey", "text/plain; charset=utf-8", False),
        ("history/000000256.ckpt", "text/plain; charset=utf-8", False),
        ("proofs/7.tlog-proof", "text/plain; charset=utf-8", False),
        ("proofs/7.leaf", "application/json", True),
        ("consistency/256-300", "text/plain; charset=utf-8", True),
        ("tile/0/000", "application/octet-stream", True),
        ("tile/0/001.p/44", "application/octet-stream", True),
        ("tile/1/000.p/1", "application/octet-stream", True),
        ("tile/entries/000", "application/octet-stream", True),
        ("tile/entries/001.p/7", "application/octet-stream", True),
    ],
)
def test_file_is_served_for_any_site_to_fetch(
    client: Client, path: str, kind: str, *, is_final: bool
) -> None:
    answer = client.get(f"/log/{path}")
    assert answer.status_code == 200
    assert answer.content == StoredLog.current().files().read(path)
    assert answer["Content-Type"] == kind
    assert answer["Access-Control-Allow-Origin"] == "*"
    assert ("immutable" in answer["Cache-Control"]) is is_final
    assert not answer.cookies
    assert client.post(f"/log/{path}").status_code == 405


@pytest.mark.usefixtures("_log")
@pytest.mark.parametrize(
    "path",
    [
        "tile/0/002",
        "tile/0/001.p/45",
        "tile/0/001",
        "tile/0/1",
        "tile/2/000",
        "tile/entries/x001/000",
        "tile/entries/000.p/256",
        "history/000000255.ckpt",
        "history/256.ckpt",
        "proofs/300.tlog-proof",
        "proofs/300.leaf",
        "proofs/007.leaf",
        "proofs/999999999999999999.leaf",
        "consistency/0-256",
        "consistency/256-299",
        "consistency/300-256",
        "../manage.py",
        "tile/../checkpoint",
    ],
)
def test_file_that_the_log_does_not_have_is_not_found(client: Client, path: str) -> None:
    assert client.get(f"/log/{path}").status_code == 404


@pytest.mark.parametrize(
    "path", ["checkpoint", "tile/0/000", "proofs/0.leaf", "history/000000000.ckpt"]
)
def test_nothing_is_served_before_a_head_is_signed(client: Client, path: str) -> None:
    assert client.get(f"/log/{path}").status_code == 404


@pytest.mark.usefixtures("_log")
def test_proof_and_link_hold_by_themselves(client: Client) -> None:
    trust = Trust.parse(client.get("/log/trust.json").content)
    proof = TlogProof.parse(client.get("/log/proofs/299.tlog-proof").content)
    leaf = client.get("/log/proofs/299.leaf").content
    assert proof.verify(leaf, trust).size == 300
    assert Entry.objects.filter(leaf=leaf).count() == 1
    link = AddCheckpoint.parse(client.get("/log/consistency/256-300").content)
    assert open_checkpoint(link.note, log_key().verifier).size == 300
    assert link.old == 256


@pytest.mark.django_db(transaction=True)
def test_site_is_verified_by_the_command_that_anyone_can_run(
    live_server: LiveServer, tmp_path: Path
) -> None:
    write_entries(700)
    sequence()
    command = [sys.executable, "-m", "audit.verify", f"{live_server.url}/log/"]
    command += ["--key", str(log_key().verifier)]
    done = subprocess.run(  # noqa: S603 - our own command
        command, capture_output=True, text=True, check=False, timeout=60
    )
    assert done.returncode == 0, done.stdout + done.stderr
    assert "700" in done.stdout
