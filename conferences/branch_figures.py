"""What each branch counts for: the scale that is set, and members on the qualifying date."""

from dataclasses import dataclass
from datetime import date

from django.db.models import Count, Q

from conferences.entitlement import PRESETS, Scale, usual_qualifying_date
from conferences.models import Conference, Entitlement
from members.enums import BodyKind
from members.models import Body, Member


@dataclass(frozen=True, slots=True)
class BranchFigure:
    """What a branch counts for: members on a day, by which source, and the delegates that gives."""

    branch: Body
    members: int
    delegates: int
    source: str
    as_at: date | None


def entitlement_of(conference: Conference) -> Entitlement:
    """Give what is set; where nothing is, the standing orders' scale and the last 31 December."""
    found = Entitlement.objects.filter(conference=conference).select_related("fixed_by").first()
    if found:
        found.conference = conference
        return found
    scale = conference.orders.entitlement
    preset = next((one.key for one in PRESETS.values() if one.scale == scale), "")
    return Entitlement(
        conference=conference,
        preset=preset,
        scale=scale.to_document(),
        qualifying_on=usual_qualifying_date(conference.starts_on),
    )


def branch_figures(conference: Conference, scale: Scale, qualifying_on: date) -> list[BranchFigure]:
    """Count each branch on the qualifying date, and its delegates by a scale that is tried out.

    Whoever joined later is left out; where the roll does not say when somebody joined, they count.
    Figures of a file that the conference was loaded from stand as they are.
    """
    given = {one.branch_id: one for one in conference.branch_entitlements.all()}
    joined = Q(members__joined_on=None) | Q(members__joined_on__lte=qualifying_on)
    counted = Body.objects.filter(kind=BodyKind.BRANCH).annotate(
        size=Count("members", filter=joined & Q(members__is_active=True))
    )
    newest = (
        Member.objects.filter(branch__kind=BodyKind.BRANCH)
        .values_list("branch", "source", "as_at")
        .order_by("branch", "as_at")
        .distinct()
    )
    sources = {branch: (source, as_at) for branch, source, as_at in newest}
    figures = []
    for branch in counted.order_by("code"):
        members = branch.size
        source, as_at = sources.get(branch.pk, ("no roll", None))
        if held := given.get(branch.pk):
            members, source, as_at = held.members, held.source, held.as_at
        delegates = scale.delegates(members)
        figures.append(BranchFigure(branch, members, delegates, source or "entered", as_at))
    return figures
