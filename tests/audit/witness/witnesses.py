"""Witnesses for tests, and what a log asks of them."""

import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from http.client import HTTPConnection
from pathlib import Path

from audit.formats.add_checkpoint import ADD_CHECKPOINT, AddCheckpoint
from audit.formats.proofs import consistency_proof
from audit.formats.signing import VerifierKey
from audit.formats.tiles import subtrees_from
from audit.witness.keeping import Folder
from audit.witness.witness import Witness
from tests.audit.logs import InventedLog, leaf


def a_log(size: int, **changed: object) -> InventedLog:
    """Give a log of so many entries; with facts changed, one that differs in its first entry."""
    return InventedLog([leaf(0, **changed), *(leaf(index) for index in range(1, size))])


def asked(log: InventedLog, old: int, size: int) -> bytes:
    """Give the honest question from one size to another."""
    proof = consistency_proof(old, size, subtrees_from(log.hashes)) if old else []
    return AddCheckpoint(old, tuple(proof), log.note(size).encode()).to_bytes()


def a_witness(path: Path, log: VerifierKey, name: str = "leeds.lantern.example") -> Witness:
    """Make a witness that watches a log."""
    folder = Folder(path)
    folder.new_key(name)
    folder.trust(log)
    return Witness.of(folder)


@contextmanager
def at_work(folder: Path, *arguments: str) -> Iterator[tuple[subprocess.Popen[str], str]]:
    """Run a witness as a process of its own, on a free port; give it and its address."""
    command = [sys.executable, "-m", "audit.witness", "serve", "--port", "0"]
    with subprocess.Popen(  # noqa: S603 - our own program
        [*command, "--folder", str(folder), *arguments], stdout=subprocess.PIPE, text=True
    ) as process:
        try:
            assert process.stdout
            address = next(line.strip() for line in process.stdout if "http://" in line)
            yield process, address.removesuffix(ADD_CHECKPOINT)
        finally:
            process.terminate()


def answer(address: str, body: bytes, path: str = ADD_CHECKPOINT) -> tuple[int, str, str]:
    """Ask over HTTP; give the status, the kind of content and the content."""
    server = HTTPConnection(address.removeprefix("http://"), timeout=20)
    try:
        server.request("POST", path, body)
        response = server.getresponse()
        return response.status, response.headers["Content-Type"], response.read().decode()
    finally:
        server.close()
