"""Signed notes: a text, a blank line, and signatures under it (C2SP signed-note).

A signature by a key we do not know is ignored, so that witnesses can be added. One by a key we know
that does not fit rejects the whole note, as does having none by a key we know.
"""

from collections.abc import Iterable

from audit.formats.encoding import base64_bytes, base64_text
from audit.formats.errors import BadEncoding, BadNote
from audit.formats.signing import SigningKey, VerifierKey, is_key_name

MAX_NOTE_BYTES = 1_000_000
MAX_SIGNATURES = 100

_DASH = "\N{EM DASH} "
_KEY_ID_BYTES = 4


def sign_note(text: str, *keys: SigningKey) -> str:
    """Put signatures under a text, which must end with a line feed."""
    _check_text(text)
    lines = []
    for key in keys:
        signature = key.verifier.id + key.sign(text.encode())
        lines.append(f"{_DASH}{key.verifier.name} {base64_text(signature)}\n")
    return text + "\n" + "".join(lines)


def open_note(note: bytes, keys: Iterable[VerifierKey]) -> str:
    """Give the text of a note that at least one of these keys signed, or raise BadNote."""
    if len(note) > MAX_NOTE_BYTES:
        raise BadNote(f"The note is longer than {MAX_NOTE_BYTES:,} bytes.")
    try:
        decoded = note.decode("utf-8")
    except UnicodeDecodeError:
        raise BadNote("The note is not UTF-8 text.") from None
    body, separator, tail = decoded.rpartition("\n\n")
    text = body + "\n"
    if not separator:
        raise BadNote("The note has no blank line before its signatures.")
    _check_text(decoded)
    known = {(key.name, key.id): key for key in keys}
    verified = False
    for name, signature in _signatures(tail):
        key = known.get((name, signature[:_KEY_ID_BYTES]))
        if key is None:
            continue
        if not key.verifies(text.encode(), signature[_KEY_ID_BYTES:]):
            raise BadNote(f"The signature of {name} does not fit the text above it.")
        verified = True
    if not verified:
        names = ", ".join(sorted({name for name, _ in known})) or "nobody"
        raise BadNote(f"The note is not signed by {names}, whose key you gave.")
    return text


def _signatures(tail: str) -> list[tuple[str, bytes]]:
    if not tail.endswith("\n"):
        raise BadNote("The note does not end with a signature line.")
    lines = tail[:-1].split("\n")
    if len(lines) > MAX_SIGNATURES:
        raise BadNote(f"The note has more than {MAX_SIGNATURES} signatures.")
    return [_signature(line) for line in lines]


def _signature(line: str) -> tuple[str, bytes]:
    name, _, encoded = line.removeprefix(_DASH).partition(" ")
    if not line.startswith(_DASH) or not is_key_name(name):
        raise BadNote("A line under the note is not a signature line.")
    try:
        signature = base64_bytes(encoded)
    except BadEncoding:
        raise BadNote(f"The signature of {name} is not strict base64.") from None
    if len(signature) <= _KEY_ID_BYTES:
        raise BadNote(f"The signature of {name} is empty.")
    return name, signature


def _check_text(text: str) -> None:
    if not text.endswith("\n") or any(char < " " and char != "\n" for char in text):
        raise BadNote("A note is lines of text without control characters, each ended.")
