"""Several powers of a base that is met once: a stranger's ciphertext, or a voter's credential.

To check a ballot each of its elements is raised three times: to the order of the group, and to the
challenges of its proofs. A comb (Lim and Lee) squares for them together: 512 products for three
exponents of 256 bits, where one after the other they are 900. For what is published.
"""

from collections.abc import Callable
from functools import partial
from typing import Final

from gmpy2 import mpz, powmod

from ballots.sealing.groups import Group

_COLUMNS: Final = 16
"""How many squarings each exponent takes; its bits stand in as many columns."""

_TEETH: Final = 4
"""How many rows of bits are looked up at once."""


class Comb:
    """Powers of one base, which need not be an element of the group."""

    def __init__(self, group: Group, base: int) -> None:
        """Square to every sixteenth power of two, and multiply those together in fours."""
        self._group, self._base = group, base
        p, step, power = group.p, mpz(1) << _COLUMNS, mpz(base)
        self._tables: list[list[int]] = []
        for _ in range(0, group.q.bit_length(), _COLUMNS * _TEETH):
            table = [mpz(1)]
            for _ in range(_TEETH):
                table += [power, *(product * power % p for product in table[1:])]
                power = powmod(power, step, p)
            self._tables.append(table)

    def __call__(self, exponent: int) -> int:
        """Raise to an exponent from 0 to the order of the group."""
        p, total = self._group.p, mpz(1)
        width = _COLUMNS * _TEETH
        mask = (1 << width) - 1
        rows = [_columns(int(exponent) >> width * n & mask) for n in range(len(self._tables))]
        for digits in zip(*rows, strict=True):
            if total != 1:
                total = total * total % p
            for table, digit in zip(self._tables, digits, strict=True):
                if digit:
                    total = total * table[digit] % p
        return total

    def is_element(self) -> bool:
        """Say whether the base is in the subgroup, as `Group.is_element` does."""
        group = self._group
        if group.p == 2 * group.q + 1:
            return group.is_element(self._base)
        return 0 < self._base < group.p and self(group.q) == 1


def raising(group: Group, base: int, times: int) -> Callable[[int], int]:
    """Give what raises a base so many times: a comb is worth its making from the second on."""
    return Comb(group, base) if times > 1 else partial(group.power, base)


def _columns(bits: int) -> list[int]:
    """Read four rows of sixteen bits down their columns: a number for each.

    Binary digits read as hexadecimal ones have room for three more each.
    """
    row = (1 << _COLUMNS) - 1
    columns = sum(int(f"{bits >> _COLUMNS * n & row:b}", 16) << n for n in range(_TEETH))
    return [int(digit, 16) for digit in f"{columns:0{_COLUMNS}x}"]
