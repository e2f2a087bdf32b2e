"""Whether enough delegates, from enough branches, are here to decide (guide 3.7)."""

from dataclasses import dataclass
from enum import StrEnum
from typing import NamedTuple

from conferences.naming import CONFERENCE, Named


class Attendance(NamedTuple):
    """Who is admitted and present now: delegates, and the branches they come from."""

    delegates: int
    branches: int


class QuorumLevel(StrEnum):
    """How a meeting stands against its quorum."""

    SAFE = "safe"
    NEAR = "near"
    BELOW = "below"


@dataclass(frozen=True, slots=True)
class Quorum:
    """A quorum counted twice: in delegates and in branches. Both must be met.

    Within `warning_percent` above the number of delegates, or with no branch to spare, the chair
    is warned: a meeting online becomes inquorate without anyone seeing people leave.
    """

    delegates: int
    branches: int
    warning_percent: int = 5

    def __post_init__(self) -> None:
        """Refuse a quorum of nobody."""
        if self.delegates < 1 or self.branches < 0 or self.warning_percent < 0:
            raise ValueError("A quorum needs at least one delegate.")

    def is_met(self, present: Attendance) -> bool:
        """Say whether the meeting may decide."""
        return present.delegates >= self.delegates and present.branches >= self.branches

    @property
    def warning_at(self) -> int:
        """Give the number of delegates at and below which the chair is warned."""
        return self.delegates + -(-self.delegates * self.warning_percent // 100)

    def level(self, present: Attendance) -> QuorumLevel:
        """Say whether the quorum is safe, near or not met."""
        if not self.is_met(present):
            return QuorumLevel.BELOW
        near = present.delegates <= self.warning_at or (
            self.branches > 0 and present.branches == self.branches
        )
        return QuorumLevel.NEAR if near else QuorumLevel.SAFE

    def reading(self, present: Attendance, who: Named = CONFERENCE) -> str:
        """Say it in a sentence for the chair's screen; of branches only where any are needed."""
        parts = [f"{who.counted(present.delegates)} present, {self.delegates} needed"]
        if self.branches:
            branches = _counted(present.branches, "branch", "branches")
            parts.append(f"{branches}, {self.branches} needed")
        met = "quorum met" if self.is_met(present) else "quorum not met"
        return f"{'; '.join(parts)}: {met}"


def _counted(count: int, one: str, many: str = "") -> str:
    return f"{count} {one if count == 1 else many or one + 's'}"
