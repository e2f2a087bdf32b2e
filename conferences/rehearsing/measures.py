"""What a rehearsal measured: of each vote, and of the quorum through the day. Pure."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass, field
from math import ceil
from typing import Any, Self


def percentile(sorted_values: Sequence[float], share: int) -> float:
    """Give the value that `share` in 100 do not exceed; 0 of nothing. The values are sorted."""
    if not sorted_values:
        return 0.0
    return sorted_values[max(0, ceil(len(sorted_values) * share / 100) - 1)]


@dataclass(frozen=True, slots=True)
class VoteMeasured:
    """One vote. Seconds are as on the day: the voter's own time and then what our answer took.

    `acknowledged` were told that their vote is recorded; `counted` is what the count has.
    """

    title: str
    form: str
    window: int
    roll: int
    acknowledged: int
    counted: int
    unable: int
    silent: int
    late: int  # tried after the close, and were refused
    double_taps: int
    doubled: int  # of them, how many counted twice: must be none
    half_after: float
    nearly_all_after: float  # 95 in 100 of those who voted
    answer_ms: float  # how long we took to record a vote, 95 in 100
    present: int
    outcome: str = ""

    @property
    def lost(self) -> int:
        """Count votes that were acknowledged and not counted: must be none."""
        return max(0, self.acknowledged - self.counted)

    @property
    def percent_of_window(self) -> int:
        """Say how much of the window 95 in 100 of the votes took."""
        return round(100 * self.nearly_all_after / self.window) if self.window else 0

    @property
    def half_percent(self) -> int:
        """Say how much of the window half of the votes took."""
        return round(100 * self.half_after / self.window) if self.window else 0


@dataclass(frozen=True, slots=True)
class Measures:
    """Everything that a rehearsal measured."""

    votes: list[VoteMeasured] = field(default_factory=list)
    expected: int = 0
    people: int = 0  # real ones who took part beside the simulated
    fewest: int = 0  # present at once, once the first vote had opened
    fewest_branches: int = 0
    late: int = 0
    dropped_out: int = 0
    came_back: int = 0
    took_seconds: float = 0
    pace: int = 1
    done: list[str] = field(default_factory=list)  # what was rehearsed, by kind
    missing: list[str] = field(default_factory=list)  # what the agenda holds and was not

    def to_document(self) -> dict[str, Any]:
        """Give it as plain JSON."""
        return asdict(self)

    @classmethod
    def from_document(cls, document: dict[str, Any]) -> Self:
        """Read it back."""
        votes = [VoteMeasured(**row) for row in document.get("votes", [])]
        return cls(**{**document, "votes": votes})

    @property
    def slowest(self) -> VoteMeasured | None:
        """Give the vote that took most of its window."""
        return max(self.votes, key=lambda vote: vote.percent_of_window, default=None)

    @property
    def answer_ms(self) -> float:
        """Give the slowest 95 in 100 of our answers."""
        return max((vote.answer_ms for vote in self.votes), default=0.0)

    @property
    def worst_unable(self) -> VoteMeasured | None:
        """Give the vote in which the largest share could not vote."""
        return max(
            (vote for vote in self.votes if vote.roll),
            key=lambda vote: vote.unable / vote.roll,
            default=None,
        )

    @property
    def acknowledged(self) -> int:
        """Count all votes that were acknowledged."""
        return sum(vote.acknowledged for vote in self.votes)

    @property
    def lost_or_doubled(self) -> int:
        """Count what must never be."""
        return sum(vote.lost + vote.doubled for vote in self.votes)
