"""How trustees write to each other through a server that can read nothing (section 4.6.1, 4.6.3).

A trustee has one secret, a seed of 22 characters, which `belenios-tool` writes to her `.key` file.
From it come a key to sign with and a key to be written to. A letter is signed, names the key it is
for, and is encrypted with AES-CCM under a key that only its recipient can find.
"""

import secrets
from dataclasses import dataclass
from functools import cached_property
from hashlib import sha256
from typing import Final, NamedTuple

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESCCM
from gmpy2 import mpz

from ballots.sealing.documents import BadDocument, compact, large, members, parse, text
from ballots.sealing.elections import BASE_58
from ballots.sealing.groups import Group
from ballots.sealing.proofs import Proof, knowledge_holds, prove_knowledge, read_proof

SEED: Final = 22
"""Characters of a trustee's seed: 128 bits."""

LETTER: Final = 4_000_000
"""Bytes that a message of a ceremony may have."""

_TAG: Final = 8
_NONCE: Final = 13
_SHORT: Final = 1 << 16


class BadMessage(BadDocument):
    """A message of a ceremony is refused: a code for programs, words for people."""


class Signed(NamedTuple):
    """A text with the signature of a trustee."""

    message: str
    signature: Proof

    def document(self) -> dict[str, object]:
        """Write it as the specification does."""
        return {"message": self.message, "signature": self.signature.document()}

    def is_by(self, group: Group, verification: int) -> bool:
        """Say whether it was signed with the key that this one verifies."""
        return knowledge_holds(group, verification, f"sigmsg|{self.message}|", self.signature)


def read_signed(document: object, where: str, group: Group) -> Signed:
    """Read one: its shape and its ranges; whose it is, is for `is_by` to say."""
    parts = members(document, where, ("message", "signature"))
    return Signed(
        text(parts["message"], f"{where}.message"),
        read_proof(parts["signature"], f"{where}.signature", group),
    )


@dataclass(frozen=True)
class Seed:
    """What a trustee keeps, and what is worked out from it. It never reaches a server."""

    group: Group
    text: str

    @classmethod
    def new(cls, group: Group) -> "Seed":
        """Draw a seed."""
        return cls(group, "".join(secrets.choice(BASE_58) for _ in range(SEED)))

    @classmethod
    def read(cls, group: Group, typed: str) -> "Seed":
        """Read a seed as it stands in a `.key` file, or raise `BadMessage` (`seed`)."""
        found = typed.strip()
        if len(found) != SEED or not set(found) <= set(BASE_58):
            raise BadMessage("seed", f"A trustee's key is {SEED} letters and digits.")
        return cls(group, found)

    def __repr__(self) -> str:
        return f"Seed({self.group.name}, kept secret)"

    @property
    def file(self) -> str:
        """Write the `.key` file of `belenios-tool`."""
        return f"{self.text}\n"

    @cached_property
    def signing(self) -> int:
        """Give the exponent that signs."""
        return self._derived("sk")

    @cached_property
    def reading(self) -> int:
        """Give the exponent that letters are decrypted with."""
        return self._derived("dk")

    @cached_property
    def verification(self) -> int:
        """Give the key that others verify her signatures with."""
        return self.group.secret_power(self.group.g, self.signing)

    @cached_property
    def encryption(self) -> int:
        """Give the key that others write to her with."""
        return self.group.secret_power(self.group.g, self.reading)

    def sign(self, message: str) -> Signed:
        """Sign a text."""
        return Signed(message, prove_knowledge(self.group, self.signing, f"sigmsg|{message}|"))

    def send(self, recipient: int, message: str) -> str:
        """Write a letter to whoever has the key `recipient`: signed, then encrypted."""
        letter = compact({"recipient": str(recipient), "message": message}).decode()
        return _encrypted(self.group, recipient, compact(self.sign(letter).document()))

    def receive(self, sender: int, letter: str, where: str) -> str:
        """Read a letter signed with the key that `sender` verifies.

        Raise `BadMessage`. Codes, beside those of `documents`: `unreadable`, `signature`,
        `recipient`.
        """
        opened = self._decrypted(letter, where)
        signed = read_signed(parse(opened, limit=LETTER), where, self.group)
        if not signed.is_by(self.group, sender):
            raise BadMessage("signature", f"{where} is not signed by who should have sent it.")
        inner = parse(signed.message.encode(), limit=LETTER)
        parts = members(inner, where, ("recipient", "message"))
        if large(parts["recipient"], where, self.group.p) != self.encryption:
            raise BadMessage("recipient", f"{where} was written to somebody else.")
        return text(parts["message"], where)

    def _decrypted(self, letter: str, where: str) -> bytes:
        group = self.group
        parts = members(parse(letter.encode(), limit=LETTER), where, ("alpha", "beta", "data"))
        alpha = large(parts["alpha"], where, group.p)
        beta = large(parts["beta"], where, group.p)
        data = text(parts["data"], where)
        if not (group.is_element(alpha) and group.is_element(beta)):
            raise BadMessage("unreadable", f"{where} is not encrypted in the election's group.")
        key = beta * group.inverse(group.secret_power(alpha, self.reading)) % group.p
        try:
            sealed = bytes.fromhex(data)
            return _cipher(key).decrypt(_nonce(alpha, len(sealed) - _TAG), sealed, None)
        except (ValueError, InvalidTag):
            raise BadMessage("unreadable", f"{where} cannot be read with this key.") from None

    def _derived(self, use: str) -> int:
        digest = sha256(f"{use}|{self.text}".encode()).hexdigest()
        return mpz(digest, 16) % self.group.q


def _encrypted(group: Group, recipient: int, plain: bytes) -> str:
    """Encrypt to a key: a random element carries the key of the cipher."""
    r = group.exponent()
    alpha = group.secret_power(group.g, r)
    key = group.secret_power(group.g, group.exponent())
    beta = group.secret_power(recipient, r) * key % group.p
    data = _cipher(key).encrypt(_nonce(alpha, len(plain)), plain, None).hex()
    return compact({"alpha": str(alpha), "beta": str(beta), "data": data}).decode()


def _cipher(key: int) -> AESCCM:
    return AESCCM(sha256(f"key|{key}".encode()).digest(), tag_length=_TAG)


def _nonce(alpha: int, length: int) -> bytes:
    """Give the start of the initialization vector: a byte less where the length takes three."""
    return sha256(f"iv|{alpha}".encode()).digest()[: _NONCE - (length >= _SHORT)]
