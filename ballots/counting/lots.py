"""Lots: how a tie is broken that no rule breaks.

A lot may be drawn from a seed, which has to be fixed and published before the voting closes, or by
hand before a witness, and then typed in. The sampler is Rivest's, as OpenTally words it
(docs/rng.md): H = SHA-256(seed + "," + counter) as a whole number, the counter from 0 and one more
for every hash; H is passed over if it is at or above the largest multiple of n below 2^256; the lot
falls on H mod n, among the n who tie in the order of the paper.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from hashlib import sha256

_SPAN = 2**256


@dataclass(frozen=True, slots=True)
class PhysicalLot:
    """A lot drawn by hand: who tied, on whom it fell, and who saw it."""

    tied: frozenset[int]
    drawn: int
    witness: str = ""


@dataclass(frozen=True, slots=True)
class Draw:
    """One lot that was used in a count, with what anyone needs to draw it again.

    `why` says in words what the lot decided and `rule` which paragraph asks for it. `counter` and
    `hash` are of the hash that decided; a lot drawn by hand has neither, but a `witness`.
    """

    tied: tuple[int, ...]
    drawn: int
    why: str
    rule: str
    counter: int | None = None
    hash: str = ""
    witness: str = ""


class LotNeeded(Exception):
    """Raised inside a rule where a lot has to be drawn and nobody has; it ends the count there."""

    def __init__(self, tied: tuple[int, ...], why: str, rule: str) -> None:
        super().__init__(why)
        self.tied, self.why, self.rule = tied, why, rule


class Sampler:
    """Draws whole numbers from a seed: the same seed gives the same numbers, for ever."""

    def __init__(self, seed: str) -> None:
        self.seed, self.counter = seed, 0

    def draw(self, among: int) -> tuple[int, int, str]:
        """Draw one of 0..among-1. Gives it with the counter and the hash that decided."""
        limit = _SPAN // among * among
        while True:
            counter, self.counter = self.counter, self.counter + 1
            digest = sha256(f"{self.seed},{counter}".encode()).hexdigest()
            if (number := int(digest, 16)) < limit:
                return number % among, counter, digest


@dataclass(slots=True)
class Lots:
    """The lots of one count, in the order in which they are asked for. Made anew for each count.

    A lot drawn by hand for just these candidates comes first, each one once; then the seed. With
    neither, `draw` raises LotNeeded.
    """

    seed: str | None = None
    by_hand: Sequence[PhysicalLot] = ()
    draws: list[Draw] = field(default_factory=list)
    _sampler: Sampler | None = None
    _used: set[int] = field(default_factory=set)

    @property
    def unused(self) -> list[PhysicalLot]:
        """Give the lots drawn by hand that nothing has asked for: between others, or once more."""
        return [lot for place, lot in enumerate(self.by_hand) if place not in self._used]

    def draw(self, tied: Sequence[int], *, why: str, rule: str) -> int:
        """Draw one of those who tie, and keep the record of it."""
        among = tuple(sorted(tied))
        for place, lot in enumerate(self.by_hand):
            if place not in self._used and lot.tied == set(among) and lot.drawn in among:
                self._used.add(place)
                self.draws.append(Draw(among, lot.drawn, why, rule, witness=lot.witness))
                return lot.drawn
        if self.seed is None:
            raise LotNeeded(among, why, rule)
        if self._sampler is None:
            self._sampler = Sampler(self.seed)
        index, counter, digest = self._sampler.draw(len(among))
        self.draws.append(Draw(among, among[index], why, rule, counter, digest))
        return among[index]
