"""The Standing Orders Committee takes a motion in and rules on it; the clerk records for it.

A member of the committee takes no part in deciding on a motion of their own branch (guide 3.8).
"""

from datetime import datetime

from django.utils import timezone

from audit.refusal import Refusal
from conferences.rules import acting
from members.enums import Office
from members.models import Member
from motions.models import Motion
from motions.states import Act
from motions.steps import advance, held_motion


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
