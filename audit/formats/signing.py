"""Keys that sign tree heads, written as C2SP signed-note key lines.

A public key is written `name+hexid+base64(type || key)`, where the id is the first four bytes of
SHA-256(name || LF || type || key). The type says what the key may sign: 0x01 a note, as a log does;
0x04 a cosignature, as a witness does. The two are classes of their own, so that neither can be
taken for the other. Checks are left to `cryptography`: on the edge cases of Ed25519 it agrees with
Go and Node.
"""

import hashlib
import re
from dataclasses import dataclass
from typing import ClassVar, Self

from cryptography.exceptions import InvalidSignature, UnsupportedAlgorithm
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    load_pem_private_key,
)

from audit.formats.encoding import base64_bytes, base64_text
from audit.formats.errors import BadEncoding, BadKey

KEY_BYTES = 32
KEY_ID_BYTES = 4

_HEX_ID = re.compile(r"[0-9a-f]{8}")

# A signature under a key of small order fits many messages. These are all such keys, in each of
# their spellings, the sign bit (the last bit of the last byte) set aside.
_SMALL_ORDER = frozenset(
    bytes.fromhex(point)
    for point in (
        "0000000000000000000000000000000000000000000000000000000000000000",
        "0100000000000000000000000000000000000000000000000000000000000000",
        "26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc05",
        "c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac037a",
        "ecffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
        "edffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
        "eeffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
    )
)


def is_key_name(name: str) -> bool:
    """Tell whether a name may stand in a signed note: something, without spaces or plus signs."""
    return bool(name) and "+" not in name and name.isprintable() and not any(map(str.isspace, name))


@dataclass(frozen=True, slots=True)
class PublicKey:
    """A named Ed25519 key that may sign one kind of thing."""

    name: str
    public: bytes

    type: ClassVar[int]
    purpose: ClassVar[str]

    def __post_init__(self) -> None:
        """Refuse a key that cannot mean anything."""
        if not is_key_name(self.name):
            raise BadKey("A key's name must be non-empty, without spaces or plus signs.")
        if len(self.public) != KEY_BYTES:
            raise BadKey(f"An Ed25519 key is {KEY_BYTES} bytes.")
        if self.public[:-1] + bytes([self.public[-1] & 0x7F]) in _SMALL_ORDER:
            raise BadKey("This key is of small order: its signatures would prove nothing.")

    @property
    def id(self) -> bytes:
        """Give the four bytes by which a signature names its key."""
        hashed = self.name.encode() + b"\n" + bytes([self.type]) + self.public
        return hashlib.sha256(hashed).digest()[:KEY_ID_BYTES]

    def __str__(self) -> str:
        """Write the key line (`vkey`)."""
        return f"{self.name}+{self.id.hex()}+{base64_text(bytes([self.type]) + self.public)}"

    @classmethod
    def parse(cls, text: str) -> Self:
        """Read a key line."""
        name, _, rest = text.partition("+")
        key_id, _, encoded = rest.partition("+")
        try:
            body = base64_bytes(encoded)
        except BadEncoding:
            body = b""
        if not _HEX_ID.fullmatch(key_id) or not body:
            raise BadKey("A key is written name+id+key: eight hex digits, then base64.")
        if body[0] != cls.type:
            raise BadKey(
                f"This key is of type {body[0]}; the key of {cls.purpose} is of type {cls.type}."
            )
        key = cls(name, body[1:])
        if key.id.hex() != key_id:
            raise BadKey("The key's id does not belong to this name and key: a typing error?")
        return key

    def verifies(self, message: bytes, signature: bytes) -> bool:
        """Tell whether this key signed the message."""
        try:
            Ed25519PublicKey.from_public_bytes(self.public).verify(signature, message)
        except (InvalidSignature, ValueError):
            return False
        return True


@dataclass(frozen=True, slots=True)
class VerifierKey(PublicKey):
    """The public half of a log's key: what a scrutineer is given, and compares with the minutes."""

    type: ClassVar[int] = 0x01
    purpose: ClassVar[str] = "a log"


class SecretKey:
    """The secret half of a named key, which never leaves the machine it was made on."""

    def __init__(self, name: str, private: Ed25519PrivateKey) -> None:
        self.name = name
        self._private = private

    @classmethod
    def generate(cls, name: str) -> Self:
        """Make a new key."""
        return cls(name, Ed25519PrivateKey.generate())

    @classmethod
    def from_pem(cls, name: str, pem: bytes) -> Self:
        """Read a secret key from a PEM file (PKCS #8)."""
        try:
            private = load_pem_private_key(pem, password=None)
        except (ValueError, TypeError, UnsupportedAlgorithm):
            raise BadKey("This is not a PEM file with a secret key in the clear.") from None
        if not isinstance(private, Ed25519PrivateKey):
            raise BadKey("This secret key is not an Ed25519 key.")
        return cls(name, private)

    @property
    def public(self) -> bytes:
        """Give the public half, 32 bytes."""
        return self._private.public_key().public_bytes_raw()

    def pem(self) -> bytes:
        """Write the secret key, for a file that only its owner may read."""
        return self._private.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())

    def seed(self) -> bytes:
        """Give the 32 secret bytes, for what is about to be encrypted."""
        return self._private.private_bytes_raw()

    def sign(self, message: bytes) -> bytes:
        """Sign a message."""
        return self._private.sign(message)


class SigningKey(SecretKey):
    """A log's secret key."""

    def __init__(self, name: str, private: Ed25519PrivateKey) -> None:
        super().__init__(name, private)
        self.verifier = VerifierKey(name, self.public)
