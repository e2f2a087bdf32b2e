"""The ways to count that a post may be elected by, each in two sentences for whoever votes.

The rules themselves are in `ballots.counting`; this is which of them a post may ask for, and what
each of them can do with Re-open nominations and with places kept for some.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

_RANK = "You put a 1 beside the candidate you want most, a 2 beside the next, as far as you like."
_TRANSFERS = (
    "Whoever reaches the quota is elected; votes beyond it, and the votes of those excluded, pass "
    "to the next preference on the paper."
)


@dataclass(frozen=True, slots=True)
class VotingRule:
    """One way to count. `fills_one` is for a single place; the others say what it can take."""

    code: str
    name: str
    mark: str
    elect: str
    fills_one: bool = False
    takes_ron: bool = False
    takes_reserved: bool = False


OFFERED: Final[Mapping[str, VotingRule]] = {
    rule.code: rule
    for rule in (
        VotingRule(
            "ers97",
            "Single transferable vote (ERS97)",
            _RANK,
            _TRANSFERS,
            takes_ron=True,
            takes_reserved=True,
        ),
        VotingRule(
            "scottish",
            "Single transferable vote (Scottish)",
            _RANK,
            _TRANSFERS,
            takes_ron=True,
            takes_reserved=True,
        ),
        VotingRule(
            "plurality",
            "Most votes (first past the post)",
            "You put a cross beside up to as many candidates as there are places.",
            "The candidates with the most crosses are elected.",
            takes_ron=True,
            takes_reserved=True,
        ),
        VotingRule(
            "av",
            "Alternative vote",
            _RANK,
            "The candidate with fewest votes is excluded and those papers pass on, until one "
            "candidate has more than half.",
            fills_one=True,
            takes_ron=True,
        ),
        VotingRule("meek", "Single transferable vote (Meek)", _RANK, _TRANSFERS, takes_ron=True),
        VotingRule(
            "approval",
            "Approval",
            "You put a cross beside every candidate you could accept.",
            "The candidates with the most crosses are elected.",
            takes_ron=True,
            takes_reserved=True,
        ),
        VotingRule(
            "schulze",
            "Schulze",
            _RANK,
            "Each candidate is compared with each other one: whoever more papers prefer is ahead.",
            fills_one=True,
            takes_ron=True,
        ),
    )
}


def faults(code: str, *, seats: int, ron: bool, reserved: bool) -> list[str]:
    """Say why a post cannot be elected in this way, if it cannot."""
    rule = OFFERED.get(code)
    if rule is None:
        return ["Choose how the votes are counted."]
    found = []
    if rule.fills_one and seats != 1:
        found.append(f"{rule.name} fills one place, not {seats}.")
    if ron and not rule.takes_ron:
        found.append(f"{rule.name} has no rule for Re-open nominations.")
    if reserved and not rule.takes_reserved:
        found.append(f"{rule.name} has no rule for places that are kept for some.")
    return found
