"""A ballot of a whole membership for tests, through the same services as in life.

asked = make_membership(members=6)
ballot = asked.open()
"""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any, Final
from uuid import uuid4

import time_machine

from ballots.casting import cast
from ballots.guard import Attestation
from ballots.membership.calendar import usual_reminders
from ballots.membership.duties import memberships_keep
from ballots.membership.planning import (
    Asked,
    membership_ballot_approve,
    membership_ballot_plan,
)
from ballots.membership.words import paper
from ballots.models import MembershipBallot, RollEntry
from ballots.secret.assisted import sealed_for
from ballots.secret.casting import secret_cast
from ballots.services.booth import booth_open
from members.enums import Channel, Office
from members.models import Body, Member
from tests.factories.members import make_body, make_member, make_officer, make_union

NOW: Final = datetime(2027, 9, 1, 9, 0, tzinfo=UTC)
OPENS: Final = datetime(2027, 9, 6, 9, 0, tzinfo=UTC)
CLOSES: Final = datetime(2027, 9, 24, 11, 0, tzinfo=UTC)
QUESTION: Final = "Do you wish to accept or to reject the offer of 3 per cent?"


@dataclass
class Membership:
    """A union with a branch or more, the officers of a ballot, and members."""

    union: Body
    branches: list[Body]
    returning_officer: Member
    clerk: Member
    chair: Member
    members: list[Member] = field(default_factory=list)

    def plan(self, actor: Member | None = None, **given: Any) -> MembershipBallot:
        """Plan it, as the clerk does."""
        asked = {name: given.pop(name) for name in list(given) if name in Asked.__annotations__}
        return membership_ballot_plan(
            actor=actor or self.clerk,
            body=given.pop("body", self.union),
            **{
                "title": "Consultation on the offer",
                "question": QUESTION,
                "options": paper(["Accept", "Reject"], blank=True),
                "class_code": "PAY_CONSULT",
                "attestation": Attestation.all_no(),
                "asked": plan_of(**asked),
                **given,
            },
        )

    def approved(self, **given: Any) -> MembershipBallot:
        """Plan it and have it approved."""
        return membership_ballot_approve(plan=self.plan(**given), actor=self.returning_officer)

    def open(self, **given: Any) -> MembershipBallot:
        """Have the clock open it at its time. Call it within `at(NOW)`, and go on at OPENS."""
        plan = self.approved(**given)
        with at(OPENS):
            memberships_keep()
        plan.ballot.refresh_from_db()
        return plan


def plan_of(**given: Any) -> Asked:
    """Say whom it asks and when, in the usual way."""
    return Asked(
        **{
            "qualifying_on": NOW.date(),
            "opens_at": OPENS,
            "closes_at": CLOSES,
            "rule": "Rule 8.2: all full members",
            "reminders": usual_reminders(OPENS, CLOSES),
            **given,
        }
    )


def make_membership(*, members: int = 6) -> Membership:
    """A union of two branches whose members take turns."""
    union = make_union()
    branches = [make_body(f"B0{number}", parent=union) for number in (1, 2)]
    made = Membership(
        union,
        branches,
        make_officer(Office.RETURNING_OFFICER, union, "Olwen Hart"),
        make_officer(Office.CLERK, union, "Piers Dunmore"),
        make_officer(Office.CHAIR, union, "Maureen Ashgrove"),
    )
    made.members = [
        make_member(name=f"Sample Member {number}", branch=branches[number % 2])
        for number in range(members)
    ]
    return made


@contextmanager
def at(moment: datetime) -> Iterator[None]:
    """Live at a moment."""
    with time_machine.travel(moment, tick=False):
        yield


def votes(plan: MembershipBallot, voter: Member, choice: str = "option-1") -> None:
    """Vote, encrypted where the ballot is secret, with a booth entered as by telephone."""
    held = booth_open(ballot=plan.ballot, voter=voter, channel=Channel.ASSISTED)
    if plan.ballot.is_sealed:
        raw = sealed_for(RollEntry.objects.get(ballot=plan.pk, voter=voter), choice)
        secret_cast(ballot_id=plan.pk, voter=voter, raw=raw, booth_pass=held)
        return
    cast(ballot_id=plan.pk, voter=voter, choice=choice, request_id=uuid4(), booth_pass=held)
