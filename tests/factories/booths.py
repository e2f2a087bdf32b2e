"""Elections for tests, made by the same services as in life.

booth = make_booth(voters=6)
ballot = booth.open(rule="scottish", seats=2)
booth.cast(ballot, [1, 2], [2], [])
booth.close(ballot)
booth.count(ballot)
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any
from uuid import UUID, uuid4

import time_machine

from ballots import services
from ballots.casting import paper_cast
from ballots.election_paper import Nominee
from ballots.guard import Attestation
from ballots.models import Ballot, CountRecord
from ballots.receipts import Receipt
from members.models import Member
from tests.factories.ballots import Hall, make_hall

NAMES = ("Ada Byrne", "Bill Oakes", "Cass Devi", "Dilys Rees")


@dataclass
class Booth:
    """A hall in which an election is held: its delegates are the voters."""

    hall: Hall

    def create(self, **facts: Any) -> Ballot:
        """Ask for an election of two from four, by Scottish STV."""
        asked: dict[str, Any] = {
            "actor": self.hall.teller,
            "body": self.hall.union,
            "title": "Standing Orders Committee",
            "question": "Elect two members of the Standing Orders Committee.",
            "class_code": "NON_S46_OFFICE",
            "attestation": Attestation.all_no(),
            "rule": "scottish",
            "seats": 2,
            "candidates": [Nominee(name) for name in NAMES],
            "asked_for": "post:NDC27/E1",
            "ron": True,
            **facts,
        }
        return services.election_create(**asked)

    def open(self, *, window_seconds: int = 90, **facts: Any) -> Ballot:
        """Open an election to every delegate."""
        return services.ballot_open(
            ballot=self.create(**facts),
            actor=self.hall.teller,
            roll=self.hall.roll(),
            window_seconds=window_seconds,
        )

    def cast(self, ballot: Ballot, *rankings: Sequence[int]) -> list[Receipt]:
        """Have the delegates cast these, one after the other."""
        voters = zip(self.hall.delegates, rankings, strict=False)
        return [cast_paper(voter, ballot, ranking) for voter, ranking in voters]

    def close(self, ballot: Ballot) -> Ballot:
        """Close an election when its time is up."""
        assert ballot.closes_at
        with time_machine.travel(ballot.closes_at + timedelta(seconds=1)):
            return services.ballot_close(ballot=ballot, actor=None)

    def closed(self, *rankings: Sequence[int], **facts: Any) -> Ballot:
        """Hold an election up to its close."""
        ballot = self.open(**facts)
        self.cast(ballot, *rankings)
        return self.close(ballot)

    def count(self, ballot: Ballot) -> CountRecord:
        """Have the teller count."""
        return services.election_count(ballot=ballot, actor=self.hall.teller)

    def declared(self, *rankings: Sequence[int], **facts: Any) -> Ballot:
        """Hold an election up to its declaration by the chair."""
        ballot = self.closed(*rankings, **facts)
        self.count(ballot)
        return self.declare(ballot)

    def declare(self, ballot: Ballot) -> Ballot:
        """Have the chair declare what was counted."""
        return services.ballot_declare(ballot=ballot, actor=self.hall.chair)

    def nominees(self, number: int) -> list[Nominee]:
        """Name the first so many of four who stand."""
        return [Nominee(name) for name in NAMES[:number]]

    def officer_stands(self) -> Nominee:
        """Have the returning officer stand, under another name than the register's."""
        return Nominee("W. Tarn", person=str(self.hall.returning_officer.pk))


def make_booth(*, voters: int = 6) -> Booth:
    return Booth(make_hall(delegates=voters))


def cast_paper(
    voter: Member, ballot: Ballot, ranking: Sequence[int] = (1,), *, request_id: UUID | None = None
) -> Receipt:
    return paper_cast(
        ballot_id=ballot.pk, voter=voter, ranking=ranking, request_id=request_id or uuid4()
    )
