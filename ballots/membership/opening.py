"""Opening at its time, by the clock: the roll is taken from the register, frozen, and hashed."""

import math
from datetime import datetime

from django.db.models import QuerySet
from django.utils import timezone

from audit.refusal import Refusal
from ballots.enums import BallotState
from ballots.membership.roll import electorate_of
from ballots.models import Ballot, MembershipBallot
from ballots.secret.preparing import credentials_gather
from ballots.services import RollLine, ballot_open
from members.models import Body, Member


def plans_due(now: datetime | None = None) -> QuerySet[MembershipBallot]:
    """Find the plans that a returning officer approved and whose time has come."""
    return MembershipBallot.objects.filter(
        approved_at__isnull=False,
        abandoned_at=None,
        opens_at__lte=now or timezone.now(),
        ballot__state=BallotState.READY,
    ).select_related("ballot__body")


def membership_ballot_open(*, plan: MembershipBallot) -> Ballot:
    """Open it on the roll as the register stands now; from here nobody is added or taken off.

    A clock that was stopped opens it late, and closes it at the time that members were told. A
    secret one on a large roll is refused until its credentials are made (`not-prepared`).
    """
    left = plan.closes_at - timezone.now()
    if left.total_seconds() <= 0:
        raise Refusal(
            "opening-has-passed",
            "The whole time of this ballot has passed, and it was never opened. Nobody was written "
            "to. Leave this plan, and make a new one.",
        )
    lines = _lines(plan)
    if plan.ballot.is_sealed:
        credentials_gather(ballot=plan.ballot, voters=[line.voter.pk for line in lines])
    return ballot_open(
        ballot=plan.ballot,
        actor=None,
        roll=lines,
        window_seconds=math.ceil(left.total_seconds()),
        closes_at=plan.closes_at,
    )


def _lines(plan: MembershipBallot) -> list[RollLine]:
    bodies = Body.objects.in_bulk()
    members: QuerySet[Member] = electorate_of(plan).only("pseudonym", "branch").order_by("pk")
    return [
        RollLine(
            voter=one,
            body=bodies[one.branch_id] if one.branch_id else None,
            weight=1,
            admitted=f"register:{one.pseudonym}",
        )
        for one in members
    ]
