"""The manifest of a pack: every file with its size and SHA-256, in one fixed spelling.

    {"files": [{"path": …, "sha256": …, "size": …}, …], "format": "tellers-scrutiny-pack-1",
     "log": {"origin": …, "root": …, "size": …}, "made_at": …, "subject": …}

The SHA-256 of these very bytes goes into the log as the fact `manifest_sha256` of an entry. That
entry (`manifest.leaf`) and its proof (`manifest.tlog-proof`) lie beside the manifest: they are its
seal, by the key of the log. Where the returning officer has signed the pack, an entry of their own
names the same SHA-256 (`signature.leaf`), with its proof (`signature.tlog-proof`).
"""

import hashlib
import json
import re
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, field
from datetime import datetime
from typing import Any, Final

from audit.formats.encoding import base64_bytes
from audit.formats.errors import BadEncoding
from audit.formats.merkle import HASH_BYTES
from audit.pack.documents import BadPack, Listed, insist_on_path

FORMAT: Final = "tellers-scrutiny-pack-1"
MANIFEST: Final = "manifest.json"
SEAL_LEAF: Final = "manifest.leaf"
SEAL_PROOF: Final = "manifest.tlog-proof"
SIGNATURE_LEAF: Final = "signature.leaf"
SIGNATURE_PROOF: Final = "signature.tlog-proof"
UNLISTED: Final = frozenset({MANIFEST, SEAL_LEAF, SEAL_PROOF, SIGNATURE_LEAF, SIGNATURE_PROOF})
MADE: Final = "scrutiny_pack.made"
SIGNED: Final = "scrutiny_pack.signed"
ENTRIES: Final = "audit_log.jsonl"
MAX_MANIFEST_BYTES: Final = 64 * 1024 * 1024
MAX_SIZE: Final = 2**53 - 1

_HEX = re.compile(r"[0-9a-f]{64}")
_KEYS = {"files", "format", "log", "made_at", "subject"}


@dataclass(frozen=True, slots=True)
class PackedLog:
    """The head of the log that lies in the pack."""

    origin: str
    size: int
    root: str

    def __post_init__(self) -> None:
        """Refuse what cannot be a head."""
        if not self.origin or not _is_count(self.size):
            raise BadPack("The manifest does not say of which log it holds how much.")
        try:
            if len(base64_bytes(self.root)) != HASH_BYTES:
                raise BadPack("The manifest's root of the log is not 32 bytes.")
        except BadEncoding as error:
            raise BadPack(f"The manifest's root of the log is malformed. {error}") from None


@dataclass(frozen=True, slots=True)
class Manifest:
    """What a pack holds, about what, and when it was made (ISO 8601 with offset)."""

    subject: str
    made_at: str
    log: PackedLog
    files: tuple[Listed, ...] = field(default=())

    def __post_init__(self) -> None:
        """Refuse a list that could be read in two ways."""
        paths = [file.path for file in self.files]
        for path in paths:
            insist_on_path(path)
        if paths != sorted(paths):
            raise BadPack("The manifest does not list its files in order.")
        if len({path.casefold() for path in paths}) < len(paths):
            raise BadPack("The manifest lists a file twice.")
        if reserved := UNLISTED.intersection(paths):
            raise BadPack(f"The manifest lists {', '.join(sorted(reserved))}, which seals it.")

    @classmethod
    def listing(
        cls, files: Iterable[Listed], *, subject: str, made_at: datetime, log: PackedLog
    ) -> "Manifest":
        """List the files of a new pack."""
        in_order = sorted(files, key=lambda file: file.path)
        return cls(subject, made_at.isoformat(timespec="seconds"), log, tuple(in_order))

    def to_bytes(self) -> bytes:
        """Write the manifest in its one spelling."""
        said = {**asdict(self), "format": FORMAT}
        return (json.dumps(said, indent=1, sort_keys=True) + "\n").encode()

    @property
    def sha256(self) -> str:
        """Give what the log's entry says of this manifest."""
        return hashlib.sha256(self.to_bytes()).hexdigest()

    @classmethod
    def parse(cls, data: bytes) -> "Manifest":
        """Read a manifest strictly: any other spelling of the same list is refused."""
        if len(data) > MAX_MANIFEST_BYTES:
            raise BadPack(f"The manifest is longer than {MAX_MANIFEST_BYTES:,} bytes.")
        try:
            said = json.loads(data)
        except (ValueError, RecursionError):
            raise BadPack("The manifest is not JSON.") from None
        if not isinstance(said, dict) or said.get("format") != FORMAT:
            raise BadPack(f"The manifest is not of the format {FORMAT}.")
        if said.keys() != _KEYS:
            raise BadPack("The manifest says more or less than a manifest does.")
        log, files = said["log"], said["files"]
        if not isinstance(log, dict) or log.keys() != {"origin", "root", "size"}:
            raise BadPack("The manifest does not say of which log it holds how much.")
        if not isinstance(files, list):
            raise BadPack("The manifest lists no files.")
        texts = (said["subject"], said["made_at"], log["origin"], log["root"])
        if not all(isinstance(text, str) for text in texts):
            raise BadPack("The manifest does not say in words what it is about.")
        read = cls(said["subject"], said["made_at"], PackedLog(**log), tuple(map(_listed, files)))
        if read.to_bytes() != data:
            raise BadPack("The manifest is not written in its one correct way.")
        return read


def _listed(said: Any) -> Listed:
    if not isinstance(said, Mapping) or said.keys() != {"path", "sha256", "size"}:
        raise BadPack("A line of the manifest is not a file with its size and SHA-256.")
    path, hashed, size = said["path"], said["sha256"], said["size"]
    if not isinstance(path, str) or not isinstance(hashed, str) or not _HEX.fullmatch(hashed):
        raise BadPack("A line of the manifest has no path, or no SHA-256 in hex.")
    if not _is_count(size):
        raise BadPack(f"{path}: the manifest gives it an impossible size.")
    return Listed(path, size, hashed)


def _is_count(number: object) -> bool:
    return isinstance(number, int) and not isinstance(number, bool) and 0 <= number <= MAX_SIZE
