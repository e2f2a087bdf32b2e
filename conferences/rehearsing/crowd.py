"""Simulated delegates: who comes when, who drops out, and what each does with a vote. Pure.

All shares are in 100. Times are seconds as they would be on the day; whoever runs a rehearsal
faster than that divides by its pace.
"""

from collections.abc import Sequence
from dataclasses import asdict, dataclass, fields
from enum import StrEnum
from random import Random
from typing import Any, Final, Self

FASTEST_TAP: Final = 2.0  # nobody reads a question and answers it sooner
TYPICAL_SHARE_OF_WINDOW: Final = 0.25
SLOW_PHONE: Final = (4.0, 25.0)  # what a bad connection adds, in seconds
ABSTAIN: Final = 4
MOST_DELEGATES: Final = 5_000
PACES: Final = (1, 5, 10, 20)


@dataclass(frozen=True, slots=True)
class Crowd:
    """How the delegates of a rehearsal behave. The defaults are a bad but not a black day.

    `late` come after the session has opened, `drop_outs` lose their connection in its course and
    mostly come back, `unable` cannot vote and say so, `slow` have a bad connection, `double_taps`
    press twice, `silent` never vote. With a chair of its own a rehearsal runs by itself, `votes`
    votes long; without one the chair and the tellers are real. `pace` is how many times faster than
    on the day it goes; beside real people it is 1.
    """

    delegates: int = MOST_DELEGATES  # at most; else all who may vote
    late: int = 10
    drop_outs: int = 5
    unable: int = 2
    slow: int = 15
    double_taps: int = 5
    silent: int = 4
    votes: int = 6
    pace: int = 10
    has_chair: bool = True
    seed: int = 1

    def __post_init__(self) -> None:
        """Refuse a crowd that cannot be."""
        if not 1 <= self.delegates <= MOST_DELEGATES:
            raise ValueError(f"A rehearsal has 1 to {MOST_DELEGATES:,} simulated delegates.")
        if any(not 0 <= getattr(self, share) <= 100 for share in SHARES):  # noqa: PLR2004
            raise ValueError("A share is a number from 0 to 100.")
        if self.unable + self.silent > 100:  # noqa: PLR2004
            raise ValueError("Those unable to vote and those silent are more than 100 in 100.")
        if not 1 <= self.votes <= 50:  # noqa: PLR2004
            raise ValueError("A rehearsal that runs by itself takes 1 to 50 votes.")
        if self.pace not in PACES:
            raise ValueError(f"The pace is one of {', '.join(map(str, PACES))}.")
        if not self.has_chair and self.pace != 1:
            raise ValueError("Beside a real chair time passes as on the day.")

    def to_document(self) -> dict[str, Any]:
        """Give it as plain JSON."""
        return asdict(self)

    @classmethod
    def from_document(cls, document: dict[str, Any]) -> Self:
        """Read it from plain JSON; a setting that is not there is as usual."""
        known = {each.name for each in fields(cls)}
        return cls(**{name: value for name, value in document.items() if name in known})


SHARES: Final = ("late", "drop_outs", "unable", "slow", "double_taps", "silent")


class Does(StrEnum):
    """What a delegate does when a vote opens."""

    VOTES = "votes"
    TAPS_TWICE = "taps_twice"
    CANNOT = "cannot"
    NOTHING = "nothing"


@dataclass(frozen=True, slots=True)
class Coming:
    """When a delegate is in the hall: seconds after the session begins; None is the whole time."""

    arrives: float = 0
    leaves: float | None = None
    returns: float | None = None


@dataclass(frozen=True, slots=True)
class Meaning:
    """What one voter means to do: at what second after the vote opened, and in what words."""

    does: Does
    after: float
    choice: str
    is_slow: bool = False


def comings(crowd: Crowd, count: int, length: float, dice: Random) -> list[Coming]:
    """Say for so many delegates when each comes, drops out and is back, in a session so long."""
    told = []
    for _ in range(count):
        arrives = dice.uniform(0.1, 0.6) * length if _in_100(crowd.late, dice) else 0.0
        leaves = returns = None
        if _in_100(crowd.drop_outs, dice):
            leaves = dice.uniform(arrives + 0.1 * length, length)
            if _in_100(70, dice):
                returns = leaves + dice.uniform(0.02, 0.2) * length
        told.append(Coming(arrives, leaves, returns))
    return told


def meaning(
    crowd: Crowd, window: float, paper: Sequence[str], leaning: float, dice: Random
) -> Meaning:
    """Make up one voter's mind. `leaning` is how likely, from 0 to 1, they are for."""
    choice = paper[0] if dice.random() < leaning else paper[1 % len(paper)]
    if len(paper) > 2 and _in_100(ABSTAIN, dice):  # noqa: PLR2004 - for, against, abstain
        choice = paper[2]
    after = max(FASTEST_TAP, dice.lognormvariate(0, 0.7) * window * TYPICAL_SHARE_OF_WINDOW)
    is_slow = _in_100(crowd.slow, dice)
    if is_slow:
        after += dice.uniform(*SLOW_PHONE)
    drawn = dice.random() * 100
    if drawn < crowd.unable:
        return Meaning(Does.CANNOT, min(after, window * 0.9), choice, is_slow)
    if drawn < crowd.unable + crowd.silent:
        return Meaning(Does.NOTHING, after, choice, is_slow)
    does = Does.TAPS_TWICE if _in_100(crowd.double_taps, dice) else Does.VOTES
    return Meaning(does, after, choice, is_slow)


def _in_100(share: int, dice: Random) -> bool:
    return dice.random() * 100 < share
