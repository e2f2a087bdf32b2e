"""Sealing contact details at rest, and finding one again without opening any.

Pure. An address or a number lies in the database sealed (AES-256-GCM) under a key made from a
secret that does not, and bound to its member and its kind: put in another's place, it does not
open, so whoever can write to the database cannot have another's passcodes sent to themselves.

Beside it stands a mark: the keyed hash of the same words. Two rows with the same mark hold the same
address, which is how somebody who signs in is found, and how shared addresses are; without the
secret nobody can make the mark of an address they know (guide 2.7).

Secrets are changed by naming the new one first and the old ones after it: what was sealed under
any of them opens, and everything is sealed afresh under the first.
"""

import hashlib
import hmac
import secrets
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

_PURPOSE: Final = b"tellers/contact details/1"
_KEY, _MARK, _NONCE = 32, 32, 12
NAME_BYTES: Final = 4
MARK_BYTES: Final = 16


class BadSeal(Exception):
    """A sealed detail is not one of this member and kind, or its secret is not at hand."""


@dataclass(frozen=True, slots=True)
class _Keys:
    """What is made from one secret: a cipher, a key for marks, and the name that seals bear."""

    cipher: AESGCM
    marking: bytes
    name: bytes


class ContactSeals:
    """The keys of contact details, at hand: those of the first secret seal, all of them open."""

    def __init__(self, secret: str, *former: str) -> None:
        """Take the keys up."""
        self._all = [_keys(each) for each in (secret, *former)]
        self._by_name = {keys.name: keys for keys in reversed(self._all)}

    def close(self, detail: str, *, kind: str, number: str) -> bytes:
        """Seal a detail of this kind for the member of this number. No two seals look alike."""
        keys, nonce = self._all[0], secrets.token_bytes(_NONCE)
        return keys.name + nonce + keys.cipher.encrypt(nonce, detail.encode(), _bound(kind, number))

    def open(self, sealed: bytes | memoryview, *, kind: str, number: str) -> str:
        """Open a detail; refuse one of another member or kind, or under an unknown secret."""
        data = bytes(sealed)
        keys = self._by_name.get(data[:NAME_BYTES])
        if keys is None:
            raise BadSeal("This contact detail was sealed under a secret that is not at hand.")
        nonce, closed = data[NAME_BYTES : NAME_BYTES + _NONCE], data[NAME_BYTES + _NONCE :]
        try:
            return keys.cipher.decrypt(nonce, closed, _bound(kind, number)).decode()
        except (InvalidTag, ValueError):
            raise BadSeal("This contact detail is not the one that was sealed here.") from None

    @property
    def current_name(self) -> bytes:
        """Give the name of the first secret: the bytes that what it sealed begins with."""
        return self._all[0].name

    def is_current(self, sealed: bytes | memoryview) -> bool:
        """Tell whether a detail is sealed under the first secret."""
        return bytes(sealed)[:NAME_BYTES] == self._all[0].name

    def mark(self, detail: str, *, kind: str) -> bytes:
        """Give the mark of a detail under the first secret."""
        return _marked(self._all[0].marking, kind, detail)

    def marks(self, detail: str, *, kind: str) -> list[bytes]:
        """Give the marks that a detail may bear while secrets are being changed."""
        return [_marked(keys.marking, kind, detail) for keys in self._all]


@lru_cache(maxsize=8)
def _keys(secret: str) -> _Keys:
    length = _KEY + _MARK + NAME_BYTES
    made = HKDF(SHA256(), length, salt=None, info=_PURPOSE).derive(secret.encode())
    return _Keys(AESGCM(made[:_KEY]), made[_KEY : _KEY + _MARK], made[_KEY + _MARK :])


def _bound(kind: str, number: str) -> bytes:
    return f"{kind}\0{number}".encode()


def _marked(key: bytes, kind: str, detail: str) -> bytes:
    return hmac.digest(key, f"{kind}\0{detail}".encode(), hashlib.sha256)[:MARK_BYTES]
