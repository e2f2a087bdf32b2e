"""Keys written as text (PASERK version 4), each in one spelling, and sealed with a password.

pyseto does the work, and is as lenient here as with tokens: it takes padding, stray characters and
keys of a wrong length. So a key must match the grammar and the length of its type, and be decoded,
encoded again and compared, before pyseto sees it.

A sealed key (`k4.secret-pw`) says itself how much memory and work it takes to open it, before
anything in it can be checked. We seal at 256 MiB and three passes of Argon2id and open nothing
above that, so that a file cannot eat the machine.
"""

import re
from dataclasses import dataclass
from typing import Any, Final

import pyseto
from argon2.exceptions import HashingError
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from pyseto.key_interface import KeyInterface

from audit.formats.encoding import base64url_bytes
from audit.formats.errors import BadEncoding, BadKey
from audit.formats.signing import SigningKey

SEALED = "k4.secret-pw."

_KEY = re.compile(r"k4\.([a-z-]+(?:\.pie)?)\.([A-Za-z0-9_-]{1,400})")
_LENGTHS: Final = {
    "local": 32,
    "public": 32,
    "secret": 64,
    "seal": 96,
    "local-wrap.pie": 96,
    "secret-wrap.pie": 128,
    "local-pw": 120,
    "secret-pw": 152,
}
_MEBIBYTE = 1024**2


@dataclass(frozen=True, slots=True)
class Cost:
    """What it takes to try one password: memory in MiB, and passes over it (Argon2id, one lane)."""

    mebibytes: int
    passes: int


STRONG: Final = Cost(256, 3)
"""About half a second and a quarter of a gigabyte for each guess."""

SAMPLE: Final = Cost(1, 1)
"""For sample premises and tests: no protection at all."""


def seal(key: SigningKey, password: str, cost: Cost = STRONG) -> str:
    """Write a secret key so that only the password opens it."""
    if not password:
        raise BadKey("A key cannot be sealed with an empty password.")
    sealed: str = pyseto.Key.new(4, "public", key.pem()).to_paserk(
        password=password.encode(),
        memory_cost=cost.mebibytes * 1024,
        time_cost=cost.passes,
    )
    return sealed


def unseal(name: str, sealed: str, password: str) -> SigningKey:
    """Open a sealed key, and give it its name."""
    if not sealed.startswith(SEALED):
        raise BadKey("This is not a key sealed with a password (k4.secret-pw).")
    if not password:
        raise BadKey("A sealed key needs its password.")
    secret = read(sealed, password=password.encode())._key  # noqa: SLF001 - pyseto shows it nowhere
    assert isinstance(secret, Ed25519PrivateKey)  # noqa: S101 - by its type
    return SigningKey(name, secret)


def cost_of(sealed: str) -> Cost:
    """Read what it takes to open a sealed key."""
    return _cost(_checked(sealed)[1])


def read(text: str, **opened_with: Any) -> KeyInterface:
    """Read a key of any type; `opened_with` is a `password`, `wrapping_key` or `unsealing_key`."""
    kind, data = _checked(text)
    if kind.endswith("-pw"):
        cost = _cost(data)
        if cost.mebibytes > STRONG.mebibytes or cost.passes > STRONG.passes:
            raise BadKey(
                f"Opening this key is said to take {cost.mebibytes:,} MiB and {cost.passes:,} "
                f"passes; we open none above {STRONG.mebibytes} MiB and {STRONG.passes} passes."
            )
    try:
        key: KeyInterface = pyseto.Key.from_paserk(text, **opened_with)
    except pyseto.PysetoError:
        raise BadKey("The password or key does not open this key.") from None
    except (ValueError, HashingError):
        raise BadKey(f"This key, of type k4.{kind}, cannot be read with what was given.") from None
    if kind == "secret" and key.to_paserk() != text:
        raise BadKey("The two halves of this key do not belong together.")
    return key


def _checked(text: str) -> tuple[str, bytes]:
    """Refuse every spelling of a key but the one; give its type and its bytes."""
    match = _KEY.fullmatch(text)
    if not match or match[1] not in _LENGTHS:
        raise BadKey("This is not a key of PASERK version 4.")
    kind = match[1]
    try:
        data = base64url_bytes(match[2])
    except BadEncoding:
        raise BadKey("This key is not written in its one correct way.") from None
    if len(data) != _LENGTHS[kind]:
        raise BadKey(f"A key of type k4.{kind} is {_LENGTHS[kind]} bytes, not {len(data)}.")
    return kind, data


def _cost(data: bytes) -> Cost:
    memory, passes, lanes = (
        int.from_bytes(data[start:end]) for start, end in ((16, 24), (24, 28), (28, 32))
    )
    if memory % _MEBIBYTE or lanes != 1:
        raise BadKey("A sealed key's memory is whole MiB, and it is opened in one lane.")
    return Cost(memory // _MEBIBYTE, passes)
