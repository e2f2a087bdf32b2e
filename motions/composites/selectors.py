"""Asking about composites, each in a fixed number of queries.

groups_of(conference)            every group by letter, with its motions, texts and answers
group_by_letter(conference, letter)   one of them. Raises CompositeGroup.DoesNotExist
groupable(conference, find)      motions in order that are in no group
words_of(group)                  the words of its motions, as the pure core has them
standing_of(group)               how each branch has answered the words that stand
"""

from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import Prefetch, Q, QuerySet

from audit.refusal import Refusal
from conferences.models import Conference
from members.models import Body
from motions.composites.provenance import Composition, Source
from motions.enums import CompositeState, MotionKind
from motions.models import (
    CompositeAnswer,
    CompositeGroup,
    CompositeMeeting,
    CompositeSource,
    CompositeText,
    Motion,
)
from motions.states import MotionState
from motions.wording import read_instruction

IN_THE_MAKING = (CompositeState.BEING_MADE, CompositeState.PUT_TO_BRANCHES)
LEAST_MOTIONS = 2


@dataclass(frozen=True, slots=True)
class BranchStanding:
    """A branch with a motion in a group: its motions, and its answer to the words that stand."""

    branch: Body
    motions: Sequence[Motion]
    answer: CompositeAnswer | None

    @property
    def waits(self) -> bool:
        """Say whether it has still to answer."""
        return self.answer is None


def groups_of(conference: Conference) -> QuerySet[CompositeGroup]:
    """List the groups of a conference by letter."""
    sources = CompositeSource.objects.select_related(
        "motion__lodged_by", "motion__conference", "amendment__lodged_by"
    ).prefetch_related("motion__texts")
    texts = CompositeText.objects.select_related("mover", "seconder")
    answers = CompositeAnswer.objects.select_related("branch", "text")
    meetings = CompositeMeeting.objects.prefetch_related("present__branch", "present__member")
    return conference.composite_groups.select_related(
        "conference__body", "motion"
    ).prefetch_related(
        Prefetch("sources", queryset=sources),
        Prefetch("texts", queryset=texts),
        Prefetch("answers", queryset=answers),
        Prefetch("meetings", queryset=meetings),
    )


def group_by_letter(conference: Conference, letter: str) -> CompositeGroup:
    """Find one group with everything about it. Raises CompositeGroup.DoesNotExist."""
    return groups_of(conference).get(letter=letter)


def groupable(conference: Conference, find: str = "") -> QuerySet[Motion]:
    """List the motions that may be grouped; with words to find, those whose title has them."""
    found = (
        conference.motions.filter(state=MotionState.IN_ORDER)
        .exclude(kind=MotionKind.COMPOSITE)
        .select_related("lodged_by")
    )
    for word in find.split()[:8]:
        found = found.filter(Q(number__iexact=word) | Q(title__icontains=word))
    return found


def sources_in(group: CompositeGroup) -> list[CompositeSource]:
    """Give what is in the group; once it has ended, what was in it to the end."""
    sources = list(group.sources.all())
    if group.state in (*IN_THE_MAKING, CompositeState.AGREED):
        return [each for each in sources if each.left_at is None]
    ended = group.ended_at
    return [each for each in sources if each.left_at is None or each.left_at == ended]


def motions_in(group: CompositeGroup) -> list[Motion]:
    """Give the motions in the group, without the amendments that came with them."""
    return [each.motion for each in sources_in(group) if each.amendment is None]


def branches_in(group: CompositeGroup) -> list[Body]:
    """Give the branches that have a motion in the group, each once."""
    return list({each.lodged_by_id: each.lodged_by for each in motions_in(group)}.values())


def words_of(group: CompositeGroup) -> list[Source]:
    """Give the words that the composite is made from, by motion and amendment."""
    return [source_words(each) for each in sources_in(group)]


def source_words(each: CompositeSource) -> Source:
    """Give the words of one source as they stood when it was grouped."""
    if each.amendment:
        return Source(each.number, each.version, _words_put_in(each.amendment.instruction))
    text = next(text for text in each.motion.texts.all() if text.version == each.version)
    return Source(each.number, each.version, text.text)


def _words_put_in(instruction: str) -> str:
    """Give the words that an amendment would put in; of one that puts in none, the whole of it."""
    try:
        return "\n".join(read_instruction(instruction).inserted) or instruction
    except Refusal:
        return instruction


def text_put(group: CompositeGroup) -> CompositeText | None:
    """Give the words that stand: the last put to the branches, unless one has left since."""
    last = max(group.texts.all(), key=lambda text: text.version, default=None)
    return last if last and not last.dropped_at else None


def composition_of(text: CompositeText) -> Composition:
    """Read the sentences of a version, each with its source."""
    return Composition.from_document(text.content)


def standing_of(group: CompositeGroup) -> list[BranchStanding]:
    """Say of each branch in the group what it has answered to the words that stand."""
    text = text_put(group)
    answered = {
        each.branch_id: each
        for each in group.answers.all()
        if text is not None and each.text_id == text.pk
    }
    motions = motions_in(group)
    return [
        BranchStanding(
            branch,
            [each for each in motions if each.lodged_by_id == branch.pk],
            answered.get(branch.pk),
        )
        for branch in branches_in(group)
    ]
