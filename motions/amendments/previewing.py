"""What a branch is shown of an amendment before it is kept: its effect, and what to think of."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.translation import gettext

from audit.refusal import Refusal
from motions.amendment_life import OPEN_TO_RULING, WAITING
from motions.amendments.differences import Difference, compared, difference
from motions.models import Amendment, Motion
from motions.wording import Conflict, amended_instruction, conflicts, counted_in

RIVALS = (*OPEN_TO_RULING, *WAITING)


@dataclass(frozen=True, slots=True)
class Rival:
    """Another amendment that does not go together with this one, and why."""

    amendment: Amendment
    reason: str


@dataclass(frozen=True, slots=True)
class Preview:
    """One instruction as it would go on the agenda, made in the words as they now stand."""

    instruction: str
    difference: Difference
    limit: int
    rivals: Sequence[Rival]
    refusal: Refusal | None = None

    @property
    def over(self) -> int:
        """Say by how many words it is over the limit; 0 where it is not."""
        return max(0, self.difference.counted - self.limit)


def preview_of(
    motion: Motion, instruction: str, *, to: Amendment | None = None, own: Amendment | None = None
) -> Preview:
    """Show an instruction made in a motion, or in an amendment to it; never refuses."""
    limit = motion.conference.orders.amendment_words
    if to is not None:
        return Preview(instruction, _within(to, instruction), limit, ())
    text = motion.substantive.text
    return Preview(
        instruction,
        difference(text, instruction),
        limit,
        list(_rivals(motion, text, instruction, own)),
    )


def _within(other: Amendment, instruction: str) -> Difference:
    counted = counted_in(instruction)
    try:
        altered = amended_instruction(other.words, instruction)
    except Refusal as why:
        return Difference(why_not=why.message, counted=counted)
    return Difference(compared(other.words, altered), altered, counted=counted)


def _rivals(motion: Motion, text: str, instruction: str, own: Amendment | None) -> Sequence[Rival]:
    found = []
    for other in motion.amendments.all():
        if other.state not in RIVALS or other.to_amendment_id or (own and own.pk == other.pk):
            continue
        pairs = conflicts(text, {"this": instruction, "that": other.words})
        if reason := _said(pairs):
            found.append(Rival(other, reason))
    return found


def _said(pairs: Sequence[Conflict[str]]) -> str:
    """Give the plainest reason: the words that both touch, before what could not follow what."""
    if not pairs:
        return ""
    plainest = min(pairs, key=lambda each: each.kind == "cannot_follow")
    if plainest.kind == "same_words":
        return gettext("%(why)s If one of them is carried, the other falls.") % {
            "why": plainest.reason
        }
    if plainest.kind == "same_place":
        return plainest.reason
    if len(pairs) > 1:
        return gettext("If one of them is carried, the other has nothing left to change.")
    if plainest.second == "this":
        return gettext("If that one is carried, this one no longer finds its words.")
    return gettext("If this one is carried, that one no longer finds its words.")
