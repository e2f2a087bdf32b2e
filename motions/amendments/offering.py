"""Consequences that the words themselves suggest, offered to the committee to be entered.

An offer is no ruling: it binds once the committee has entered it with a paragraph of its report and
conference has adopted that (guide 3.0, consequential). `motions.order.consequences` enters it.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from motions.amendment_life import OPEN_TO_RULING, WAITING
from motions.models import Amendment, AmendmentConsequence, Motion
from motions.wording import conflicts

STANDING = (*OPEN_TO_RULING, *WAITING)


@dataclass(frozen=True, slots=True)
class Offer:
    """If the first is carried, the second has nothing left to amend; in the words of the engine."""

    carried: Amendment
    fallen: Amendment
    reason: str


def consequences_offered(motion: Motion) -> Sequence[Offer]:
    """Offer what falls with what among a motion's amendments, so far as it is not entered yet.

    Of two that conflict, the one that is taken first, in the order of the text, lets the other
    fall. Four queries, whatever their number.
    """
    standing = motion.amendments.filter(state__in=STANDING, to_amendment=None)
    amendments = {each.pk: each for each in standing.prefetch_related("amendments")}
    entered = set(
        AmendmentConsequence.objects.filter(carried__motion=motion).values_list(
            "carried_id", "fallen_id"
        )
    )
    offers: dict[tuple[object, object], Offer] = {}
    for found in conflicts(
        motion.substantive.text, {pk: each.words for pk, each in amendments.items()}
    ):
        one, other = amendments[found.first], amendments[found.second]
        carried, fallen = sorted((one, other), key=lambda each: each.place)
        if found.kind == "cannot_follow" and carried.pk != found.first:
            continue  # the one that would be in the way is taken after it
        pair = (carried.pk, fallen.pk)
        if found.kind != "same_place" and pair not in entered:
            offers.setdefault(pair, Offer(carried, fallen, found.reason))
    return list(offers.values())
