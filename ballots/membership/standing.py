"""Where somebody stands in a ballot of the membership: asked, voted, or not asked and why."""

from collections.abc import Collection
from dataclasses import dataclass
from typing import Final

from django.db.models import Exists, OuterRef
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from ballots.enums import BallotState
from ballots.membership.roll import bodies_under
from ballots.membership.words import LeftOffFor
from ballots.models import LeftOff, MembershipBallot, NoReminders, RollEntry
from members.models import Body, Member

MOST: Final = 10

_LEFT_OFF: Final[dict[str, str | Promise]] = {
    LeftOffFor.ARREARS: _("The register had you in arrears beyond what the rule allows."),
    LeftOffFor.CATEGORY: _("Your category of membership does not vote in it, by the rule."),
    LeftOffFor.OTHER: _("A rule of the union leaves you off it."),
}


@dataclass(frozen=True, slots=True)
class Mine:
    """One ballot as it is for one member. `why_not` says plainly why somebody is not asked."""

    plan: MembershipBallot
    on_roll: bool
    voted: bool
    why_not: str | Promise = ""
    no_reminders: bool = False

    @property
    def is_open(self) -> bool:
        """Say whether a vote cast now would count."""
        return self.plan.ballot.is_taking_votes


def ballots_of(member: Member) -> list[Mine]:
    """List what a member is asked, or was: open ones first. One query, however many there are."""
    line = RollEntry.objects.filter(ballot=OuterRef("pk"), voter=member)
    plans = (
        MembershipBallot.objects.filter(Exists(line))
        .exclude(ballot__state=BallotState.VOIDED)
        .annotate(has_voted=Exists(line.filter(voted=True)))
        .select_related("ballot")
        .order_by("-ballot__closes_at")[:MOST]
    )
    mine = [Mine(plan, on_roll=True, voted=plan.has_voted) for plan in plans]
    return sorted(mine, key=lambda one: not one.is_open)


def standing_of(plan: MembershipBallot, member: Member) -> Mine:
    """Say where a member stands in one ballot."""
    line = RollEntry.objects.filter(ballot=plan.pk, voter=member).first()
    return Mine(
        plan,
        on_roll=line is not None,
        voted=line is not None and line.voted,
        why_not="" if line or plan.ballot.opened_at is None else _why_not(plan, member),
        no_reminders=NoReminders.objects.filter(member=member).exists(),
    )


def _why_not(plan: MembershipBallot, member: Member) -> str | Promise:
    """Say why somebody is not on a roll that is frozen; as the register has it, and no more."""
    off = LeftOff.objects.filter(plan=plan, member=member).values_list("reason", flat=True).first()
    if off:
        return _LEFT_OFF[off]
    if member.joined_on and member.joined_on > plan.qualifying_on:
        return _("You joined after the day on which members were counted.")
    body = plan.ballot.body
    everyone = body is not None and body.parent_id is None and not plan.parts
    if body and not everyone and member.branch_id not in bodies_under(body, plan.parts):
        return _("It asks the members of other branches.")
    return _("You were not in the register when it opened, or have been entered since.")


def plans_shown(bodies: Collection[Body]) -> list[MembershipBallot]:
    """List the ballots of these bodies' memberships, the newest first."""
    found = MembershipBallot.objects.filter(ballot__body__in=bodies).select_related("ballot__body")
    return list(found.order_by("-opens_at"))
