"""What a motion's page says of its place: with what, what falls, what the executive asks."""

from collections.abc import Sequence
from dataclasses import dataclass

from motions.models import Motion, MotionConsequence, PriorityItem
from motions.order.groups import grouping_words
from motions.order.parts import in_parts
from motions.order.positions import positions_are_shown


@dataclass(frozen=True, slots=True)
class InOrder:
    """How a motion stands in the order of business, as everybody may read it."""

    position: str  # empty while it is not public
    note: str
    grouping: str
    parts: str
    consequences: Sequence[MotionConsequence]
    """What falls with it and what it falls with, so far as a published report says so."""
    priority: PriorityItem | None


def in_order(motion: Motion) -> InOrder:
    """Gather it, in a fixed number of queries."""
    shown = positions_are_shown(motion.conference)
    rows = MotionConsequence.objects.filter(
        paragraph__report__published_at__isnull=False, paragraph__referred_back_at__isnull=True
    ).select_related("carried", "fallen", "paragraph__report")
    ranked = motion.priority_items.filter(place__isnull=False).select_related("priority_ballot")
    return InOrder(
        position=motion.get_nec_position_display() if shown else "",
        note=motion.nec_note if shown else "",
        grouping=grouping_words(motion),
        parts=in_parts(motion),
        consequences=[*rows.filter(carried=motion), *rows.filter(fallen=motion)],
        priority=ranked.order_by("-priority_ballot__number").first(),
    )
