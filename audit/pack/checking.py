"""Whether a pack is whole: every listed file as listed, no file beside them, and the seal."""

from collections.abc import Container, Iterator, Mapping
from pathlib import Path
from typing import Any

from audit.formats.attestation import OfficerKeys
from audit.formats.encoding import base64_text
from audit.formats.errors import NotVerified
from audit.formats.leaf import read_leaf
from audit.formats.merkle import Frontier, leaf_hash
from audit.formats.tiles import MAX_ENTRY_BYTES
from audit.formats.tlog_proof import MAX_PROOF_BYTES, TlogProof
from audit.formats.trust import Trust
from audit.pack.archive import Archive, Progress, open_archive
from audit.pack.documents import BadPack, Listed
from audit.pack.manifest import (
    ENTRIES,
    MADE,
    MANIFEST,
    MAX_MANIFEST_BYTES,
    SEAL_LEAF,
    SEAL_PROOF,
    SIGNATURE_LEAF,
    SIGNATURE_PROOF,
    SIGNED,
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
    try:
        if ENTRIES in archive.sizes and not _are_the_logs(archive, manifest):
            yield f"{ENTRIES} does not hold the entries of the log, as its head was signed."
    except NotVerified as error:
        yield str(error)
    if trust is not None:
        try:
            _sealed(archive, manifest, trust, (SEAL_LEAF, SEAL_PROOF), MADE)
        except NotVerified as error:
            yield f"The manifest's seal does not hold. {error}"
        try:
            signed_by(archive, manifest, trust)
        except NotVerified as error:
            yield f"The returning officer's signature does not hold. {error}"


def signed_by(archive: Archive, manifest: Manifest, trust: Trust) -> str:
    """Say which officer signed a pack, by pseudonym and with a key or without; nothing if none did.

    Raises NotVerified for a signature that does not hold. The officers' keys are those that the
    pack's own list of the log's entries enrols, which must lead to the root of the log.
    """
    if not archive.sizes.keys() & {SIGNATURE_LEAF, SIGNATURE_PROOF}:
        return ""
    leaf = _sealed(archive, manifest, trust, (SIGNATURE_LEAF, SIGNATURE_PROOF), SIGNED)
    officers = OfficerKeys(trust.origin)
    for line in _lines(archive, ENTRIES):
        if b'"officer_key.' in line:
            officers.judge(read_leaf(line))
    key = officers.judge(leaf)
    how = "with their own key" if key else "signed in as themselves, without a key of their own"
    return f"{leaf.get('by')}, {how}"


def _sealed(
    archive: Archive, manifest: Manifest, trust: Trust, paths: tuple[str, str], kind: str
) -> Mapping[str, Any]:
    """Give the entry of the log that names this very manifest; raise NotVerified if it does not.

    The entry is made after the log in the pack was written out, so its head is a later one, which
    the log's key signs; witnesses may not have seen it yet.
    """
    leaf = archive.read(paths[0], MAX_ENTRY_BYTES)
    TlogProof.parse(archive.read(paths[1], MAX_PROOF_BYTES)).verify(leaf, Trust(trust.log))
    said: Mapping[str, Any] = read_leaf(leaf)
    if said.get("t") != kind or said.get("manifest_sha256") != manifest.sha256:
        raise BadPack("The entry in the log is about another manifest.")
    return said


def _are_the_logs(archive: Archive, manifest: Manifest) -> bool:
    """Tell whether the entries that are there to be read are those of the log beside them."""
    edge = Frontier()
    for line in _lines(archive, ENTRIES):
        edge.append(leaf_hash(line))
    return (edge.size, base64_text(edge.root())) == (manifest.log.size, manifest.log.root)


def _lines(archive: Archive, path: str) -> Iterator[bytes]:
    """Read lines of at most an entry's length."""
    rest = b""
    for piece in archive.chunks(path):
        *whole, rest = (rest + piece).split(b"\n")
        yield from whole
        if len(rest) > MAX_ENTRY_BYTES:
            raise BadPack(f"{path} has a line longer than any entry can be.")
    if rest:
        yield rest


def _wrong_with(listed: Listed, archive: Archive) -> str:
    if archive.sizes.get(listed.path, listed.size) != listed.size:
        size = archive.sizes[listed.path]
        return f"{listed.path} is {size:,} bytes; the manifest says {listed.size:,}."
    try:
        found = Listed.measured(listed.path, archive.chunks(listed.path))
    except BadPack as error:
        return str(error)
    return "" if found == listed else f"{listed.path} is not as it was when the pack was made."
