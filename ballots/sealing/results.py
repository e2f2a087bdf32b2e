"""The result: what the tally holds once all its shares are there (specification, section 4.19)."""

from collections.abc import Iterable, Sequence
from math import isqrt
from typing import Any, Final

from gmpy2 import mpz

from ballots.sealing.documents import BadDocument, compact, count, counted, items, members, parse
from ballots.sealing.groups import Group

Factors = tuple[tuple[int, ...], ...]
"""For each ciphertext of a tally, what its beta is divided by."""

_NUMBER: Final = 100
_MOST_STEPS: Final = 1 << 20


class Logarithms:
    """Amounts found in powers of g, from 0 to the largest there can be: baby step, giant step.

    The table has about the square root of the largest: 200 steps for 34,000 ballots.
    """

    def __init__(self, group: Group, largest: int) -> None:
        """Build the table once for all the sums of a tally."""
        self._group, self._largest = group, largest
        self._stride = isqrt(largest) + 1
        if self._stride > _MOST_STEPS:
            raise BadDocument("weight", f"A total weight of {largest:,} cannot be opened.")
        self._baby: dict[int, int] = {}
        power = mpz(1)
        for n in range(self._stride):
            self._baby[power] = n
            power = power * group.g % group.p
        self._giant = group.inverse(power)

    def of(self, power: int) -> int:
        """Give the n for which g^n is this, or raise `BadDocument` (`result`) if none is."""
        for giant in range(self._stride + 1):
            if (baby := self._baby.get(power)) is not None:
                if (found := giant * self._stride + baby) <= self._largest:
                    return found
                break
            power = power * self._giant % self._group.p
        raise BadDocument("result", "A sum is larger than the weight of all ballots.")


def multiplied(group: Group, factors: Iterable[Factors]) -> Factors:
    """Multiply what each trustee gave, or each group of them together, ciphertext by ciphertext.

    Every trustee of kind "Single" is needed; of a threshold group its members' factors are first
    joined by Lagrange.
    """
    return tuple(
        tuple(group.product(place) for place in zip(*answer, strict=True))
        for answer in zip(*factors, strict=True)
    )


def opened(group: Group, beta: int, factor: int) -> int:
    """Take the trustees' factor from a ciphertext: for a sum g^n is left."""
    return beta * group.inverse(factor) % group.p


def build_result(result: Sequence[Sequence[Any]]) -> bytes:
    """Write the result: for each question its sums, or its ranked papers."""
    return compact({"result": [[_written(one) for one in answer] for answer in result]})


def read_result(raw: bytes, shape: Sequence[int]) -> list[list[Any]]:
    """Read a result: numbers, or lists of them for a ranked paper; `shape` is that of the tally."""
    most = 1_000 + sum(shape) * _NUMBER * 100
    rows = items(members(parse(raw, limit=most), "The result", ("result",))["result"], "result")
    if [len(items(row, "result")) for row in rows] != list(shape):
        raise BadDocument("shape", "The result is not of this election.")
    return [[_read(one) for one in row] for row in rows]


def _written(one: Any) -> Any:
    return [int(n) for n in one] if isinstance(one, Sequence) else counted(one)


def _read(one: Any) -> Any:
    return [count(n, "result") for n in one] if isinstance(one, list) else count(one, "result")
