"""A small pack, made and broken in many ways."""

import io
import zipfile
from collections.abc import Iterable
from datetime import UTC, datetime
from pathlib import Path

from audit.formats.checkpoint import Checkpoint
from audit.formats.encoding import base64_text
from audit.formats.merkle import leaf_hash
from audit.formats.signing import SigningKey
from audit.formats.tlog_proof import TlogProof
from audit.formats.trust import Trust
from audit.pack.archive import write_archive
from audit.pack.documents import Document, Listed
from audit.pack.manifest import MADE, MANIFEST, SEAL_LEAF, SEAL_PROOF, Manifest, PackedLog
from tests.audit.logs import leaf as entry

ORIGIN = "sample.tellers.example/audit/2027"
KEY = SigningKey.generate(ORIGIN)
TRUST = Trust((KEY.verifier,))

CONTENT = (
    Document("README.txt", "How to read this pack.", b"Read me first.\n"),
    Document("incidents.csv", "What went wrong.", b"incident,what\r\n1,none\r\n", (6, 8)),
    Document("ballots/01-motion-6/count.json", "The count.", b'{"for": 29}\n', (7,)),
)


def manifest_of(documents: Iterable[Document]) -> Manifest:
    return Manifest.listing(
        map(Listed.of, documents),
        subject="conference:NDC27",
        made_at=datetime(2027, 6, 17, 16, 0, tzinfo=UTC),
        log=PackedLog(ORIGIN, 1, base64_text(bytes(32))),
    )


def seal_of(
    manifest_sha256: str, *, kind: str = MADE, key: SigningKey = KEY
) -> tuple[bytes, bytes]:
    """Put an entry about a manifest into a log of one entry, and prove it."""
    leaf = entry(0, t=kind, manifest_sha256=manifest_sha256)
    note = Checkpoint(ORIGIN, 1, leaf_hash(leaf)).sign(key)
    return leaf, TlogProof(0, (), note.encode()).to_bytes()


def make_pack(
    folder: Path, documents: Iterable[Document] = CONTENT, manifest: Manifest | None = None
) -> Path:
    documents = list(documents)
    manifest = manifest or manifest_of(documents)
    leaf, proof = seal_of(manifest.sha256)
    sealed = [
        *documents,
        Document(MANIFEST, "The list.", manifest.to_bytes()),
        Document(SEAL_LEAF, "The seal.", leaf),
        Document(SEAL_PROOF, "Its proof.", proof),
    ]
    file = folder / "pack.zip"
    with file.open("wb") as opened:
        write_archive(opened, sealed)
    return file


def as_zip(files: dict[str, bytes]) -> bytes:
    """Write any zip at all."""
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w") as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return data.getvalue()


def files_of(pack: Path) -> dict[str, bytes]:
    with zipfile.ZipFile(pack) as archive:
        return {name: archive.read(name) for name in archive.namelist()}
