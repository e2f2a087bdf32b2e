"""Ballots for tests, made by the same services as in life.

hall = make_hall(delegates=3)
ballot = hall.open()
cast_by(hall.delegates[0], ballot, "for")
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any
from uuid import UUID, uuid4

import time_machine

from audit.store.sequencer import sequence_all
from ballots import services
from ballots.casting import cast
from ballots.declaring.wording import OfficerStatement
from ballots.enums import Choice, Majority, VotingForm
from ballots.guard import Attestation
from ballots.models import Ballot, Declaration
from ballots.receipts import Receipt
from ballots.services import RollLine
from members.enums import Office
from members.models import Body, Member
from tests.factories.members import make_body, make_member, make_officer, make_union
from tests.snapshots import remembered

ENABLING_RULE = "Sample Rule 12.9"


@dataclass
class Hall:
    """A union with the officers of a vote, and delegates of one branch."""

    union: Body
    branch: Body
    chair: Member
    returning_officer: Member
    teller: Member
    delegates: list[Member]

    def create(self, **facts: Any) -> Ballot:
        """Ask for a vote on a motion."""
        return services.ballot_create(
            **{
                "actor": self.teller,
                "body": self.union,
                "title": "Motion 9",
                "question": "That motion 9 be carried",
                "class_code": "CONF_VOTE",
                "attestation": Attestation.all_no(),
                "form": VotingForm.SHOW_OF_HANDS,
                "majority": Majority.SIMPLE,
                "asked_for": "motion:NDC27/M9",
                "enabling_rule": ENABLING_RULE,
                **facts,
            }
        )

    def roll(self, weights: Sequence[int] = ()) -> list[RollLine]:
        """Put every delegate on the roll."""
        return [
            RollLine(
                delegate,
                self.branch,
                weights[number] if weights else 1,
                f"credential:NDC27/B01-{number + 1}",
            )
            for number, delegate in enumerate(self.delegates)
        ]

    def open(self, *, window_seconds: int = 90, **facts: Any) -> Ballot:
        """Open a vote to every delegate."""
        weights = facts.pop("weights", ())
        return services.ballot_open(
            ballot=self.create(**facts),
            actor=self.teller,
            roll=self.roll(weights),
            window_seconds=window_seconds,
        )

    def recommend_void(self, ballot: Ballot) -> Ballot:
        """Have the returning officer recommend that a vote is void."""
        return services.ballot_recommend_void(
            ballot=ballot,
            actor=self.returning_officer,
            reason="Seven of 56 delegates could not vote",
        )

    def declared(self, *choices: str, **facts: Any) -> Ballot:
        """Take a vote, in which the delegates choose these one after the other."""
        return self.finish(self.open(**facts), *choices)

    def finish(self, ballot: Ballot, *choices: str) -> Ballot:
        """Have the delegates choose these in an open vote, and bring it to its declaration."""
        for delegate, choice in zip(self.delegates, choices, strict=False):
            cast_by(delegate, ballot, choice)
        assert ballot.closes_at
        with time_machine.travel(ballot.closes_at + timedelta(seconds=1)):
            services.ballot_close(ballot=ballot, actor=None)
            return services.ballot_declare(ballot=ballot, actor=self.chair)

    def sign(self, ballot: Ballot, **said: Any) -> Declaration:
        """Have the returning officer sign the declaration, once the log has sealed the vote."""
        sequence_all()
        corrects = said.pop("corrects", None)
        actor = said.pop("actor", self.returning_officer)
        return services.declaration_sign(
            ballot=ballot,
            actor=actor,
            statement=OfficerStatement(**{"signed_as": actor.name, **said}),
            corrects=corrects,
        )

    def void(self, ballot: Ballot) -> Ballot:
        """Void a vote: one recommends it, and another orders it."""
        return services.ballot_void(ballot=self.recommend_void(ballot), actor=self.chair)


@remembered
def make_hall(*, delegates: int = 3) -> Hall:
    union = make_union()
    branch = make_body(parent=union)
    return Hall(
        union=union,
        branch=branch,
        chair=make_officer(Office.CHAIR, union, "Maureen Ashgrove"),
        returning_officer=make_officer(Office.RETURNING_OFFICER, union, "Winifred Tarn"),
        teller=make_officer(Office.TELLER, union, "Idris Penhale"),
        delegates=[make_member(f"Delegate {n + 1}", branch=branch) for n in range(delegates)],
    )


def cast_by(
    voter: Member, ballot: Ballot, choice: str = Choice.FOR, *, request_id: UUID | None = None
) -> Receipt:
    return cast(ballot_id=ballot.pk, voter=voter, choice=choice, request_id=request_id or uuid4())
