"""What a declaration says that only the rooms above know: which conference, motion and rules.

This room knows no conference and no motion. A room above adds a reader to `readers` when it is
ready: given a ballot of its own, the reader gives the circumstances of that vote, else None.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from ballots.models import Ballot


@dataclass(frozen=True, slots=True)
class Incident:
    """Something that went wrong with a vote, as its register has it, and what came of it."""

    reference: str
    effect: str


@dataclass(frozen=True, slots=True)
class Circumstances:
    """Where, on what, and under which rules a vote was taken. What is empty is left out."""

    union: str = ""
    electorate: str = ""
    """Who was asked: the conference and its session, or the branch."""
    agenda: str = ""
    """The item of the agenda that was before the meeting."""
    subject: str = ""
    """What the question was about: the motion or amendment by number and title."""
    text_version: int = 0
    adopted: tuple[str, ...] = ()
    """How the rules of the vote came into force: the reports adopted, and when."""
    casting_vote_rule: str = ""
    incidents: tuple[Incident, ...] = ()
    departures: tuple[str, ...] = ()
    """Departures from rule, by reference, with the day the Certification Officer was told."""
    complain_to: str = ""


Reader = Callable[["Ballot"], Circumstances | None]

readers: list[Reader] = []


def circumstances_of(ballot: "Ballot") -> Circumstances:
    """Ask the rooms above; a vote that nobody knows more of is its body's own."""
    for reader in readers:
        if found := reader(ballot):
            return found
    body = ballot.body
    top = body
    while top is not None and top.parent is not None:
        top = top.parent
    return Circumstances(union=top.name if top else "", electorate=body.name if body else "")
