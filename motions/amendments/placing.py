"""Amendments are taken in the order of the text they touch, not of arrival (guide 3.3)."""

from collections.abc import Sequence

from motions.amendment_life import NOT_YET_LODGED
from motions.models import Amendment, Motion
from motions.wording import order_of_text


def amendments_place(motion: Motion) -> Sequence[Amendment]:
    """Place every lodged amendment of a motion by the text it touches; by receipt where they tie.

    Called inside the act that lets one in. The places are those of the motion's first words, so
    that what is carried in debate moves none of them. An amendment to an amendment comes just
    before the one that it would alter. Those that are not understood come last.
    """
    lodged = motion.amendments.exclude(state__in=NOT_YET_LODGED)
    received = sorted(lodged, key=lambda each: (each.lodged_at is not None, each.lodged_at))
    by_id = {each.pk: each for each in received}
    to_motion = {each.pk: each.instruction for each in received if not each.to_amendment_id}
    to_them = [each for each in received if each.to_amendment_id]
    placed: list[Amendment] = []
    for pk in order_of_text(motion.texts.all()[0].text, to_motion):
        placed += [each for each in to_them if each.to_amendment_id == pk]
        placed.append(by_id[pk])
    for place, each in enumerate(placed, start=1):
        if each.place != place:
            each.place = place
            each.save(update_fields=["place"])
    return placed
