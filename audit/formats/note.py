"""Signed notes: a text, a blank line, and signatures under it (C2SP signed-note).

A signature by a key we do not know is ignored, so that witnesses can be added. One by a key we know
that does not fit rejects the whole note, as does having none by a key we know.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Self

from audit.formats.encoding import base64_bytes, base64_text
from audit.formats.errors import BadEncoding, BadNote
from audit.formats.signing import KEY_ID_BYTES, PublicKey, SigningKey, VerifierKey, is_key_name

MAX_NOTE_BYTES = 1_000_000
MAX_SIGNATURES = 100

_DASH = "\N{EM DASH} "
_CONTROL = re.compile(r"[\x00-\x09\x0b-\x1f]")


@dataclass(frozen=True, slots=True)
class Signature:
    """One line under a note: whose it is said to be, and the bytes that only a key can judge."""

    name: str
    key_id: bytes
    data: bytes

    @classmethod
    def by(cls, key: PublicKey, data: bytes) -> Self:
        """Name the key that made a signature."""
        return cls(key.name, key.id, data)

    @property
    def key(self) -> tuple[str, bytes]:
        """Give what names the key."""
        return self.name, self.key_id

    def __str__(self) -> str:
        """Write the line, with its end."""
        return f"{_DASH}{self.name} {base64_text(self.key_id + self.data)}\n"


def sign_note(text: str, *keys: SigningKey) -> str:
    """Put signatures under a text, which must end with a line feed."""
    _check_text(text)
    signatures = (Signature.by(key.verifier, key.sign(text.encode())) for key in keys)
    return text + "\n" + "".join(map(str, signatures))


def open_note(note: bytes, keys: Iterable[VerifierKey]) -> str:
    """Give the text of a note that at least one of these keys signed, or raise BadNote."""
    text, signatures = read_note(note)
    known = {(key.name, key.id): key for key in keys}
    verified = False
    for signature in signatures:
        key = known.get(signature.key)
        if key is None:
            continue
        if not key.verifies(text.encode(), signature.data):
            raise does_not_fit(signature)
        verified = True
    if not verified:
        names = ", ".join(sorted({name for name, _ in known})) or "nobody"
        raise BadNote(f"The note is not signed by {names}, whose key you gave.")
    return text


def read_note(note: bytes) -> tuple[str, list[Signature]]:
    """Take a note apart into its text and the signatures under it, believing none of them."""
    if len(note) > MAX_NOTE_BYTES:
        raise BadNote(f"The note is longer than {MAX_NOTE_BYTES:,} bytes.")
    try:
        decoded = note.decode("utf-8")
    except UnicodeDecodeError:
        raise BadNote("The note is not UTF-8 text.") from None
    body, separator, tail = decoded.rpartition("\n\n")
    if not separator:
        raise BadNote("The note has no blank line before its signatures.")
    _check_text(decoded)
    lines = tail.removesuffix("\n").split("\n")
    if len(lines) > MAX_SIGNATURES:
        raise BadNote(f"The note has more than {MAX_SIGNATURES} signatures.")
    return body + "\n", [_signature(line) for line in lines]


def does_not_fit(signature: Signature) -> BadNote:
    """Say that a key we know did not make this signature, which condemns the whole note."""
    return BadNote(f"The signature of {signature.name} does not fit the text above it.")


def _signature(line: str) -> Signature:
    name, _, encoded = line.removeprefix(_DASH).partition(" ")
    if not line.startswith(_DASH) or not is_key_name(name):
        raise BadNote("A line under the note is not a signature line.")
    try:
        signature = base64_bytes(encoded)
    except BadEncoding:
        raise BadNote(f"The signature of {name} is not strict base64.") from None
    if len(signature) <= KEY_ID_BYTES:
        raise BadNote(f"The signature of {name} is empty.")
    return Signature(name, signature[:KEY_ID_BYTES], signature[KEY_ID_BYTES:])


def _check_text(text: str) -> None:
    if not text.endswith("\n") or _CONTROL.search(text):
        raise BadNote("A note is lines of text without control characters, each ended.")
