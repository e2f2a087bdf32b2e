"""The right to cast a ballot: a secret text, and its public half (specification, section 4.8).

A secret is 14 characters of base 58 and a fifteenth that catches slips of the pen: 82 bits, behind
1,000 rounds of PBKDF2 with the election's uuid as salt. It need hold out only while the vote is
open, and `belenios-tool` takes no other. `LONG` makes one of 128 bits where no voter will use it.
"""

import secrets
from collections.abc import Iterable, Mapping
from hashlib import pbkdf2_hmac
from typing import Final

from gmpy2 import mpz

from ballots.sealing.documents import BadDocument, compact, items, large, parse, text
from ballots.sealing.elections import BASE_58
from ballots.sealing.groups import GROUPS, Group

TOOL: Final = 14
LONG: Final = 22
"""How many characters of a secret are drawn: as `belenios-tool` has it, or for 128 bits."""

_ROUNDS: Final = 1000
_CHECK: Final = 53
_A_CREDENTIAL: Final = 700
"""Bytes that one line of the published list may take."""


def new_secret(characters: int = TOOL) -> str:
    """Draw a secret credential."""
    return secret_from(secrets.token_bytes(64), characters)


def secret_from(seed: bytes, characters: int = TOOL) -> str:
    """Derive a secret credential from 32 random bytes or more, such as HKDF gives them."""
    if len(seed) < 32:  # noqa: PLR2004 # so that reducing it leaves no bias
        raise ValueError("A seed of fewer than 32 bytes makes a secret that can be guessed.")
    number = int.from_bytes(seed, "big") % 58**characters
    drawn = "".join(BASE_58[number // 58**n % 58] for n in reversed(range(characters)))
    return _in_groups(drawn + _check(drawn))


def read_secret(typed: str) -> str:
    """Read a secret as a person types it, and give it with its dashes, which are part of it.

    Code: `credential`, for what was mistyped.
    """
    secret = "".join(typed.split()).replace("-", "")
    if len(secret) - 1 not in {TOOL, LONG} or not set(secret) <= set(BASE_58):
        raise BadDocument("credential", f"A credential has {TOOL + 1} letters and digits.")
    if _check(secret[:-1]) != secret[-1]:
        raise BadDocument("credential", "This credential was mistyped: its last letter says so.")
    return _in_groups(secret)


def secret_exponent(secret: str, uuid: str, group: Group) -> int:
    """Derive the exponent that signs: PBKDF2 of the secret, salted with the election's uuid."""
    derived = pbkdf2_hmac("sha256", read_secret(secret).encode(), uuid.encode(), _ROUNDS)
    return mpz(int.from_bytes(derived, "big")) % group.q


def public_credential(secret: str, uuid: str, group: Group) -> int:
    """Give the public half, g^s."""
    return group.powers_of_g(secret_exponent(secret, uuid, group))


def public_in(group: str, uuid: str, secret: str) -> int:
    """Give the public half in a group that is named: for processes that share a long list."""
    return public_credential(secret, uuid, GROUPS[group])


def published(credentials: Mapping[int, int] | Iterable[int]) -> bytes:
    """Write the list of who may cast: credentials, or credentials with their weights.

    It is sorted by number, so that its order tells nothing of the roll. Weights are written where
    any is not 1.
    """
    weights = credentials if isinstance(credentials, Mapping) else dict.fromkeys(credentials, 1)
    plain = all(weight == 1 for weight in weights.values())
    return compact(
        [str(listed) if plain else f"{listed},{weights[listed]}" for listed in sorted(weights)]
    )


def read_credentials(raw: bytes, group: Group, *, most: int = 2_000_000) -> dict[int, int]:
    """Read the list: each credential with its weight, 1 where none is written.

    Ranges are checked and no credential is listed twice; that each is an element of the group is
    asked of those that cast. Codes: those of `documents`, and `credential`, `weight`.
    """
    found: dict[int, int] = {}
    for n, line in enumerate(items(parse(raw, limit=most * _A_CREDENTIAL), "The credentials")):
        where = f"credentials[{n}]"
        first, comma, weight = text(line, where).partition(",")
        credential = large(first, where, group.p)
        if credential in found:
            raise BadDocument("credential", f"{where} is listed twice.")
        if credential <= 1:
            raise BadDocument("credential", f"{where} is one that anybody could sign with.")
        found[credential] = int(large(weight, f"{where}, its weight", 1 << 256)) if comma else 1
        if not found[credential]:
            raise BadDocument("weight", f"{where} has no weight: it could not vote.")
    return found


def _check(drawn: str) -> str:
    """Give the last character: 53 less what is left of the number when it is divided by 53."""
    number = 0
    for character in drawn:
        number = number * 58 + BASE_58.index(character)
    return BASE_58[_CHECK - number % _CHECK]


def _in_groups(secret: str) -> str:
    """Put a dash after every third character."""
    return "-".join(secret[n : n + 3] for n in range(0, len(secret), 3))
