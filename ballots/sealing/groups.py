"""The two groups that an election can be sealed in (Belenios specification 2.0, section 5).

Their constants are written here and read from no file: whoever chose them could choose ones that
leak. Multiplication is modulo p in the subgroup of order q that g generates. What is typed `int`
here is gmpy2's `mpz`, which behaves as one and is many times as fast.
"""

import secrets
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import Final

from gmpy2 import invert, legendre, mpz, powmod, powmod_sec

_WINDOW: Final = 8
"""Bits of an exponent that one look into a table of powers takes care of."""


@dataclass(frozen=True, slots=True)
class Embedding:
    """How whole numbers are written into one element, for ranked papers (section 4.11.2)."""

    padding: int
    bits_per_int: int


@dataclass(frozen=True)
class Group:
    """A group under its name in the election: modulus p, order q of the subgroup, generator g."""

    name: str
    p: int
    q: int
    g: int
    embedding: Embedding | None = None

    def __reduce__(self) -> "tuple[Callable[[str], Group], tuple[str]]":
        """Travel to another process by name, and find that process's own tables there."""
        return _named, (self.name,)

    @property
    def is_of_squares(self) -> bool:
        """Say whether p is 2q + 1, so that the subgroup is that of all squares."""
        return self.p == 2 * self.q + 1

    def is_element(self, x: int) -> bool:
        """Say whether x is in the subgroup: 0 < x < p, and x to the q is 1.

        Where p is 2q + 1 that power is the Legendre symbol, which is found hundreds of times as
        fast without raising anything (Euler's criterion).
        """
        if not 0 < x < self.p:
            return False
        if self.is_of_squares:
            return legendre(x, self.p) == 1
        return powmod(x, self.q, self.p) == 1

    def is_exponent(self, n: int) -> bool:
        """Say whether n is a whole number below the order."""
        return 0 <= n < self.q

    def power(self, base: int, exponent: int) -> int:
        """Raise what all may know to what all may know."""
        return powmod(base, exponent, self.p)

    def secret_power(self, base: int, exponent: int) -> int:
        """Raise to a secret exponent, in a time that does not depend on it."""
        return powmod_sec(base, exponent % self.q or self.q, self.p)

    def inverse(self, x: int) -> int:
        """Give what x is to be multiplied by for 1."""
        return invert(x, self.p)

    def product(self, elements: Iterable[int]) -> int:
        """Multiply; of nothing it is 1."""
        total = mpz(1)
        for x in elements:
            total = total * x % self.p
        return total

    def exponent(self) -> int:
        """Draw an exponent at random, each as likely as the next: 128 bits more, then reduced."""
        return mpz(secrets.randbits(self.q.bit_length() + 128)) % self.q

    @property
    def most_numbers(self) -> int:
        """Say how many numbers can be written into one element (section 4.11.2)."""
        if self.embedding is None:
            return 0
        room = self.p.bit_length() - 1 - self.embedding.padding
        return room // self.embedding.bits_per_int

    @cached_property
    def powers_of_g(self) -> "Powers":
        """Give the table of the generator."""
        return Powers(self.p, self.q, self.g)

    @lru_cache(maxsize=8)  # noqa: B019 # the groups are two, and never go
    def powers_of(self, base: int) -> "Powers":
        """Give the table of an element that is raised again and again, such as a public key."""
        return Powers(self.p, self.q, mpz(base))


class Powers:
    """Powers of one base, looked up: a table of 2^8 for every 8 bits of an exponent.

    Five times as fast as raising it anew. Which rows are looked up depends on the exponent, so this
    is for exponents that are published, or of one's own machine, where nobody watches the memory.
    """

    def __init__(self, p: int, q: int, base: int) -> None:
        """Build the table: some 8,000 products for an order of 256 bits."""
        self._p, self._q = p, q
        self._rows: list[list[int]] = []
        for _ in range(0, q.bit_length(), _WINDOW):
            row = [mpz(1)]
            for _ in range((1 << _WINDOW) - 1):
                row.append(row[-1] * base % p)
            self._rows.append(row)
            base = row[-1] * base % p

    def __call__(self, exponent: int) -> int:
        """Raise the base to an exponent, reduced by the order first."""
        rest, p, total = mpz(exponent) % self._q, self._p, mpz(1)
        for row, digit in zip(self._rows, _digits(rest), strict=False):
            if digit:
                total = total * row[digit] % p
        return total


