"""The evidence for one entry in one file, to be checked without the log (C2SP tlog-proof@v1).

    c2sp.org/tlog-proof@v1
    extra <base64>              only where there is something more to say; nothing vouches for it
    index 73894
    <base64 of each hash from the entry's neighbour up to the root's child>

    <the signed head, as it was signed>

Together with the entry's own bytes and the keys one trusts, this is all that is needed to know that
the entry is in the log.
"""

from dataclasses import dataclass
from typing import Self

from audit.formats.checkpoint import Checkpoint
from audit.formats.encoding import base64_bytes, base64_text, decimal
from audit.formats.errors import BadEncoding, BadProof, Unwitnessed
from audit.formats.merkle import HASH_BYTES, leaf_hash
from audit.formats.note import MAX_NOTE_BYTES
from audit.formats.proofs import verify_inclusion
from audit.formats.trust import Trust

MAX_PROOF_BYTES = MAX_NOTE_BYTES
MAX_HASHES = 63
"""As many as can lead to the root of a log of fewer than 2^63 entries."""

_TITLE = "c2sp.org/tlog-proof@v1"
_EXTRA, _INDEX = "extra ", "index "


@dataclass(frozen=True, slots=True)
class TlogProof:
    """That an entry stands at `index` in the log whose signed head is `note`."""

    index: int
    hashes: tuple[bytes, ...]
    note: bytes
    extra: bytes = b""

    def to_bytes(self) -> bytes:
        """Write the file."""
        lines = [_TITLE]
        if self.extra:
            lines.append(_EXTRA + base64_text(self.extra))
        lines += [f"{_INDEX}{self.index}", *map(base64_text, self.hashes)]
        return "\n".join([*lines, "", ""]).encode() + self.note

    @classmethod
    def parse(cls, data: bytes) -> Self:
        """Read the file strictly; what it claims is not yet checked."""
        if len(data) > MAX_PROOF_BYTES:
            raise BadProof(f"The proof is longer than {MAX_PROOF_BYTES:,} bytes.")
        stated, blank, note = data.partition(b"\n\n")
        if not blank:
            raise BadProof("The proof has no blank line before its signed head.")
        try:
            title, *lines = stated.decode("ascii").split("\n")
            if title != _TITLE:
                raise BadProof(f"The proof does not begin with {_TITLE}.")
            extra = b""
            if lines and lines[0].startswith(_EXTRA):
                extra = base64_bytes(lines.pop(0).removeprefix(_EXTRA))
                if not extra:
                    raise BadProof("The line for extra data has none, and should not be there.")
            if not lines or not lines[0].startswith(_INDEX):
                raise BadProof("The proof does not say at which index the entry stands.")
            index = decimal(lines[0].removeprefix(_INDEX))
            hashes = tuple(map(base64_bytes, lines[1:]))
        except UnicodeDecodeError:
            raise BadProof("The lines above the signed head are not plain ASCII.") from None
        except BadEncoding as error:
            raise BadProof(f"A line above the signed head is malformed. {error}") from None
        if len(hashes) > MAX_HASHES or any(len(one) != HASH_BYTES for one in hashes):
            raise BadProof(f"A proof is at most {MAX_HASHES} hashes of {HASH_BYTES} bytes.")
        return cls(index, hashes, note, extra)

    def verify(self, leaf: bytes, trust: Trust) -> Checkpoint:
        """Give the head of the log that holds this entry, or raise NotVerified.

        The entry must lead to the root that a key of the log signed, and at least `k` of the
        witnesses must have signed that head too.
        """
        head, witnessed = trust.open(self.note)
        verify_inclusion(leaf_hash(leaf), self.index, head.size, self.hashes, head.root)
        if len(witnessed) < trust.k:
            raise Unwitnessed(
                f"The entry is in the log, but {len(witnessed)} of its witnesses have signed this "
                f"head and {trust.k} are asked for."
            )
        return head
