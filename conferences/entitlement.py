"""How many delegates a branch may send, from its size at the qualifying date (guide 3.7)."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class EntitlementRule:
    """One delegate up to `first` members, and one more for each further `step` or part of it.

    The sample's scale: 250 members send one delegate, 502 send two, 3,365 send eight.
    """

    first: int
    step: int
    or_part: bool = True
    minimum: int = 1
    cap: int = 0

    def __post_init__(self) -> None:
        """Refuse a scale that could not be applied."""
        if self.first < 1 or self.step < 1:
            raise ValueError("The first number and the step must be at least one member.")
        if self.minimum < 0 or self.cap < 0 or (self.cap and self.cap < self.minimum):
            raise ValueError("The cap must be nothing, or no less than the minimum.")

    def delegates(self, members: int) -> int:
        """Give the number of delegates for a branch of so many members."""
        if members < 0:
            raise ValueError("A branch cannot have fewer than no members.")
        if members == 0:
            return 0
        beyond = max(0, members - self.first)
        further = -(-beyond // self.step) if self.or_part else beyond // self.step
        entitled = max(self.minimum, 1 + further)
        return min(entitled, self.cap) if self.cap else entitled
