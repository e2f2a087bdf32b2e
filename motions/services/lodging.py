"""Before conference: a branch lodges a motion, the committee rules on it, it finds its place.

Two officers of the branch, each signed in as themselves, stand behind a motion (guide 3.0). The
committee rules; the clerk records for it. A member of the committee takes no part in deciding on a
motion of their own branch (guide 3.8).
"""

from datetime import datetime

from django.utils import timezone

from audit.refusal import Refusal
from conferences.models import AgendaItem, Conference
from conferences.rules import acting
from members.enums import Office
from members.models import Body, Member
from motions.enums import MotionKind
from motions.models import Motion, MotionText
from motions.services.steps import add_text, advance, held_motion, sha256
from motions.states import Act, MotionState


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


def motion_receive(*, motion: Motion, actor: Member) -> Motion:
    """Take a lodged motion in for the committee."""
    with acting(actor, motion.conference, "motion.receive") as log:
        return advance(log, held_motion(motion), Act.RECEIVE)


def motion_rule_in_order(*, motion: Motion, actor: Member) -> Motion:
    """Record that the committee rules a motion in order."""
    return _rule(motion, actor, Act.RULE_IN_ORDER)


def motion_rule_not_in_order(*, motion: Motion, actor: Member, reason: str) -> Motion:
    """Record that the committee rules a motion not in order, and why."""
    return _rule(motion, actor, Act.RULE_NOT_IN_ORDER, reason=reason)


def motion_query(*, motion: Motion, actor: Member, question: str, reply_by: datetime) -> Motion:
    """Ask the branch to reword or to clarify, by a day."""
    return _rule(motion, actor, Act.QUERY, reason=question, reply_by=reply_by)


def motion_reply(*, motion: Motion, actor: Member, text: str) -> Motion:
    """Answer the committee's query with new words. The old version is kept beside them."""
    with acting(actor, motion.conference, "motion.reply", body=motion.lodged_by) as log:
        motion = held_motion(motion)
        if text != motion.substantive.text:
            add_text(motion, text, why="reworded by the branch")
        motion.reply_by = None
        return advance(log, motion, Act.REPLY)


def motion_close_query(*, motion: Motion, actor: Member) -> Motion:
    """Record that the branch has not answered in time: the motion is not in order."""
    if motion.reply_by and timezone.now() < motion.reply_by:
        raise Refusal("still-time-to-reply", "The branch may still reply.")
    return _rule(motion, actor, Act.NO_REPLY, reason="No reply from the branch")


def motion_refer(*, motion: Motion, actor: Member, to: str) -> Motion:
    """Refer a motion to another body, by name."""
    return _rule(motion, actor, Act.REFER_ELSEWHERE, reason=f"Referred to {to.strip()}")


def motion_review(*, motion: Motion, actor: Member, reason: str) -> Motion:
    """Record that the committee has looked again, and now finds a motion in order."""
    return _rule(motion, actor, Act.SOC_REVIEW, reason=reason)


def motion_schedule(*, motion: Motion, actor: Member, item: AgendaItem, place: int) -> Motion:
    """Give a motion its place in the order of business."""
    if item.session.conference_id != motion.conference_id:
        raise Refusal("foreign-item", "That item is on another conference's agenda.")
    with acting(actor, motion.conference, "motion.schedule") as log:
        motion = held_motion(motion)
        motion.agenda_item, motion.place = item, place
        return advance(log, motion, Act.SCHEDULE, item=item.log_name, place=place)


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


def motion_certify(*, motion: Motion, actor: Member) -> Motion:
    """Certify the final text of a carried motion, as the committee's chair."""
    with acting(actor, motion.conference, "motion.certify") as log:
        motion = held_motion(motion)
        if motion.standing != MotionState.CARRIED:
            raise Refusal("not-carried", "Only the text of a carried motion is certified.")
        motion.certified_by = actor
        motion.save(update_fields=["certified_by"])
        text = motion.substantive
        log.record(
            "motion.certified", subject=motion, text_version=text.version, text_sha256=text.sha256
        )
    return motion


def motion_adopt_policy(*, motion: Motion, actor: Member) -> Motion:
    """Enter a carried motion as policy, as the clerk, once the committee's chair has certified."""
    with acting(actor, motion.conference, "motion.adopt_policy") as log:
        motion = held_motion(motion)
        if motion.certified_by is None or motion.certified_by == actor:
            raise Refusal(
                "not-certified",
                "The chair of the committee certifies the final text first.",
                rule="Two-person rules",
                record="act.refused",
                subject=motion.log_name,
            )
        return advance(log, motion, Act.ADOPT_POLICY, certified_by=motion.certified_by.log_name)


def _rule(
    motion: Motion, actor: Member, act: Act, *, reason: str = "", reply_by: datetime | None = None
) -> Motion:
    with acting(actor, motion.conference, "motion.rule") as log:
        motion = held_motion(motion)
        if act != Act.RULE_IN_ORDER and not reason.strip():
            raise Refusal("no-reason", "The committee gives its reason in words.")
        if log.office != Office.CLERK and actor.branch_id == motion.lodged_by_id:
            raise Refusal(
                "own-branch",
                "A member of the committee takes no part in deciding on their own branch's motion.",
                rule="Roles and permissions",
                record="act.refused",
                subject=motion.log_name,
            )
        motion.ruling_reason = reason
        motion.reply_by = reply_by
        return advance(log, motion, act, personal={"reason": reason} if reason else None)
