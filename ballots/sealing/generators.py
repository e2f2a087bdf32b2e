"""Generators that nobody knows a relation between (Belenios specification 2.0, tables 6 to 8).

A shuffle commits itself to its permutation with them. Each is the hash of its number, raised into
the subgroup: whoever knew one as a power of another could prove a false shuffle.
"""

from functools import lru_cache
from hashlib import sha256

from gmpy2 import mpz

from ballots.sealing.groups import Group


@lru_cache(maxsize=1 << 17)
def generator(group: Group, number: int) -> int:
    """Give the generator of a number: -1 for the secondary one, from 0 on for the ciphertexts.

    ArithmeticError if it is one that every proof would be worthless with; the chance is nil, and
    the specification asks.
    """
    start = mpz(sha256(f"ggen|{number}".encode()).hexdigest(), 16)
    found = group.power(start, (group.p - 1) // group.q)
    if found in (0, 1, group.g):
        raise ArithmeticError(f"The generator of number {number} cannot be used.")
    return found


def secondary_generator(group: Group) -> int:
    """Give the one that begins the chain of commitments (table 6)."""
    return generator(group, -1)


def generators(group: Group, count: int) -> list[int]:
    """Give one for each ciphertext of a shuffle (table 7), all different.

    ArithmeticError if two are the same.
    """
    found = [generator(group, number) for number in range(count)]
    if len({secondary_generator(group), *found}) <= count:
        raise ArithmeticError("Two generators are the same.")
    return found
