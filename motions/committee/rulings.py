"""The Standing Orders Committee takes a motion in and rules on it; the clerk records for it.

A ruling is made at a meeting. Beside the decision it keeps who took part, who stood aside, the
reason with its code, and the hash of the words that were ruled on (guide 3.2). The branch is told
of every one. Where no meeting is named it is the last one held.
"""

from datetime import datetime

from django.utils import timezone

from audit.recording import OpenEntry
from audit.refusal import Refusal
from conferences.enums import Key
from conferences.key_dates import key_date
from conferences.rules import acting
from members.models import Member
from motions.committee.taking_part import Parting, parted
from motions.enums import Decision, MotionKind, ReasonCode
from motions.lodging.telling import branch_told
from motions.models import Amendment, Motion, Ruling, SocMeeting
from motions.states import Act
from motions.steps import advance, held_motion

DECISIONS = {
    Act.RULE_IN_ORDER: Decision.IN_ORDER,
    Act.RULE_NOT_IN_ORDER: Decision.NOT_IN_ORDER,
    Act.QUERY: Decision.QUERIED,
    Act.NO_REPLY: Decision.NO_REPLY,
    Act.REFER_ELSEWHERE: Decision.REFERRED,
    Act.SOC_REVIEW: Decision.REVIEWED,
}


def motion_receive(*, motion: Motion, actor: Member) -> Motion:
    """Take a lodged motion in for the committee."""
    with acting(actor, motion.conference, "motion.receive") as log:
        return advance(log, held_motion(motion), Act.RECEIVE)


def motion_rule_in_order(
    *, motion: Motion, actor: Member, meeting: SocMeeting | None = None, reason: str = ""
) -> Motion:
    """Record that the committee rules a motion in order."""
    return _rule(motion, actor, Act.RULE_IN_ORDER, meeting=meeting, reason=reason)


def motion_rule_not_in_order(
    *,
    motion: Motion,
    actor: Member,
    reason: str,
    code: ReasonCode = ReasonCode.OTHER,
    meeting: SocMeeting | None = None,
    is_private: bool = False,
) -> Motion:
    """Record that the committee rules a motion not in order, and why.

    A private reason is for the branch alone; everybody else is told the code.
    """
    return _rule(
        motion,
        actor,
        Act.RULE_NOT_IN_ORDER,
        meeting=meeting,
        reason=reason,
        code=code,
        is_private=is_private,
    )


def motion_query(
    *,
    motion: Motion,
    actor: Member,
    question: str,
    reply_by: datetime,
    meeting: SocMeeting | None = None,
    is_private: bool = False,
) -> Motion:
    """Ask the branch to reword or to clarify, by a day."""
    if reply_by <= timezone.now():
        raise Refusal("reply-by-past", "Give the branch a time that is still to come.")
    return _rule(
        motion,
        actor,
        Act.QUERY,
        meeting=meeting,
        reason=question,
        reply_by=reply_by,
        is_private=is_private,
    )


def motion_close_query(*, motion: Motion, actor: Member) -> Motion:
    """Record that the branch has not answered in time: the motion is not in order."""
    if motion.reply_by and timezone.now() < motion.reply_by:
        raise Refusal("still-time-to-reply", "The branch may still reply.")
    return _rule(
        motion, actor, Act.NO_REPLY, reason="No reply from the branch", code=ReasonCode.NO_REPLY
    )


def motion_refer(
    *, motion: Motion, actor: Member, to: str, reason: str = "", meeting: SocMeeting | None = None
) -> Motion:
    """Refer a motion to another body, by name."""
    if not to.strip():
        raise Refusal("no-body-named", "Say which body it is referred to.")
    said = f"Referred to {to.strip()}" + (f". {reason.strip()}" if reason.strip() else "")
    return _rule(motion, actor, Act.REFER_ELSEWHERE, meeting=meeting, reason=said, to=to.strip())


def motion_review(
    *, motion: Motion, actor: Member, reason: str, meeting: SocMeeting | None = None
) -> Motion:
    """Record that the committee has looked again, and now finds a motion in order.

    Before the final agenda is published; an emergency motion comes after that, and may be reviewed.
    """
    published = key_date(motion.conference, Key.FINAL_AGENDA)
    if motion.kind != MotionKind.EMERGENCY and published and timezone.now() >= published:
        raise Refusal(
            "after-final-agenda",
            "The final agenda is published: what is not in order comes back by a reference back.",
            rule="Motion lifecycle: soc_review",
        )
    return _rule(motion, actor, Act.SOC_REVIEW, meeting=meeting, reason=reason)


def ruling_keep(
    about: Motion | Amendment,
    decision: Decision,
    parting: Parting,
    *,
    actor: Member | None,
    text_sha256: str,
    reason: str = "",
    code: str = "",
    is_private: bool = False,
    reply_by: datetime | None = None,
    to: str = "",
) -> Ruling:
    """Keep a ruling beside the earlier ones, inside the act that makes it, and tell the branch."""
    ruling = Ruling.objects.create(
        motion=about if isinstance(about, Motion) else None,
        amendment=about if isinstance(about, Amendment) else None,
        meeting=parting.meeting,
        decision=decision,
        reason_code=code,
        reason=reason,
        is_private=is_private,
        referred_to=to,
        reply_by=reply_by,
        text_sha256=text_sha256,
        by=actor,
    )
    ruling.took_part.set(parting.took_part)
    ruling.stood_aside.set(parting.stood_aside)
    if actor is not None:
        branch_told(about, but=actor)
    return ruling


def _rule(
    motion: Motion,
    actor: Member,
    act: Act,
    *,
    meeting: SocMeeting | None = None,
    reason: str = "",
    code: str = "",
    is_private: bool = False,
    reply_by: datetime | None = None,
    to: str = "",
) -> Motion:
    with acting(actor, motion.conference, "motion.rule") as log:
        motion, reason = held_motion(motion), reason.strip()
        if act != Act.RULE_IN_ORDER and not reason:
            raise Refusal("no-reason", "The committee gives its reason in words.")
        parting = parted(motion, actor=actor, office=log.office, meeting=meeting)
        ruling = ruling_keep(
            motion,
            DECISIONS[act],
            parting,
            actor=actor,
            text_sha256=motion.substantive.sha256,
            reason=reason,
            code=code,
            is_private=is_private,
            reply_by=reply_by,
            to=to,
        )
        motion.ruling_reason, motion.reply_by = ruling.public_reason, reply_by
        return _ruled(log, motion, act, ruling, parting)


def _ruled(log: OpenEntry, motion: Motion, act: Act, ruling: Ruling, parting: Parting) -> Motion:
    return advance(
        log,
        motion,
        act,
        reason_code=ruling.reason_code or None,
        reason_is_private=ruling.is_private,
        personal={"reason": ruling.reason} if ruling.reason else None,
        **parting.facts,
    )
