"""The committee groups motions for compositing, calls their branches together, and minutes it.

Source: guide 3.2, propose_composite: "group and meeting time published". The committee proposes;
the branches decide (motions.composites.consenting).
"""

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Final

from django.utils import timezone

from audit.refusal import Refusal
from conferences.enums import Key
from conferences.models import Conference
from conferences.rules import acting
from members.models import Body, Member
from motions.composites.letters import letters
from motions.composites.selectors import LEAST_MOTIONS, branches_in, group_by_letter
from motions.composites.steps import (
    held_group,
    is_of_own_branch,
    refuse_unless_in_group,
    refuse_unless_in_the_making,
)
from motions.composites.telling import branches_told
from motions.models import (
    CompositeGroup,
    CompositeMeeting,
    CompositePresence,
    CompositeSource,
    Motion,
)
from motions.states import Act, MotionState
from motions.steps import advance, held_motion, hold_floor
from motions.texts.checks import refuse_bad_words

LONGEST_TITLE: Final = 200
MOST_MOTIONS: Final = 40
FIRST_YEAR: Final = 2000
LAST_YEAR: Final = 2200
_IN_A_GROUP: Final = (MotionState.COMPOSITE_PROPOSED, MotionState.COMPOSITED)


def group_propose(
    *,
    conference: Conference,
    actor: Member,
    motions: Sequence[Motion],
    title: str,
    meets_at: datetime | None = None,
    meets_where: str = "",
) -> CompositeGroup:
    """Group motions for compositing under the next letter. Amendments accepted come with them.

    Without a time, the meeting is on the day that the conference's timetable has for it.
    """
    with acting(actor, conference, "composite.group") as log:
        hold_floor(conference)
        title = _checked(title)
        refuse_bad_words(meets_where)
        _refuse_strange_time(meets_at)
        held = [held_motion(motion) for motion in {each.pk: each for each in motions}.values()]
        _refuse_unless_they_can_be_one(conference, held)
        number = conference.composite_groups.count() + 1
        day = None if meets_at else conference.key_dates.filter(key=Key.COMPOSITING_MEETING).first()
        group = CompositeGroup.objects.create(
            conference=conference,
            number=number,
            letter=letters(number),
            title=title,
            meets_at=meets_at or (day.at if day else None),
            meets_on_day=bool(day and day.is_day),
            meets_where=meets_where.strip(),
        )
        for motion in sorted(held, key=lambda each: each.lodged_order):
            _take_in(group, motion)
            advance(log, motion, Act.PROPOSE_COMPOSITE, composite=group.letter)
        group = group_by_letter(conference, group.letter)
        log.record(
            "composite.grouped",
            subject=group,
            motions=[each.log_name for each in held],
            meets_at=group.meets_at.isoformat() if group.meets_at else "",
            own_branch=is_of_own_branch(actor, group),
        )
        branches_told(group, branches_in(group), but=actor)
    return group


def meeting_set(
    *,
    group: CompositeGroup,
    actor: Member,
    title: str,
    meets_at: datetime | None,
    meets_where: str,
) -> CompositeGroup:
    """Change what a group is called, and when and where its branches meet."""
    with acting(actor, group.conference, "composite.group") as log:
        group = held_group(group)
        refuse_unless_in_the_making(group)
        refuse_bad_words(meets_where)
        _refuse_strange_time(meets_at)
        group.title = _checked(title)
        if meets_at != group.meets_at:
            group.meets_at, group.meets_on_day = meets_at, False
        group.meets_where = meets_where.strip()
        group.save(update_fields=["title", "meets_at", "meets_on_day", "meets_where"])
        log.record(
            "composite.meeting_set",
            subject=group,
            meets_at=meets_at.isoformat() if meets_at else "",
        )
        branches_told(group, branches_in(group), but=actor)
    return group


