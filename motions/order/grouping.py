"""Grouped debates: which motions are debated together, or are alternatives to each other."""

from collections.abc import Sequence

from audit.refusal import Refusal
from conferences.models import Conference
from conferences.rules import acting
from members.models import Member
from motions.enums import GroupKind
from motions.models import DebateGroup, Motion
from motions.states import MotionState
from motions.steps import hold_floor

_CAN_BE_GROUPED = (MotionState.IN_ORDER, MotionState.SCHEDULED)
_FEWEST = 2


def debate_group_set(
    *, conference: Conference, actor: Member, kind: GroupKind, motions: Sequence[Motion]
) -> DebateGroup:
    """Group motions for one debate, to be voted on in turn; or as alternatives."""
    with acting(actor, conference, "debate_group.set") as log:
        hold_floor(conference)
        chosen = list(
            conference.motions.filter(pk__in=[each.pk for each in motions]).order_by(
                "place", "lodged_order"
            )
        )
        _refuse_group(chosen)
        group = DebateGroup.objects.create(
            conference=conference, number=_next_number(conference), kind=kind
        )
        group.motions.set(chosen)
        log.record(
            "debate_group.set",
            subject=group,
            group_kind=kind.value,
            motions=[each.log_name for each in chosen],
        )
    return group


def debate_group_dissolve(*, group: DebateGroup, actor: Member) -> None:
    """Take motions that were grouped on their own again."""
    conference = group.conference
    with acting(actor, conference, "debate_group.set") as log:
        hold_floor(conference)
        group = conference.debate_groups.select_for_update().get(pk=group.pk)
        under_way = group.motions.exclude(state__in=_CAN_BE_GROUPED)
        if under_way.exists():
            raise Refusal("debate-begun", "The debate on this group has begun: it stays one.")
        motions = [each.log_name for each in group.motions.select_related("conference")]
        group.motions.clear()
        log.record("debate_group.dissolved", subject=group, motions=motions)


def _refuse_group(motions: Sequence[Motion]) -> None:
    if len(motions) < _FEWEST:
        raise Refusal("too-few-motions", "A group has two motions or more.")
    for each in motions:
        if each.standing not in _CAN_BE_GROUPED:
            state = each.standing.label.lower()
            raise Refusal("cannot-be-grouped", f"{each.spoken} cannot be grouped: {state}.")
        if each.debate_groups.exists():
            raise Refusal("grouped-already", f"{each.spoken} is in a group already.")


def _next_number(conference: Conference) -> int:
    last = conference.debate_groups.order_by("-number").first()
    return last.number + 1 if last else 1
