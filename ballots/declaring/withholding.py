"""Which figures of small groups are withheld, so that none tells how a person voted (guide R29)."""

from collections.abc import Hashable, Mapping
from typing import TypeVar

Group = TypeVar("Group", bound=Hashable)

SMALL_GROUP_FLOOR = 5
"""Below this many voters a figure would tell how a person voted."""


def withheld(voters: Mapping[Group, int], floor: int = SMALL_GROUP_FLOOR) -> set[Group]:
    """Choose the groups whose figures are withheld, given how many voted in each.

    Those below the floor are; and then the next smallest, while what is withheld is a single group
    or has fewer voters than the floor together: taking the shown from the total would give it away.
    """
    hidden: set[Group] = set()
    together = 0
    for group in sorted(voters, key=lambda group: voters[group]):
        too_few = voters[group] < floor
        given_away = bool(hidden) and (len(hidden) == 1 or together < floor)
        if not too_few and not given_away:
            break
        hidden.add(group)
        together += voters[group]
    return hidden
