"""Whether somebody stands in an election: whoever does has no office in it (guide 3.8)."""

from collections.abc import Callable, Iterator
from typing import Any, Final

from ballots.models import Ballot, Election
from members.models import Member


def candidate_of(ballot: Ballot, member: Member | None) -> int | None:
    """Give the number under which a member stands, by their id, or by their name where none is."""
    if member is None:
        return None
    for each in _people(ballot):
        by_name = not each["person"] and _plain(each["name"]) == _plain(member.name)
        if each["person"] == str(member.pk) or by_name:
            return int(each["number"])
    return None


sponsors: Final[list[Callable[[Ballot, Member], bool]]] = []
"""Rooms above add here how they know who put a candidate forward."""


def has_a_side(ballot: Ballot, member: Member) -> bool:
    """Say whether a member stands in an election, or has put somebody forward in it."""
    stands = candidate_of(ballot, member) is not None
    return stands or any(puts_forward(ballot, member) for puts_forward in sponsors)


def candidate_named(ballot: Ballot, name: str) -> int | None:
    """Give the number of the candidate of a name."""
    found = (each for each in _people(ballot) if _plain(each["name"]) == _plain(name))
    return next((int(each["number"]) for each in found), None)


def _people(ballot: Ballot) -> Iterator[dict[str, Any]]:
    """Give the candidates of an election but for Re-open nominations; none of any other vote."""
    for candidates, ron in Election.objects.filter(pk=ballot.pk).values_list("candidates", "ron"):
        yield from candidates[: -1 if ron else None]


def _plain(name: str) -> str:
    return " ".join(name.casefold().split())
