"""Asking about grouped debates: who is debated with whom, and who has still to be moved."""

from collections.abc import Sequence

from motions.enums import GroupKind
from motions.models import DebateGroup, Motion
from motions.states import MotionState


def group_of(motion: Motion) -> DebateGroup | None:
    """Give the group that a motion is debated in, if it is in one."""
    groups = motion.debate_groups.all()
    return groups[0] if groups else None


def debated_with(motion: Motion) -> Sequence[Motion]:
    """Give the others of its group, in the order of business."""
    group = group_of(motion)
    if group is None:
        return []
    others = group.motions.exclude(pk=motion.pk).select_related("conference", "lodged_by")
    return list(others.order_by("place", "lodged_order"))


def still_to_be_moved(motion: Motion) -> Sequence[Motion]:
    """Give those debated together with a motion in debate that are still to be called and moved.

    Of alternatives there are none: the later one is called only when the earlier is not carried.
    """
    group = group_of(motion)
    if group is None or group.kind != GroupKind.TOGETHER:
        return []
    return [each for each in debated_with(motion) if each.standing == MotionState.SCHEDULED]


def grouping_words(motion: Motion) -> str:
    """Say in a sentence how a motion is grouped; empty if it is not."""
    group = group_of(motion)
    others = [each.spoken for each in debated_with(motion)] if group else []
    if group is None or not others:
        return ""
    listed = " and ".join(filter(None, [", ".join(others[:-1]), others[-1]]))
    if group.kind == GroupKind.TOGETHER:
        return f"Debated together with {listed}, and voted on in turn"
    return f"An alternative to {listed}: one debate"
