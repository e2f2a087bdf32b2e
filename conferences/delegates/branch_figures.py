"""What each branch counts for: the scale that is set, and members on the qualifying date."""

from dataclasses import dataclass
from datetime import date

from conferences.delegates.entitlement import PRESETS, Scale, usual_qualifying_date
from conferences.models import Conference, Entitlement
from members.models import Body
from members.selectors import branch_sizes


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
    figures = []
    for size in branch_sizes(qualifying_on):
        held = given.get(size.body.pk)
        members = held.members if held else size.members
        source = held.source if held else size.source
        figures.append(
            BranchFigure(
                branch=size.body,
                members=members,
                delegates=scale.delegates(members),
                source=source or "the register",
                as_at=held.as_at if held else size.as_at,
            )
        )
    return figures
