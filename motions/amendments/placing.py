"""Amendments are taken in the order of the text they touch, not of arrival (guide 3.3)."""

from collections.abc import Sequence

from audit.refusal import Refusal
from motions.amendment_life import NOT_YET_LODGED
from motions.models import Amendment, Motion
from motions.wording import apply_amendment

LAST = 30_000  # an instruction that touches nothing yet, or is not understood


def amendments_place(motion: Motion) -> Sequence[Amendment]:
    """Place every lodged amendment of a motion by the text it touches; by receipt where they tie.

    Called inside the act that lets one in. The places are those of the motion's first words, so
    that what is carried in debate moves none of them.
    """
    text = motion.texts.all()[0].text
    lodged = motion.amendments.exclude(state__in=NOT_YET_LODGED).select_related("to_amendment")
    received = sorted(lodged, key=lambda each: (each.lodged_at is not None, each.lodged_at))
    placed = sorted(received, key=lambda each: _touches(text, each))
    for place, each in enumerate(placed, start=1):
        if each.place != place:
            each.place = place
            each.save(update_fields=["place"])
    return placed


def _touches(text: str, amendment: Amendment) -> tuple[int, int]:
    """Say how far into the text the first changed letter is; within it, into the other's words."""
    parent = amendment.to_amendment
    if parent is None:
        return _first_change(text, amendment.instruction), -1
    return (
        _first_change(text, parent.instruction),
        _first_change(parent.instruction, amendment.instruction),
    )


def _first_change(text: str, instruction: str) -> int:
    try:
        changed = apply_amendment(text, instruction)
    except Refusal:
        return LAST
    letters = zip(text, changed, strict=False)
    return next((at for at, (old, new) in enumerate(letters) if old != new), len(text))
