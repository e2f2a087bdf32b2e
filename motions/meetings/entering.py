"""Motions of a meeting: entered by whoever keeps its agenda, on the word of whoever moves them.

A meeting of a branch or committee takes motions without the notice a conference asks for, so one
starts on the agenda, as a composite does; from there it is called, moved, amended and voted on as
any motion is. A motion of a conference is put to a meeting only where a rule lets that body decide
it (guide 3.1, DECIDED_BY_DELEGATED_BODY): the meeting has the same words before it, and what it
decides is entered against the motion of the conference, with the rule.
"""

from django.db.models import Max
from django.utils import timezone

from audit.recording import OpenEntry
from audit.refusal import Refusal
from ballots.enums import Majority, Outcome, VotingForm
from conferences.enums import AgendaKind, MeetingKind
from conferences.models import AgendaItem, Conference
from conferences.rules import acting
from members.models import Member
from motions.enums import RULE_KINDS, MotionKind, NecPosition
from motions.lodging.drafting import LONGEST_TITLE
from motions.models import Motion, MotionText
from motions.states import Act, MotionState
from motions.steps import advance, held_motion, hold_floor, sha256
from motions.texts.checks import refuse_bad_words
from motions.texts.cleaning import tidied

DECIDED = {
    MotionState.CARRIED: "carried",
    MotionState.LOST: "lost",
    MotionState.NOT_CARRIED: "not carried, the votes being equal",
}
"""How a meeting's motion ends when the meeting has decided it."""


def meeting_motion_enter(*, meeting: Conference, actor: Member, title: str, text: str) -> Motion:
    """Put a motion on a meeting's agenda, last in the item that takes motions."""
    with acting(actor, meeting, "meeting_motion.enter") as log:
        return _enter(log, meeting, title=" ".join(title.split()), text=tidied(text))


def meeting_motion_take(*, meeting: Conference, actor: Member, motion: Motion) -> Motion:
    """Put a motion of a conference to a meeting that a rule lets decide it."""
    with acting(actor, meeting, "meeting_motion.take") as log:
        if not meeting.delegated_by or motion.conference_id != meeting.within_id:
            raise Refusal(
                "no-power",
                "This meeting was not called to decide business of that conference.",
                rule="Motion lifecycle: delegate_to_body",
            )
        hold_floor(meeting)
        motion = held_motion(motion)
        if motion.standing != MotionState.SCHEDULED:
            raise Refusal("not-waiting", f"{motion.spoken} does not wait for conference.")
        if motion.decided_at_meeting_as.exclude(state=MotionState.NOT_MOVED).exists():
            raise Refusal("taken-already", f"{motion.spoken} has been put to a meeting already.")
        return _enter(
            log, meeting, title=motion.title, text=motion.substantive.text, decides=motion
        )


def _enter(
    log: OpenEntry, meeting: Conference, *, title: str, text: str, decides: Motion | None = None
) -> Motion:
    if meeting.kind == MeetingKind.CONFERENCE:
        raise Refusal("conference", "A conference takes motions that branches lodge beforehand.")
    if not title or not text:
        raise Refusal("no-words", "A motion needs a title and a text.")
    if len(title) > LONGEST_TITLE:
        raise Refusal("title-too-long", f"A title has {LONGEST_TITLE} characters at most.")
    for words in (title, text):
        refuse_bad_words(words)
    hold_floor(meeting)
    highest = meeting.motions.aggregate(order=Max("lodged_order"), place=Max("place"))
    order = (highest["order"] or 0) + 1
    rules = decides is not None and decides.kind in RULE_KINDS
    motion = Motion.objects.create(
        conference=meeting,
        reference=f"M{order}",
        number=f"M{order}",
        kind=decides.kind if decides and rules else MotionKind.ORDINARY,
        title=title,
        lodged_by=meeting.body,
        majority=Majority.TWO_THIRDS_CAST if rules else Majority.SIMPLE,
        form=VotingForm.SHOW_OF_HANDS,
        nec_position=NecPosition.NONE,
        lodged_order=order,
        lodged_at=timezone.now(),
        agenda_item=_item_for_motions(meeting),
        place=(highest["place"] or 0) + 1,
        decides=decides,
        state=MotionState.SCHEDULED,  # no notice is asked for: it starts on the agenda
    )
    moved = MotionText.objects.create(
        motion=motion, version=1, text=text, sha256=sha256(text), why="as moved at the meeting"
    )
    log.record(
        "meeting_motion.entered",
        subject=motion,
        text_sha256=moved.sha256,
        decides=decides.log_name if decides else None,
    )
    return motion


def _item_for_motions(meeting: Conference) -> AgendaItem:
    waiting = AgendaItem.objects.filter(
        session__conference=meeting, session__closed_at=None
    ).select_related("session")
    item = waiting.filter(kind=AgendaKind.MOTION).first()
    if item is None:
        raise Refusal(
            "no-item", "The agenda has no item for motions: add one, such as: 19:15 Motions."
        )
    return item


def decision_keep(log: OpenEntry, motion: Motion, outcome: Outcome) -> None:
    """Enter what a meeting decided against the motion of the conference it decided for."""
    if motion.decides_id is None:
        return
    decided = held_motion(Motion(pk=motion.decides_id))
    if decided.standing != MotionState.SCHEDULED:
        return  # conference itself has taken it meanwhile: that decides
    meeting = motion.conference
    how = DECIDED[motion.standing]
    decided.ruling_reason = (
        f"{meeting.body.name} decided under {meeting.delegated_by}, "
        f"on {timezone.localdate():%-d %B %Y}: {how}"
    )
    advance(
        log,
        decided,
        Act.DELEGATE_TO_BODY,
        rule=meeting.delegated_by,
        decided_at=meeting.log_name,
        decided_as=motion.log_name,
        outcome=outcome.value,
    )
