"""How turnout stands and how it grew: by body above the floor, over time as a picture.

Nobody is told how the vote is going: while it is open nothing here reads a choice, and afterwards
the declaration does.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from django.db.models import Count, Max, Q
from django.utils import timezone

from ballots.declaring.withholding import withheld
from ballots.enums import BallotState
from ballots.majority import percent
from ballots.models import Mailing, MembershipBallot, RollEntry, TurnoutPoint
from members.models import Body

EVERY: Final = timedelta(hours=1)


@dataclass(frozen=True, slots=True)
class BodyTurnout:
    """How many of a body are on the roll and have voted; None below the floor (guide R29)."""

    body: Body | None
    roll: int
    voted: int | None

    @property
    def percent(self) -> str:
        """Give the turnout to two places; empty where it is withheld."""
        return "" if self.voted is None else percent(self.voted, self.roll)


def turnout_by_body(plan: MembershipBallot) -> list[BodyTurnout]:
    """Count the roll and who has voted by body: two queries, however long the roll."""
    rows = (
        RollEntry.objects.filter(ballot=plan.pk)
        .order_by("body__code")
        .values_list("body")
        .annotate(roll=Count("pk"), voted=Count("pk", filter=Q(voted=True)))
    )
    found = {body: (roll, voted) for body, roll, voted in rows}
    bodies = Body.objects.select_related("parent").in_bulk([pk for pk in found if pk])
    hidden = withheld({body: voted for body, (_roll, voted) in found.items()})
    lines = [
        BodyTurnout(bodies.get(body), roll, None if body in hidden else voted)
        for body, (roll, voted) in found.items()
    ]
    return sorted(lines, key=lambda line: line.body.code if line.body else "")


def turnout_points_take() -> int:
    """Note how many have voted in each open ballot, once an hour: a duty of the clock."""
    now = timezone.now()
    due = MembershipBallot.objects.filter(ballot__state=BallotState.OPEN).annotate(
        last=Max("turnout_points__at")
    )
    points = [
        TurnoutPoint(
            plan=plan,
            at=now,
            voted=RollEntry.objects.filter(ballot=plan.pk, voted=True).count(),
        )
        for plan in due
        if plan.last is None or now - plan.last >= EVERY
    ]
    TurnoutPoint.objects.bulk_create(points)
    return len(points)


def mailings_of(plan: MembershipBallot) -> Sequence[Mailing]:
    """Give the notice and the reminders, in their order."""
    return list(plan.mailings.all())


def points_of(plan: MembershipBallot, voted_now: int) -> list[tuple[datetime, int]]:
    """Give how turnout grew, from nothing at the opening to what it is now, or was at the close."""
    opened = plan.ballot.opened_at
    if opened is None:
        return []
    last = plan.ballot.closed_at or min(timezone.now(), plan.ballot.closes_at or timezone.now())
    taken = [(one.at, one.voted) for one in plan.turnout_points.all() if opened < one.at < last]
    return [(opened, 0), *taken, (last, voted_now)]
