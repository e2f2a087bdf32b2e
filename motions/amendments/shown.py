"""The amendments of a motion as its page shows them, in the order of the text they touch."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from audit.refusal import Refusal
from motions.amendment_life import ENDED, MADE, UNDER_WAY
from motions.amendments.differences import Difference, compared, difference
from motions.models import Amendment, Motion, Question
from motions.wording import amended_instruction


@dataclass(frozen=True, slots=True)
class Shown:
    """One amendment, what it changes in which words, and how it was decided."""

    amendment: Amendment
    difference: Difference
    question: Question | None
    against: str
    """Which words it is shown against: as they now stand, as they stood, or as first sent."""

    @property
    def is_made(self) -> bool:
        """Say whether its words are in the motion."""
        return self.amendment.state in MADE

    @property
    def is_over(self) -> bool:
        """Say whether nothing more can happen to it."""
        return self.amendment.state in ENDED

    @property
    def is_before_conference(self) -> bool:
        """Say whether it is the one that conference is debating or voting on."""
        return self.amendment.state in UNDER_WAY

    @property
    def mover_says(self) -> str:
        """Say what the motion's mover has said of it beforehand; nothing once it is decided."""
        if self.is_over or self.amendment.mover_accepts is None:
            return ""
        return "accepts" if self.amendment.mover_accepts else "declines"


def amendments_shown(motion: Motion) -> Sequence[Shown]:
    """Give the amendments of motion_in_full(): prefetched, so that it costs two queries."""
    declared = Question.objects.filter(amendment__motion=motion, ballot__result__isnull=False)
    voted_on = {each.amendment_id: each for each in declared.select_related("ballot")}
    amendments = list(motion.amendments.all())
    places = {each.pk: each.place for each in amendments}
    in_order = sorted(
        amendments,
        key=lambda each: (
            places.get(each.to_amendment_id or each.pk, each.place),
            each.to_amendment_id is not None,
            each.place,
        ),
    )
    return [_shown(motion, each, voted_on.get(each.pk)) for each in in_order]


def _shown(motion: Motion, amendment: Amendment, question: Question | None) -> Shown:
    if amendment.to_amendment:
        made = difference_to(amendment)
        return Shown(amendment, made, question, "amendment")
    texts = [each.text for each in motion.texts.all()]
    if amendment.state in MADE:
        for old, new in pairwise(motion.texts.all()):
            if new.why.split(" ")[0] == amendment.number:
                made = Difference(compared(old.text, new.text), new.text)
                return Shown(amendment, made, question, "then")
    words = amendment.words
    now = difference(texts[-1], words)
    if not now.why_not or amendment.state not in ENDED:
        return Shown(amendment, now, question, "now")
    return Shown(amendment, _as_it_stood(texts, words) or now, question, "then")


def _as_it_stood(texts: Sequence[str], words: str) -> Difference | None:
    return next(
        (made for text in reversed(texts) if not (made := difference(text, words)).why_not), None
    )


def difference_to(amendment: Amendment) -> Difference:
    """Show what an amendment to an amendment changes in the instruction of the other."""
    other = amendment.to_amendment
    if other is None:
        return Difference()
    try:
        altered = amended_instruction(other.instruction, amendment.instruction)
    except Refusal as why:
        return Difference(why_not=why.message)
    return Difference(compared(other.instruction, altered), altered)
