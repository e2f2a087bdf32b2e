"""Witnesses for tests, and what a log asks of them."""

from pathlib import Path

from audit.formats.add_checkpoint import AddCheckpoint
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
