"""Sealing a file that waits, piece by piece, so that no list of members ever lies about in clear.

Pure. Each piece is sealed (AES-256-GCM) under a key made from a secret that is not in the database,
and bound to its file and its place: pieces that were swapped, left out or put into another file do
not open. Membership of a union is special category data (guide 2.7), and a roll is all of it.
"""

import secrets
from functools import lru_cache
from typing import Final

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

_PURPOSE: Final = b"tellers/waiting roll/1"
_NONCE: Final = 12


class BadPiece(Exception):
    """A piece of a waiting file is not the one that was sealed in its place."""


def close(secret: str, piece: bytes, *, file: str, place: int) -> bytes:
    """Seal the piece that stands at this place of a file."""
    nonce = secrets.token_bytes(_NONCE)
    return nonce + _cipher(secret).encrypt(nonce, piece, _bound(file, place))


def open_piece(secret: str, sealed: bytes, *, file: str, place: int) -> bytes:
    """Open the piece at this place of a file. Raises BadPiece."""
    try:
        return _cipher(secret).decrypt(sealed[:_NONCE], sealed[_NONCE:], _bound(file, place))
    except InvalidTag:
        raise BadPiece("The file that waits was changed, or its secret is not at hand.") from None


@lru_cache(maxsize=4)
def _cipher(secret: str) -> AESGCM:
    return AESGCM(HKDF(SHA256(), 32, salt=None, info=_PURPOSE).derive(secret.encode()))


def _bound(file: str, place: int) -> bytes:
    return f"{file}\0{place}".encode()
