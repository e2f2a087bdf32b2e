"""Whether a pack is whole: every listed file as listed, no file beside them, and the seal."""

from collections.abc import Container, Iterator
from pathlib import Path

from audit.formats.canonical import parse
from audit.formats.errors import NotVerified
from audit.formats.tiles import MAX_ENTRY_BYTES
from audit.formats.tlog_proof import MAX_PROOF_BYTES, TlogProof
from audit.formats.trust import Trust
from audit.pack.archive import Archive, Progress, open_archive
from audit.pack.documents import BadPack, Listed
from audit.pack.manifest import (
    MADE,
    MANIFEST,
    MAX_MANIFEST_BYTES,
    SEAL_LEAF,
    SEAL_PROOF,
    UNLISTED,
    Manifest,
)

LOG_FOLDER = "log/"


def is_pack(names: Container[str]) -> bool:
    """Tell a pack by its manifest from an archive of something else, such as a log alone."""
    return MANIFEST in names


def check_pack(
    file: Path, trust: Trust | None = None, progress: Progress = lambda _done, _all: None
) -> list[str]:
    """Give everything that is wrong with a pack, in plain English; nothing if it is whole.

    With `trust`, the manifest's seal is checked too: the entry of the log that names its SHA-256.
    What stands in the log is another question, and `audit.verify`'s.
    """
    try:
        with open_archive(file) as archive:
            return list(findings(archive, trust, progress))
    except NotVerified as error:
        return [str(error)]


def findings(
    archive: Archive, trust: Trust | None = None, progress: Progress = lambda _done, _all: None
) -> Iterator[str]:
    """Give what is wrong with an open pack, as it is found."""
    try:
        manifest = Manifest.parse(archive.read(MANIFEST, MAX_MANIFEST_BYTES))
    except NotVerified as error:
        yield str(error)
        return
    listed = {each.path for each in manifest.files}
    for path in sorted(archive.sizes.keys() - listed - UNLISTED):
        yield f"{path} is in the pack, but the manifest does not list it."
    for done, each in enumerate(manifest.files, start=1):
        if wrong := _wrong_with(each, archive):
            yield wrong
        progress(done, len(manifest.files))
    if trust is not None:
        try:
            check_seal(
                manifest,
                archive.read(SEAL_LEAF, MAX_ENTRY_BYTES),
                archive.read(SEAL_PROOF, MAX_PROOF_BYTES),
                trust,
            )
        except NotVerified as error:
            yield f"The manifest's seal does not hold. {error}"


def check_seal(manifest: Manifest, leaf: bytes, proof: bytes, trust: Trust) -> None:
    """Check that the log has an entry which names this very manifest; raise NotVerified if not.

    The entry is made after the log in the pack was written out, so its head is a later one, which
    the log's key signs; witnesses may not have seen it yet.
    """
    TlogProof.parse(proof).verify(leaf, Trust(trust.log))
    said = parse(leaf)
    if said.get("t") != MADE or said.get("manifest_sha256") != manifest.sha256:
        raise BadPack("The entry in the log is about another manifest.")


def _wrong_with(listed: Listed, archive: Archive) -> str:
    if archive.sizes.get(listed.path, listed.size) != listed.size:
        size = archive.sizes[listed.path]
        return f"{listed.path} is {size:,} bytes; the manifest says {listed.size:,}."
    try:
        found = Listed.measured(listed.path, archive.chunks(listed.path))
    except BadPack as error:
        return str(error)
    return "" if found == listed else f"{listed.path} is not as it was when the pack was made."
