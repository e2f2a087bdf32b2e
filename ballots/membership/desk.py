"""What an officer sees of one ballot of the membership, and what they may do with it now."""

from dataclasses import dataclass
from typing import Final

from django.db.models import QuerySet

from audit.refusal import Refusal
from ballots import rules
from ballots.enums import BallotAct, BallotState
from ballots.membership.mailing import purpose_of
from ballots.membership.picture import Picture, turnout_picture
from ballots.membership.roll import Preview, preview
from ballots.membership.rules import office_to
from ballots.membership.turnout import points_of, turnout_by_body
from ballots.membership.words import MailingKind
from ballots.models import Mailing, MembershipBallot
from ballots.selectors import Turnout, turnout
from members.delivery.figures import Board, delivery_figures
from members.enums import DispatchState, Office
from members.models import Body, Dispatch, Member
from members.permissions import CHAIRING, MAY
from members.selectors import appointments_in_force

SEES: Final = (
    MAY["membership_ballot.plan"]
    | MAY["membership_ballot.approve"]
    | {Office.SCRUTINEER, *CHAIRING}
    | MAY["ballot.approve"]
)
"""Who sees how a ballot of the membership is getting on; never how it is going."""

_PLANNED: Final = (BallotState.READY, BallotState.UNDER_REVIEW)


@dataclass(frozen=True, slots=True)
class May:
    """What whoever looks may do with it, as it stands."""

    change: bool
    review: bool
    approve: bool
    abandon: bool
    extend: bool
    declare: bool
    sign: bool
    recommend_void: bool
    void: bool


def may_do(plan: MembershipBallot, actor: Member) -> May:
    """Say what an officer is offered. The services insist on all of it again."""
    ballot, body = plan.ballot, plan.ballot.body
    planned = ballot.state in _PLANNED and plan.abandoned_at is None and body is not None
    plans = bool(body and office_to("membership_ballot.plan", actor, body))
    approves = bool(body and office_to("membership_ballot.approve", actor, body))

    def may(act: BallotAct, *states: BallotState) -> bool:
        return ballot.state in states and rules.may(actor, act, body)

    live = (BallotState.OPEN, BallotState.CLOSED, BallotState.DECLARED)
    return May(
        change=planned and plans,
        review=may(BallotAct.APPROVE, BallotState.UNDER_REVIEW)
        and ballot.created_by_id != actor.pk
        and plan.abandoned_at is None,
        approve=planned
        and approves
        and ballot.state == BallotState.READY
        and plan.approved_at is None,
        abandon=planned and plans,
        extend=may(BallotAct.EXTEND, BallotState.OPEN),
        declare=may(BallotAct.DECLARE, BallotState.CLOSED),
        sign=may(BallotAct.SIGN, BallotState.DECLARED),
        recommend_void=may(BallotAct.RECOMMEND_VOID, *live) and not ballot.awaits_void_order,
        void=may(BallotAct.VOID, *live)
        and ballot.awaits_void_order
        and ballot.void_recommended_by_id != actor.pk,
    )


@dataclass(frozen=True, slots=True)
class Progress:
    """How an opened ballot is getting on: who has voted, never how; and who was reached."""

    turnout: Turnout
    picture: Picture | None
    notices: Board
    mailings: list[Mailing]


def progress(plan: MembershipBallot) -> Progress:
    """Put it together in a fixed number of queries, however long the roll."""
    ballot, votes, mailings = plan.ballot, turnout(plan.ballot), list(plan.mailings.all())
    return Progress(
        votes,
        turnout_picture(
            points_of(plan, votes.voted),
            roll=votes.roll,
            closes_at=ballot.closes_at or plan.closes_at,
            messages=[one.laid_at for one in mailings if one.laid_at and one.posting_id],
        ),
        delivery_figures(purpose_of(ballot.log_name), MailingKind.NOTICE.template),
        mailings,
    )


def unreached(plan: MembershipBallot) -> QuerySet[Dispatch]:
    """List whom the notice did not reach at all: nothing of it is on its way or has gone out."""
    lost = (DispatchState.FAILED, DispatchState.BOUNCED)
    purpose, what = purpose_of(plan.ballot.log_name), MailingKind.NOTICE.template
    rows = Dispatch.objects.filter(purpose=purpose, what=what)
    arrived = rows.exclude(state__in=(*lost, DispatchState.CANCELLED))
    return (
        rows.filter(state__in=lost)
        .exclude(member__in=arrived.values("member"))
        .exclude(followed_by__isnull=False)
        .select_related("member__branch")
        .order_by("member__branch__code", "member__name")
    )


def bodies_planning(member: Member) -> list[Body]:
    """List the bodies whose members somebody may plan a ballot of."""
    return _bodies(member, MAY["membership_ballot.plan"])


def bodies_seen(member: Member) -> list[Body]:
    """List the bodies whose members' ballots somebody sees the desk of."""
    return _bodies(member, SEES)


def insist_sees(plan: MembershipBallot, member: Member) -> Office:
    """Give the office in which somebody sees this desk; refuse whoever has none."""
    held = appointments_in_force().filter(member=member, office__in=SEES, body=plan.ballot.body)
    offices = sorted(held.values_list("office", flat=True))
    if not offices:
        raise Refusal("not-your-office", "This page is for the officers of the ballot.")
    return Office(offices[0])


def _bodies(member: Member, offices: frozenset[Office]) -> list[Body]:
    held = appointments_in_force().filter(member=member, office__in=offices)
    return list(Body.objects.filter(pk__in=held.values("body")).order_by("code"))


__all__ = [
    "SEES",
    "May",
    "Preview",
    "Progress",
    "bodies_planning",
    "bodies_seen",
    "insist_sees",
    "may_do",
    "preview",
    "progress",
    "turnout_by_body",
    "unreached",
]