def _digits(number: int) -> Sequence[int]:
    """Give the digits of 8 bits each, the least first."""
    return int(number).to_bytes((number.bit_length() + 7) // 8, "little")


BELENIOS_2048: Final = Group(
    "BELENIOS-2048",
    p=mpz(
        "a3ef2d011fefb1b6e39e568fccdffb0fb7dc7ef3a791b6862791811d21fc35f21e6d36856b428030"
        "421f514ed40bfd4c06e092a495af8d79a2f85e0fb11c0ede07dd973f9c53e50930c6e82ac36de1ae"
        "3fb8c3aabfff12ce27a5022ddd8912d107435012768a2cdd0a4091d8fa447f6c7ebc15a349fa318a"
        "6b4fe17d8d47e843a3e14dfa9b2162f4d7229abe93a188b46b006517d6f6747ebbb29c9ec3099b60"
        "7f18fb1a8bc858279aa8599411d998d3e3fada9e010840d082d8c31911acdd4a0e7992d0f18cc759"
        "cb5de0acf66a3882555bc810941e021b6a4ccfa04ee4008f878affa2375e2999b44f6cef17d70730"
        "1e59e0e6351e051ed9cec4157646e64f",
        16,
    ),
    q=mpz("adb6066a73522565f4daa0f2579db7f2f0fa90c2168bc709e20263387d55c491", 16),
    g=mpz(
        "1307c1ab5f295885d7caa3a78a42415e31fd1c5807b61fb1e781878a52230a51988b98c259597f9c"
        "5a9dfd001d26ba31d9d8976f01d95a1c8262ee68a0e92cea541e5219e0d0d094301b894236823fe1"
        "d4bc04e29f3748aefd4f10d5b1a356a8643e673fd9d215fc8fe5fb9cf9fdb8ea88fdb1a3381a697f"
        "df9c2458570b06d26aef1be365fdd90165f397c6b870df8c1b9e519edcee8bb0f74b7a1615a274ba"
        "60a7ea574a61f552d2dde0ce514e0927c4ff49b1964c4a913731ae4268d60d7f22127b6cbba44d45"
        "3ac8b72fd04e0991b7aeff04867d8724ac638f5f34100d2d47aa680d43771902743d663f42d853c0"
        "41e1c91fe3823f4bcf284308f1d7e653",
        16,
    ),
)
"""For questions that are added up while sealed: the order has 256 bits only, so it is quick."""

_RFC_3526_P: Final[int] = mpz(
    "ffffffffffffffffc90fdaa22168c234c4c6628b80dc1cd129024e088a67cc74020bbea63b139b22"
    "514a08798e3404ddef9519b3cd3a431b302b0a6df25f14374fe1356d6d51c245e485b576625e7ec6"
    "f44c42e9a637ed6b0bff5cb6f406b7edee386bfb5a899fa5ae9f24117c4b1fe649286651ece45b3d"
    "c2007cb8a163bf0598da48361c55d39a69163fa8fd24cf5f83655d23dca3ad961c62f356208552bb"
    "9ed529077096966d670c354e4abc9804f1746c08ca18217c32905e462e36ce3be39e772c180e8603"
    "9b2783a2ec07a28fb5c55df06f4c52c9de2bcbf6955817183995497cea956ae515d2261898fa0510"
    "15728e5a8aacaa68ffffffffffffffff",
    16,
)

RFC_3526_2048: Final = Group(
    "RFC-3526-2048",
    p=_RFC_3526_P,
    q=(_RFC_3526_P - 1) // 2,
    g=mpz(2),
    embedding=Embedding(padding=8, bits_per_int=8),
)
"""For ranked papers, which are written into an element: twelve times as slow (RFC 3526, 14)."""

GROUPS: Final = {group.name: group for group in (BELENIOS_2048, RFC_3526_2048)}


def _named(name: str) -> Group:
    """Find a group again in another process."""
    return GROUPS[name]
