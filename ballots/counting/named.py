"""The rules by name: what a command, a page or a post may ask for.

Each name stands for one way to count and no other: Scottish STV with either of its endings, or
Borda with either treatment of those unranked, are two names.
"""

from collections.abc import Callable, Mapping
from typing import Final

from ballots.counting.contest import Contest, Papers
from ballots.counting.lots import Lots
from ballots.counting.record import Count, Rule
from ballots.counting.rules import (
    alternative_vote,
    approval,
    borda,
    ers97,
    meek,
    plurality,
    priority,
    schulze,
    scottish,
)

Counting = Callable[[Contest, Papers, Lots], Count]

RULES: Final[Mapping[str, tuple[Rule, Counting]]] = {
    rule.code: (rule, count)
    for rule, count in (
        (ers97.RULE, ers97.count),
        (scottish.RULE, scottish.count),
        (scottish.RULE_STOPPING, scottish.count_stopping),
        (alternative_vote.RULE, alternative_vote.count),
        (meek.RULE, meek.count),
        (plurality.RULE, plurality.count),
        (schulze.RULE, schulze.count),
        (approval.RULE, approval.count),
        (borda.RULE, borda.count),
        (borda.AVERAGE, borda.count_average),
        (priority.RULE, priority.count),
        (priority.POINTS, priority.count_points),
    )
}
"""From the code of a rule to the rule and its count: `ers97`, `scottish`, `av`, ..."""
