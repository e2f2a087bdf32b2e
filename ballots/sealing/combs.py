"""Several powers of a base that is met once: a stranger's ciphertext, or a voter's credential.

To check a ballot each of its elements is raised three times: to the order of the group, and to the
challenges of its proofs. A comb (Lim and Lee) squares for them together: 512 products for three
exponents of 256 bits, where one after the other they are 900. For what is published.
"""

from collections.abc import Callable, Sequence
from functools import partial
from typing import Final

from gmpy2 import mpz, powmod

from ballots.sealing.groups import Group

_COLUMNS: Final = 16
"""How many squarings each exponent takes; its bits stand in as many columns."""

_TEETH: Final = 4
"""How many rows of bits are looked up at once."""

_AT_ONCE: Final = _COLUMNS * _TEETH


class Comb:
    """Powers of one base, which need not be an element of the group."""

    def __init__(self, group: Group, base: int) -> None:
        """Square to every sixteenth power of two, and multiply those together in fours."""
        self._group, self._base = group, base
        self._width = -(-group.q.bit_length() // _AT_ONCE) * _AT_ONCE
        powers = [mpz(base)]
        while len(powers) < self._width // _COLUMNS:
            powers.append(powmod(powers[-1], 1 << _COLUMNS, group.p))
        powers.reverse()
        self._tables = [
            _products(group.p, powers[n : n + _TEETH]) for n in range(0, len(powers), _TEETH)
        ]

    def __call__(self, exponent: int) -> int:
        """Raise to an exponent from 0 to the order of the group."""
        bits = f"{int(exponent):0{self._width}b}"
        rows = [bits[n : n + _COLUMNS] for n in range(0, self._width, _COLUMNS)]
        factors = [
            map(table.__getitem__, zip(*rows[n : n + _TEETH], strict=True))
            for table, n in zip(self._tables, range(0, len(rows), _TEETH), strict=True)
        ]
        p, total = self._group.p, mpz(1)
        for column in zip(*factors, strict=True):
            total = total * total % p
            for factor in column:
                total = total * factor % p
        return total

    def is_element(self) -> bool:
        """Say whether the base is in the subgroup, as `Group.is_element` does."""
        group = self._group
        if group.is_of_squares:
            return group.is_element(self._base)
        return 0 < self._base < group.p and self(group.q) == 1


def raising(group: Group, base: int, times: int) -> Callable[[int], int]:
    """Give what raises a base so many times: a comb is worth its making from the second on."""
    return Comb(group, base) if times > 1 else partial(group.power, base)


def _products(p: int, powers: Sequence[int]) -> dict[tuple[str, ...], int]:
    """Multiply some of these, under the column of bits that says which."""
    products: dict[tuple[str, ...], int] = {(): mpz(1)}
    for power in powers:
        products = {
            (*bits, bit): product * power % p if bit == "1" and product != 1 else factor
            for bits, product in products.items()
            for bit, factor in (("0", product), ("1", power))
        }
    return products
