"""Products of many powers at once: what the check of a shuffle spends nearly all its time on.

Each exponent is cut into digits. For one place of the digits, bases with the same digit are
multiplied together first, and each such heap is raised once for all that are in it: with a thousand
bases of 2,048 bits that costs a ninth of raising one after the other (Pippenger's method).
The heaps a base goes to depend on its exponent: for what is published, or for one's own machine.
"""

from collections.abc import Sequence
from typing import Final

from gmpy2 import mpz, powmod

_FEW: Final = 6
"""Up to here raising one after the other is as quick."""


def product_of_powers(p: int, bases: Sequence[int], exponents: Sequence[int]) -> int:
    """Multiply, modulo p, each base raised to its exponent, none of which is below 0; of none, 1.

    ValueError unless there is one exponent for each base.
    """
    pairs = list(zip(bases, exponents, strict=True))
    if len(pairs) <= _FEW:
        total = mpz(1)
        for base, exponent in pairs:
            total = total * powmod(base, exponent, p) % p
        return total
    bits = max(exponent.bit_length() for exponent in exponents)
    width = _width(len(pairs))
    total = mpz(1)
    for place in range((bits - 1) // width * width, -1, -width):
        if total != 1:
            total = powmod(total, 1 << width, p)
        total = total * _heaped(p, pairs, place, width) % p
    return total


def _width(count: int) -> int:
    """Choose how many bits a digit has: the fewest products in all, for each bit of the exponents.

    One place costs a product for each base and two for each heap.
    """
    return min(range(2, 17), key=lambda width: (count + (2 << width)) / width)


def _heaped(p: int, pairs: Sequence[tuple[int, int]], place: int, width: int) -> int:
    """Give the product of each base raised to its digit at a place.

    The product of heaps 1 to n, raised to their numbers, is that of all the products of heaps
    i to n: so each heap is multiplied in once, from the last, and no power is taken at all.
    """
    mask = (1 << width) - 1
    heaps: list[int | None] = [None] * (mask + 1)
    for base, exponent in pairs:
        digit = exponent >> place & mask
        if digit:
            heap = heaps[digit]
            heaps[digit] = base if heap is None else heap * base % p
    running, total = mpz(1), mpz(1)
    for heap in reversed(heaps[1:]):
        if heap is not None:
            running = running * heap % p
        total = total * running % p
    return total
