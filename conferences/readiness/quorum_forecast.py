"""Whether there will be a quorum, told before the day from who could come (guide 3.7, lesson 5).

Pure. Nobody can know who comes. What can be told is how many voting delegates can be reached with
a passcode at all, and how many of them have to come: a conference of which every reachable delegate
is needed is not one to go ahead with.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from typing import Final, NamedTuple

from conferences.quorum import Attendance, Quorum

# At one conference 91 of 110 registered were there after lunch, and its votes were only advisory
# (guide 4, lesson 13): needing more than 80 of 100 is needing luck.
SAFE_PERCENT: Final = 80


class Delegation(NamedTuple):
    """The voting delegates of one branch: all, those who can be reached, those in the hall now."""

    delegates: int
    reachable: int
    present: int


class Outlook(StrEnum):
    """How the quorum looks."""

    MET = "met"
    SAFE = "safe"
    NEAR = "near"
    OUT_OF_REACH = "out-of-reach"


@dataclass(frozen=True, slots=True)
class Forecast:
    """Who is needed, who could come, who is here. Counted in delegates and in branches."""

    quorum: Quorum
    registered: Attendance
    reachable: Attendance
    present: Attendance

    @property
    def needed_percent(self) -> int | None:
        """Give how many in 100 of the reachable have to come; None where all are too few."""
        enough = (
            self.reachable.delegates >= self.quorum.delegates
            and self.reachable.branches >= self.quorum.branches
        )
        if not enough or not self.reachable.delegates:
            return None
        return -(-100 * self.quorum.delegates // self.reachable.delegates)

    @property
    def outlook(self) -> Outlook:
        """Put it in one word."""
        if self.quorum.is_met(self.present):
            return Outlook.MET
        needed = self.needed_percent
        if needed is None:
            return Outlook.OUT_OF_REACH
        has_spare_branch = self.reachable.branches > self.quorum.branches
        is_safe = needed <= SAFE_PERCENT and (has_spare_branch or not self.quorum.branches)
        return Outlook.SAFE if is_safe else Outlook.NEAR

    @property
    def sentence(self) -> str:
        """Say it to whoever decides whether to go ahead."""
        needs = f"{self.quorum.delegates} delegates from {self.quorum.branches} branches are needed"
        could = (
            f"{self.reachable.delegates} of {self.registered.delegates} registered can be reached, "
            f"from {self.reachable.branches} branches"
        )
        match self.outlook:
            case Outlook.MET:
                here = f"{self.present.delegates} from {self.present.branches} branches are here"
                return f"{here}: the quorum is met now ({needs})."
            case Outlook.OUT_OF_REACH:
                return f"{needs}, and {could}: there can be no quorum."
        return f"{needs}; {could}. It is met if {self.needed_percent} in 100 of them come."


def forecast(
    quorum: Quorum, branches: Iterable[Delegation], others: Iterable[Delegation] = ()
) -> Forecast:
    """Add up the delegations of all branches, and of others, who count as delegates alone."""
    of_branches, of_others = list(branches), list(others)

    def attendance(part: int) -> Attendance:
        counts = [each[part] for each in of_branches]
        besides = sum(each[part] for each in of_others)
        return Attendance(sum(counts) + besides, sum(count > 0 for count in counts))

    return Forecast(quorum, attendance(0), attendance(1), attendance(2))