def meeting_record(
    *,
    group: CompositeGroup,
    actor: Member,
    held_at: datetime,
    notes: str,
    present: Iterable[tuple[Body, Member]],
) -> CompositeMeeting:
    """Enter that a compositing meeting was held: who was there for each branch, and notes."""
    with acting(actor, group.conference, "composite.record_meeting") as log:
        group = held_group(group)
        notes = notes.replace("\r\n", "\n")  # as a form sends them
        refuse_bad_words(notes)
        _refuse_strange_time(held_at)
        if held_at > timezone.now():
            raise Refusal("not-held-yet", "A meeting is entered once it has been held.")
        there = {member.pk: (branch, member) for branch, member in present}
        if not there:
            raise Refusal("nobody-there", "Say who was there: at least one person for a branch.")
        for branch, _member in there.values():
            refuse_unless_in_group(group, branch)
        meeting = CompositeMeeting.objects.create(group=group, held_at=held_at, notes=notes.strip())
        CompositePresence.objects.bulk_create(
            CompositePresence(meeting=meeting, branch=branch, member=member)
            for branch, member in there.values()
        )
        branches = sorted({branch.log_name for branch, _member in there.values()})
        log.record(
            "composite.meeting_recorded",
            subject=group,
            held_at=held_at.isoformat(),
            branches=branches,
            people=len(there),
            personal={"notes": meeting.notes} if meeting.notes else None,
        )
    return meeting


def _refuse_unless_they_can_be_one(conference: Conference, motions: Sequence[Motion]) -> None:
    if any(each.conference_id != conference.pk for each in motions):
        raise Refusal("foreign-motion", "Those motions are not all of this conference.")
    taken = [each.number for each in motions if each.standing in _IN_A_GROUP]
    if taken:
        raise Refusal(
            "already-in-a-group",
            f"{', '.join(taken)} is in a composite already. A motion is in one at a time.",
            rule="Motion lifecycle: propose_composite",
        )
    not_in_order = [each for each in motions if each.standing != MotionState.IN_ORDER]
    if not_in_order:
        raise Refusal(
            "not-in-order",
            f"{not_in_order[0].number or not_in_order[0].reference} is not in order, or is beyond "
            f"compositing: {not_in_order[0].standing.label.lower()}.",
            rule="Motion lifecycle: propose_composite",
        )
    if len(motions) < LEAST_MOTIONS:
        raise Refusal("one-motion-alone", "A composite is made from two motions or more.")
    if len(motions) > MOST_MOTIONS:
        raise Refusal("too-many-motions", f"At most {MOST_MOTIONS} motions go into one composite.")
    if len({each.kind for each in motions}) > 1:
        raise Refusal(
            "different-kinds",
            "A rule amendment, an emergency motion and an ordinary one do not make one motion: "
            "they are decided by different rules.",
        )
    if len({each.lodged_by_id for each in motions}) == 1:
        raise Refusal(
            "one-branch-alone",
            "These motions are all of one branch. Mover and seconder of a composite are of "
            "different ones: the branch can withdraw one instead.",
        )


def _take_in(group: CompositeGroup, motion: Motion) -> None:
    """Take a motion in with the words it has now, and with the amendments its mover accepts."""
    version = motion.substantive.version
    CompositeSource.objects.create(group=group, motion=motion, version=version)
    for amendment in motion.amendments.filter(mover_accepts=True, state="in_order"):
        CompositeSource.objects.create(group=group, motion=motion, amendment=amendment, version=1)


def _refuse_strange_time(at: datetime | None) -> None:
    if at is not None and not FIRST_YEAR <= at.year <= LAST_YEAR:
        raise Refusal("strange-time", f"The year {at.year} cannot be right. Look at it again.")


def _checked(title: str) -> str:
    title = " ".join(title.split())
    if not title:
        raise Refusal("no-title", "A composite needs a title.")
    if len(title) > LONGEST_TITLE:
        raise Refusal("title-too-long", f"A title has at most {LONGEST_TITLE} characters.")
    refuse_bad_words(title)
    return title
