"""Opening a PASETO v4.public token with nothing but `cryptography`.

What is written by the library for such tokens is read here without it, by those who check a log and
have not got it. A token has one spelling: unpadded base64url without spare bits, in two parts or
three. Source: PASETO version 4.
"""

import re

from audit.formats.encoding import base64url_bytes
from audit.formats.errors import BadEncoding, BadToken
from audit.formats.signing import VerifierKey

HEADER = "v4.public."
SIGNATURE_BYTES = 64
MAX_TOKEN_CHARS = 8_192

_TOKEN = re.compile(r"v4\.public\.([A-Za-z0-9_-]+)(?:\.([A-Za-z0-9_-]+))?")


def open_token(token: str, key: VerifierKey, *, purpose: str) -> bytes:
    """Give the payload of a token that this key signed for this purpose, or raise BadToken."""
    match = _TOKEN.fullmatch(token) if len(token) <= MAX_TOKEN_CHARS else None
    if not match:
        raise BadToken("It is not a v4.public token in its one spelling, without padding.")
    try:
        body, footer = (base64url_bytes(part or "") for part in match.groups())
    except BadEncoding:
        raise BadToken("It is not written in its one correct way.") from None
    payload, signature = body[:-SIGNATURE_BYTES], body[-SIGNATURE_BYTES:]
    if not key.verifies(signed_bytes(payload, footer, purpose.encode()), signature):
        raise BadToken("It was not signed for this purpose with the key that you gave.")
    return payload


def signed_bytes(payload: bytes, footer: bytes, assertion: bytes) -> bytes:
    """Give what is signed: PASETO's pre-authentication encoding of the four parts."""
    parts = (HEADER.encode(), payload, footer, assertion)
    lengths = (len(part).to_bytes(8, "little") + part for part in parts)
    return len(parts).to_bytes(8, "little") + b"".join(lengths)
