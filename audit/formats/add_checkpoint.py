"""Asking a witness to sign a head: the body of C2SP tlog-witness `add-checkpoint`.

A line `old <size>`, the hashes of a consistency proof from that size, a blank line, and the signed
head. The same bytes travel over HTTP, in an export (`consistency/<a>-<b>`) and on a memory stick.
"""

from dataclasses import dataclass
from typing import Self

from audit.formats.encoding import base64_bytes, base64_text, decimal
from audit.formats.errors import BadEncoding, BadProof
from audit.formats.merkle import HASH_BYTES
from audit.formats.note import MAX_NOTE_BYTES

ADD_CHECKPOINT = "/add-checkpoint"
"""Where a witness takes the question over HTTP."""

SIZE_KIND = "text/x.tlog.size"
"""The content type of the answer (409) that names the size at which the proof has to start."""

MAX_HASHES = 63

_OLD = "old "
_MAX_HEADER_BYTES = len("old 9223372036854775807\n") + MAX_HASHES * 45 + 1
"""A hash of 32 bytes is 44 characters of base64 and a line feed."""

MAX_BODY_BYTES = _MAX_HEADER_BYTES + MAX_NOTE_BYTES


@dataclass(frozen=True, slots=True)
class AddCheckpoint:
    """A head for a witness, and the proof that it only adds to the one of size `old`.

    `note` is the signed head as it came, which nothing here has judged.
    """

    old: int
    proof: tuple[bytes, ...]
    note: bytes

    def to_bytes(self) -> bytes:
        """Write the body."""
        _check(self.proof)
        header = [f"{_OLD}{self.old}\n", *(f"{base64_text(one)}\n" for one in self.proof), "\n"]
        return "".join(header).encode() + self.note

    @classmethod
    def parse(cls, body: bytes) -> Self:
        """Read a body strictly: no other bytes mean the same question. Raise BadProof if unfit."""
        if len(body) > MAX_BODY_BYTES:
            raise BadProof(f"A head and its proof are at most {MAX_BODY_BYTES:,} bytes.")
        header, separator, note = body.partition(b"\n\n")
        old, *hashes = header.decode("ascii", "replace").split("\n")
        if not separator or not old.startswith(_OLD):
            raise BadProof("This is no head with its proof: `old`, hashes, a blank line, a head.")
        try:
            size, proof = decimal(old.removeprefix(_OLD)), tuple(map(base64_bytes, hashes))
        except BadEncoding as error:
            raise BadProof(f"A line above the head is malformed. {error}") from None
        _check(proof)
        return cls(size, proof, note)


def _check(proof: tuple[bytes, ...]) -> None:
    if len(proof) > MAX_HASHES or any(len(one) != HASH_BYTES for one in proof):
        raise BadProof(f"A proof is at most {MAX_HASHES} hashes of {HASH_BYTES} bytes each.")
