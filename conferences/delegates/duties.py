"""What a delegation ought to reflect: reported and never enforced (guide 3.7, fairness duties).

Nothing is kept about a person. A branch designates a seat, as rule books do: the low-paid members'
seat from the third delegate, the young members' seat from the fourth, women's seats in proportion.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

LOW_PAID_FROM: Final = 3
YOUNG_FROM: Final = 4
WOMEN_FROM: Final = 2


class Seat(StrEnum):
    """For whom a seat of a delegation is meant."""

    WOMEN = "women"
    LOW_PAID = "low_paid"
    YOUNG = "young"


@dataclass(frozen=True, slots=True)
class Duty:
    """So many seats of a kind are wanted, so many are designated."""

    seat: Seat
    wanted: int
    designated: int

    @property
    def is_met(self) -> bool:
        """Say whether as many seats are designated as the duty asks for."""
        return self.designated >= self.wanted


def women_in_proportion(*, women: int, members: int, delegates: int) -> int:
    """Give the women's share of a delegation, to the nearest whole seat, a half upwards."""
    if not 0 <= women <= members or members == 0:
        raise ValueError("Women are some or all of the members of a branch.")
    return (2 * women * delegates + members) // (2 * members)


def duties(
    *, members: int, delegates: int, women: int | None, designated: Mapping[str, int]
) -> list[Duty]:
    """Set the duties of a delegation beside the seats that its branch has designated.

    `women` is a number from the register's own statistics, or None where nobody has given it; then
    nothing is asked of the branch.
    """
    wanted: dict[Seat, int] = {}
    if women is not None and members and delegates >= WOMEN_FROM:
        share = women_in_proportion(women=women, members=members, delegates=delegates)
        wanted[Seat.WOMEN] = share
    if delegates >= LOW_PAID_FROM:
        wanted[Seat.LOW_PAID] = 1
    if delegates >= YOUNG_FROM:
        wanted[Seat.YOUNG] = 1
    return [
        Duty(seat, number, designated.get(seat, 0)) for seat, number in wanted.items() if number
    ]
