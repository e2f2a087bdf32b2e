"""Personal data in the log: a salted digest only, so that it can be erased and the log still hold.

The leaf carries `digest = b64url(SHA-256(b64url(canonical([salt, name, value]))))`, as SD-JWT does
(RFC 9901). Salt and value live in an erasable table. With them anyone can check the digest; without
the salt, 128 random bits, the value cannot be guessed from it.
"""

import hashlib
import hmac
import secrets

from audit.formats.canonical import canonical
from audit.formats.encoding import base64url_text

SALT_BYTES = 16


def new_salt() -> str:
    """Draw a fresh salt: one for each value, never used twice."""
    return base64url_text(secrets.token_bytes(SALT_BYTES))


def salted_digest(salt: str, name: str, value: str) -> str:
    """Give what the log may show of a personal value."""
    disclosure = base64url_text(canonical([salt, name, value]))
    return base64url_text(hashlib.sha256(disclosure.encode("ascii")).digest())


def is_disclosed(digest: str, *, salt: str, name: str, value: str) -> bool:
    """Tell whether this salt, name and value are what the log's digest stands for."""
    return hmac.compare_digest(salted_digest(salt, name, value), digest)
