"""A branch lodges a motion: two of its officers stand behind it, each signed in as themselves.

Source: guide 3.0 (PCS practice) and the lifecycle's lines of the submitting branch.
"""

from django.utils import timezone

from audit.refusal import Refusal
from conferences.models import Conference
from conferences.rules import acting
from members.models import Body, Member
from motions.enums import MotionKind
from motions.models import Motion, MotionText
from motions.states import Act, MotionState
from motions.steps import add_text, advance, held_motion, sha256


def motion_draft(
    *, conference: Conference, body: Body, number: str, title: str, text: str, actor: Member
) -> Motion:
    """Begin a draft at a branch. Nobody else is told of it."""
    with acting(actor, conference, "motion.draft", body=body) as log:
        if not text.strip() or not title.strip():
            raise Refusal("no-words", "A motion needs a title and a text.")
        if conference.motions.filter(number=number).exists():
            raise Refusal("number-taken", f"There is a motion {number} already.")
        motion = Motion.objects.create(
            conference=conference,
            number=number,
            kind=MotionKind.ORDINARY,
            title=title,
            lodged_by=body,
            majority="simple",
            form="show_of_hands",
            state=MotionState.DRAFT,
            nec_position="none",
            lodged_order=conference.motions.count() + 1,
        )
        MotionText.objects.create(
            motion=motion, version=1, text=text, sha256=sha256(text), why="as drafted"
        )
        log.record(
            "motion.drafted", subject=motion, lodged_by=body.log_name, text_sha256=sha256(text)
        )
    return motion


def motion_submit(*, motion: Motion, actor: Member, approved_on: str, quorate: bool) -> Motion:
    """Send a motion as the first of two officers, with the meeting that approved it."""
    if not quorate:
        raise Refusal("meeting-not-quorate", "The meeting that approved a motion must be quorate.")
    with acting(actor, motion.conference, "motion.submit", body=motion.lodged_by) as log:
        motion = held_motion(motion)
        motion.submitted_by = actor
        return advance(log, motion, Act.SUBMIT, approved_on=approved_on, quorate=True)


def motion_confirm(*, motion: Motion, actor: Member) -> Motion:
    """Confirm a motion as the second officer: in time, or late, by the server's clock."""
    with acting(actor, motion.conference, "motion.confirm", body=motion.lodged_by) as log:
        motion = held_motion(motion)
        if motion.submitted_by_id == actor.pk:
            raise Refusal(
                "same-officer",
                "A second officer must confirm: not the one who sent it.",
                rule="Two-person rules",
                record="act.refused",
                subject=motion.log_name,
            )
        deadline = motion.conference.motions_close_at
        late = deadline is not None and timezone.now() > deadline
        finding = "late" if late else "on_time"
        return advance(log, motion, Act.CONFIRM, finding=finding)


def motion_reply(*, motion: Motion, actor: Member, text: str) -> Motion:
    """Answer the committee's query with new words. The old version is kept beside them."""
    with acting(actor, motion.conference, "motion.reply", body=motion.lodged_by) as log:
        motion = held_motion(motion)
        if text != motion.substantive.text:
            add_text(motion, text, why="reworded by the branch")
        motion.reply_by = None
        return advance(log, motion, Act.REPLY)


def motion_withdraw(*, motion: Motion, actor: Member) -> Motion:
    """Withdraw a motion as its branch, before the first report on it is adopted."""
    with acting(actor, motion.conference, "motion.withdraw", body=motion.lodged_by) as log:
        motion = held_motion(motion)
        if motion.conference.soc_reports.filter(adopted_at__isnull=False).exists():
            raise Refusal(
                "agenda-adopted",
                "The agenda is adopted: a motion is withdrawn with the leave of conference only.",
                rule="Motion lifecycle: withdraw",
            )
        return advance(log, motion, Act.WITHDRAW)
