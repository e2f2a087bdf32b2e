"""Sealing the papers of an election until its close, each for its voter and its request alone.

AES-256-GCM under a key of the election's own. A paper is filled up with spaces to the length of the
longest, so that none shows how many candidates it names, and bound to ballot, voter and request, so
that one put in the place of another does not open. The key itself is kept sealed under the
server's secret. Once the key is gone, nothing opens the papers again.
"""

import secrets
from functools import lru_cache
from typing import Final
from uuid import UUID

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from audit.formats.encoding import base64url_bytes, base64url_text
from audit.formats.errors import BadEncoding

_NONCE_BYTES: Final = 12
_PURPOSE: Final = b"tellers/papers of an election/1"


class BadPaper(Exception):
    """A sealed paper is not one that this key sealed for this voter and request."""


class Seal:
    """The key of one election's papers, at hand."""

    def __init__(self, ballot: UUID, key: bytes) -> None:
        """Take the key up."""
        self._ballot, self._cipher = ballot.bytes, AESGCM(key)

    def close(self, text: str, *, length: int, voter: UUID, request: UUID) -> str:
        """Seal a paper that says this. Two that say the same look different."""
        nonce = secrets.token_bytes(_NONCE_BYTES)
        padded = text.encode().ljust(length)
        bound = self._ballot + voter.bytes + request.bytes
        return base64url_text(nonce + self._cipher.encrypt(nonce, padded, bound))

    def open(self, sealed: str, *, voter: UUID, request: UUID) -> str:
        """Open a paper; refuse one that was sealed for another voter, request or election."""
        try:
            data = base64url_bytes(sealed)
            nonce, closed = data[:_NONCE_BYTES], data[_NONCE_BYTES:]
            padded = self._cipher.decrypt(nonce, closed, self._ballot + voter.bytes + request.bytes)
        except (BadEncoding, InvalidTag, ValueError):
            raise BadPaper("This paper does not open.") from None
        return padded.rstrip(b" ").decode()


def new_key() -> bytes:
    """Draw the key of an election."""
    return AESGCM.generate_key(bit_length=256)


def wrapped(key: bytes, *, ballot: UUID, secret: str) -> str:
    """Seal the key of an election under the server's secret."""
    nonce = secrets.token_bytes(_NONCE_BYTES)
    closed = AESGCM(_server_key(secret)).encrypt(nonce, key, ballot.bytes)
    return base64url_text(nonce + closed)


def unwrapped(sealed: str, *, ballot: UUID, secret: str) -> bytes:
    """Open the key of an election; refuse it under another secret or for another election."""
    try:
        data = base64url_bytes(sealed)
        nonce, closed = data[:_NONCE_BYTES], data[_NONCE_BYTES:]
        return AESGCM(_server_key(secret)).decrypt(nonce, closed, ballot.bytes)
    except (BadEncoding, InvalidTag, ValueError):
        raise BadPaper("The key of this election does not open under this secret.") from None


@lru_cache(maxsize=4)
def _server_key(secret: str) -> bytes:
    return HKDF(SHA256(), 32, salt=None, info=_PURPOSE).derive(secret.encode())
