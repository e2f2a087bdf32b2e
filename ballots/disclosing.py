"""Who may be told how named people voted, and what opens the digests in the log.

A show of hands and a card vote are cast in the open by people who answer to others for them (guide
3.6); the log shows a digest. A card vote is the branch's own: its members may see how it was cast.
The scrutineer of the body that held the vote sees all of it. Nobody is told before the vote has
closed; of a secret ballot, and of an election, nobody is told at all.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from uuid import UUID

from django.db.models import QuerySet

from audit.formats.canonical import canonical
from audit.models import Disclosure, Position
from audit.refusal import Refusal
from ballots.enums import BallotState, VotingForm
from ballots.models import Ballot, Cast
from members.enums import Office
from members.models import Member
from members.selectors import holds_office

OVER = frozenset({BallotState.CLOSED, BallotState.DECLARED, BallotState.VOIDED})

UNTOLD = frozenset({VotingForm.SECRET_BALLOT, VotingForm.ELECTION})
"""The forms of which nobody is told how anybody voted."""


@dataclass(frozen=True, slots=True)
class Disclosed:
    """One value with the salt that shows it to be what the log's digest stands for."""

    entry: UUID
    index: int
    name: str
    value: str
    salt: str

    def as_line(self) -> bytes:
        """Write it as the verifier reads it: one canonical object a line."""
        return (
            canonical(
                {
                    "entry": str(self.entry),
                    "index": self.index,
                    "name": self.name,
                    "salt": self.salt,
                    "value": self.value,
                }
            )
            + b"\n"
        )


def scrutinises(actor: Member, ballot: Ballot) -> bool:
    """Tell whether a member is scrutineer, today, of the body that held the vote."""
    return ballot.body is not None and holds_office(actor, Office.SCRUTINEER, ballot.body)


def votes_told(actor: Member, ballot: Ballot) -> QuerySet[Cast]:
    """Give the votes that a member may be told of, every one that was cast; perhaps none."""
    votes = Cast.objects.filter(roll_entry__ballot=ballot).select_related(
        "roll_entry__voter", "roll_entry__body"
    )
    if ballot.state not in OVER or ballot.form in UNTOLD:
        return votes.none()
    if scrutinises(actor, ballot):
        return votes
    own = votes.filter(roll_entry__voter=actor)
    if ballot.form == VotingForm.CARD_VOTE and ballot.state != BallotState.VOIDED:
        return own | votes.filter(roll_entry__body=actor.branch_id, roll_entry__body__isnull=False)
    return own


def disclosures_for(actor: Member, ballot: Ballot) -> Iterator[Disclosed]:
    """Give what opens the digests that a member may open, in the order of the log.

    The votes they are told of; for the scrutineer also the words of the paper, the reasons given
    and the reports of those who could not vote.
    """
    opened = [
        (vote.entry_id, "choice", vote.choice, vote.salt) for vote in votes_told(actor, ballot)
    ]
    if ballot.state in OVER and scrutinises(actor, ballot):
        words = Disclosure.objects.filter(entry__subject=ballot.log_name)
        opened += words.values_list("entry_id", "name", "value", "salt")
    places = dict(
        Position.objects.filter(entry__in={entry for entry, *_ in opened}).values_list(
            "entry_id", "seq"
        )
    )
    if any(entry not in places for entry, *_ in opened):
        raise Refusal(
            "not-placed-yet",
            "Some of these entries wait for their place in the log. Try again in a minute.",
        )
    for entry, name, value, salt in sorted(opened, key=lambda one: (places[one[0]], one[1])):
        yield Disclosed(entry, places[entry], name, value, salt)
