"""A composite comes to stand as a motion of its own, and can come apart again."""

from collections.abc import Iterable
from datetime import datetime

from django.db.models import Max
from django.utils import timezone

from audit.recording import OpenEntry
from ballots.enums import Majority, VotingForm
from motions.amendment_life import AmendmentAct, AmendmentState
from motions.amendments.steps import advance_amendment
from motions.composites.selectors import composition_of, motions_in, sources_in
from motions.composites.steps import provenance_sha256
from motions.enums import CompositeState, MotionKind, NecPosition
from motions.models import CompositeGroup, CompositeSource, CompositeText, Motion, MotionText
from motions.states import Act, MotionState
from motions.steps import advance, held_amendment, held_motion

_STRICTEST = (VotingForm.SECRET_BALLOT, VotingForm.CARD_VOTE)


def compose(log: OpenEntry, group: CompositeGroup, text: CompositeText) -> Motion:
    """Make the composite, on the agenda and without a place yet; its sources live on in it.

    It is decided as strictly as the strictest of them: two thirds if one needs them, by card if one
    is taken by card.
    """
    sources = motions_in(group)
    sections = {each.section for each in sources}
    forms = {each.form for each in sources}
    majorities = {each.majority for each in sources}
    simple = Majority.SIMPLE.value
    conference = group.conference
    last = conference.motions.aggregate(last=Max("lodged_order"))["last"] or 0
    composite = Motion.objects.create(
        conference=conference,
        reference=f"C{group.letter}",
        number=f"C{group.letter}",
        kind=MotionKind.COMPOSITE,
        title=group.title,
        section=sections.pop() if len(sections) == 1 else "",
        lodged_by=text.mover,
        seconding_body=text.seconder,
        majority=next((each for each in sorted(majorities) if each != simple), simple),
        form=next((form for form in _STRICTEST if form in forms), sources[0].form),
        nec_position=NecPosition.NONE,
        lodged_order=last + 1,
        lodged_at=timezone.now(),
        # a composite is its own record, which starts on the agenda (guide 3.1)
        state=MotionState.SCHEDULED,
    )
    MotionText.objects.create(
        motion=composite,
        version=1,
        text=text.text,
        sha256=text.sha256,
        why="as agreed by its branches",
    )
    log.record(
        "motion.composed",
        subject=composite,
        lodged_by=text.mover.log_name,
        seconded_by=text.seconder.log_name,
        sources=[each.number for each in sources],
        text_sha256=text.sha256,
        provenance_sha256=provenance_sha256(composition_of(text)),
    )
    for each in sources_in(group):
        _take_up(log, each, composite)
    group.state, group.motion = CompositeState.AGREED, composite
    group.save(update_fields=["state", "motion"])
    group.drafts.all().delete()  # the words stand; how they were shuffled into place is nobody's
    return composite


def break_up(log: OpenEntry, group: CompositeGroup) -> None:
    """Let every motion of an agreed composite stand alone again; the composite is withdrawn."""
    now = timezone.now()
    sources = motions_in(group)
    composite = held_motion(group.motion)  # type: ignore[arg-type] # an agreed group has one
    composite.agenda_item, composite.place = None, None
    advance(log, composite, Act.WITHDRAW, because="the composite is broken up")
    stand_alone(log, group, sources, Act.COMPOSITE_BREAKS_UP, at=now)
    group.state, group.ended_at = CompositeState.BROKEN_UP, now
    group.save(update_fields=["state", "ended_at"])


def stand_alone(
    log: OpenEntry, group: CompositeGroup, motions: Iterable[Motion], act: Act, *, at: datetime
) -> None:
    """Let motions leave a group with their own words, and their amendments with them."""
    for each in motions:
        motion = held_motion(each)
        motion.composite = None
        advance(log, motion, act, composite=group.letter)
        leaving = CompositeSource.objects.filter(group=group, motion=motion, left_at=None)
        for source in leaving.select_related("amendment"):
            if source.amendment and source.amendment.state == AmendmentState.COMPOSITED:
                amendment = held_amendment(source.amendment)
                advance_amendment(log, amendment, AmendmentAct.BREAK_UP)
            source.left_at = at
            source.save(update_fields=["left_at"])


def _take_up(log: OpenEntry, source: CompositeSource, composite: Motion) -> None:
    if source.amendment:
        amendment = held_amendment(source.amendment)
        advance_amendment(log, amendment, AmendmentAct.COMPOSITE, composite=composite.number)
        return
    motion = held_motion(source.motion)
    motion.composite = composite
    advance(log, motion, Act.AGREE, composite=composite.number)
