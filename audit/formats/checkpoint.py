"""Tree heads: how long the log is and what its root is, signed (C2SP tlog-checkpoint).

Three lines: the origin, which is the key's name; the number of entries; the root in base64. No
extension lines and no time: a head says what the log holds, and nothing that could differ between
two honest copies of it.
"""

from dataclasses import dataclass
from typing import Self

from audit.formats.encoding import base64_bytes, base64_text, decimal
from audit.formats.errors import BadEncoding, BadNote
from audit.formats.merkle import EMPTY_ROOT, HASH_BYTES
from audit.formats.note import open_note, sign_note
from audit.formats.signing import SigningKey, VerifierKey

_LINES = 3


@dataclass(frozen=True, slots=True)
class Checkpoint:
    """A tree head."""

    origin: str
    size: int
    root: bytes

    def text(self) -> str:
        """Write the three lines that are signed."""
        return f"{self.origin}\n{self.size}\n{base64_text(self.root)}\n"

    def sign(self, *keys: SigningKey) -> str:
        """Give the note, signed by each of the keys. The origin must be their own name."""
        for key in keys:
            if key.verifier.name != self.origin:
                raise BadNote(f"The key of {key.verifier.name} may not sign for {self.origin}.")
        return sign_note(self.text(), *keys)

    @classmethod
    def parse(cls, text: str) -> Self:
        """Read the three lines strictly."""
        lines = text.removesuffix("\n").split("\n")
        if not text.endswith("\n") or len(lines) != _LINES or not lines[0]:
            raise BadNote("A tree head is exactly three lines: origin, size and root.")
        origin, size_text, root_text = lines
        try:
            size, root = decimal(size_text), base64_bytes(root_text)
        except BadEncoding as error:
            raise BadNote(f"The tree head's size or root is malformed. {error}") from None
        if len(root) != HASH_BYTES:
            raise BadNote(f"The tree head's root is not {HASH_BYTES} bytes.")
        if size == 0 and root != EMPTY_ROOT:
            raise BadNote("The tree head claims an empty log with the root of another.")
        return cls(origin, size, root)


def open_checkpoint(note: bytes, *keys: VerifierKey) -> Checkpoint:
    """Give the head in a signed note, if a key of this log signed it for this log.

    A log that changes its key has several; all of them bear its name.
    """
    checkpoint = Checkpoint.parse(open_note(note, keys))
    if checkpoint.origin not in {key.name for key in keys}:
        raise BadNote(f"The head is for {checkpoint.origin}, not for {keys[0].name}.")
    return checkpoint
