"""Whether each of those who may vote is an element of the group (specification, section 4.8).

Of a credential that cast, its signature asks that. One that did not cast counts for nothing,
whatever it is; but a list with others than powers of g on it was not made as the specification
says, and its numbers are no number of voters. It takes half a millisecond for each.
"""

from collections.abc import Sequence
from concurrent.futures import Executor
from typing import Final

from ballots.sealing.documents import BadDocument
from ballots.sealing.groups import Group
from ballots.sealing.verify.sharing import Progress, mapped

AT_ONCE: Final = 500
"""Credentials that one process is given at a time: a quarter of a second of work."""


def insist_on_listed(
    group: Group, credentials: Sequence[int], pool: Executor | None, progress: Progress
) -> None:
    """Raise `BadDocument` (`not_an_element`) at the first that is none."""
    pieces = ((group, credentials[n : n + AT_ONCE]) for n in range(0, len(credentials), AT_ONCE))
    done = 0
    for count, strange in mapped(pool, _first_strange, pieces):
        if strange is not None:
            shown = f"{str(strange)[:20]}…"
            raise BadDocument("not_an_element", f"The listed credential {shown} is not one.")
        done += count
        progress("those who did not vote", done, len(credentials))


def _first_strange(piece: tuple[Group, Sequence[int]]) -> tuple[int, int | None]:
    """Look some through: how many, and the first that is no element, if there is one."""
    group, credentials = piece
    strange = (each for each in credentials if not group.is_element(each))
    return len(credentials), next(strange, None)
