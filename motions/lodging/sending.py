"""A branch sends a motion: two of its officers stand behind it, each signed in as themselves.

Source: guide 3.0 (PCS practice: two officers, separate logins and e-mail addresses) and the lines
of the submitting branch in the table.
"""

from types import MappingProxyType
from typing import Final

from django.utils import timezone

from audit.refusal import Refusal
from conferences.rules import acting
from members.enums import ContactKind
from members.models import Contact, Member
from motions.enums import MotionKind
from motions.lodging.approval import Certificate, approval_certify
from motions.lodging.entitled import refuse_unless_entitled, window
from motions.lodging.telling import NEWS, RECEIPT, SECOND_OFFICER, officers_told
from motions.models import Amendment, Motion
from motions.states import Act, MotionState
from motions.steps import advance, held_motion, hold_floor
from motions.texts.checks import refuse_bad_words

PREFIXES: Final = MappingProxyType(
    {
        MotionKind.ORDINARY: "M",
        MotionKind.EMERGENCY: "EM",
        MotionKind.RULE_AMENDMENT: "RA",
        MotionKind.STANDING_ORDER_AMENDMENT: "SO",
        MotionKind.COMPOSITE: "C",
    }
)


def motion_submit(*, motion: Motion, actor: Member, certificate: Certificate) -> Motion:
    """Send a motion as the first of two officers, with the meeting that approved it.

    After the deadline it is still taken, and will be late: a branch is never turned away unheard.
    """
    with acting(actor, motion.conference, "motion.submit", body=motion.lodged_by) as log:
        hold_floor(motion.conference)
        motion = held_motion(motion)
        refuse_unless_entitled(motion)
        motion.submitted_by, motion.submitted_at = actor, timezone.now()
        motion.sent_back_because = ""
        motion = advance(log, motion, Act.SUBMIT, **certificate.facts)
        approval_certify(certificate, actor=actor, motion=motion)
        closes = window(motion.conference, motion.kind).closes
        by = f"{timezone.localtime(closes):%-d %B, %H:%M}" if closes else ""
        officers_told(motion.conference, motion.lodged_by, SECOND_OFFICER, but=actor, by=by)
    return motion


def motion_send_back(*, motion: Motion, actor: Member, why: str = "") -> Motion:
    """Give a motion back to its draft: the second officer, with a reason, or whoever sent it."""
    with acting(actor, motion.conference, "motion.confirm", body=motion.lodged_by) as log:
        motion = held_motion(motion)
        why, own = why.strip(), motion.submitted_by_id == actor.pk
        refuse_bad_words(why, most=2_000)
        if not own and not why:
            raise Refusal("no-reason", "Say what is wrong with it, for the officer who sent it.")
        sender = motion.submitted_by
        motion.submitted_by = motion.submitted_at = None
        motion.sent_back_because = why
        advance(log, motion, Act.SEND_BACK, taken_back=own, personal={"why": why} if why else {})
        if sender and not own:
            officers_told(motion.conference, motion.lodged_by, NEWS, only=[sender])
    return motion


def motion_confirm(*, motion: Motion, actor: Member, seen: str | None = None) -> Motion:
    """Confirm a motion as the second officer: in time, or late, by the server's clock.

    `seen` is the SHA-256 of the words that the officer was shown: other words are not confirmed.
    Both officers are sent a receipt with its number, the time, and the hash of its words.
    """
    with acting(actor, motion.conference, "motion.confirm", body=motion.lodged_by) as log:
        hold_floor(motion.conference)
        motion = held_motion(motion)
        _refuse_if_confirmed(motion)
        refuse_same_person(motion.submitted_by, actor, motion)
        if seen is not None and seen != motion.substantive.sha256:
            raise Refusal(
                "words-moved", "The words have changed since you were shown them. Read them again."
            )
        now, deadline = timezone.now(), window(motion.conference, motion.kind)
        motion.confirmed_by, motion.lodged_at = actor, now
        motion.number = _next_number(motion)
        motion.lodged_order = _next_in_order(motion)
        finding = "late" if deadline.is_over(now) else "on_time"
        motion = advance(log, motion, Act.CONFIRM, finding=finding, number=motion.number)
        officers_told(
            motion.conference,
            motion.lodged_by,
            RECEIPT,
            only=[each for each in (motion.submitted_by, actor) if each],
            number=motion.number,
            at=f"{timezone.localtime(now):%H:%M:%S on %-d %B %Y}",
            sha256=motion.substantive.sha256,
            late=int(motion.standing == MotionState.LATE),
        )
    return motion


def refuse_same_person(first: Member | None, second: Member, paper: Motion | Amendment) -> None:
    """Refuse the officer who acted first as the second, and two who share one e-mail address."""
    if first is None:
        return
    if first.pk == second.pk:
        raise Refusal(
            "same-officer",
            "A second officer must confirm: not the one who sent it.",
            rule="Two-person rules",
            record="act.refused",
            subject=paper.log_name,
        )
    theirs = Contact.objects.filter(member=first, kind=ContactKind.EMAIL).values("mark")
    if Contact.objects.filter(member=second, kind=ContactKind.EMAIL, mark__in=theirs).exists():
        raise Refusal(
            "same-address",
            "Both officers have the same e-mail address, so one of them could be both. One of them "
            "has to give an address of their own first.",
            rule="Two-person rules",
            record="act.refused",
            subject=paper.log_name,
        )


def _refuse_if_confirmed(motion: Motion) -> None:
    """Tell the slower of two officers, in so many words, that the other was there first."""
    if motion.lodged_at and motion.number:
        at = f"{timezone.localtime(motion.lodged_at):%H:%M on %-d %B}"
        raise Refusal(
            "already-confirmed",
            f"Another officer confirmed this at {at}: it is {motion.number}. You need do nothing.",
        )


def _next_number(motion: Motion) -> str:
    """Give the next number of the kind: M19, RA3."""
    prefix = PREFIXES[MotionKind(motion.kind)]
    given = motion.conference.motions.filter(number__startswith=prefix)
    taken = {
        int(number) for each in given if (number := each.number.removeprefix(prefix)).isdecimal()
    }
    return f"{prefix}{max(taken, default=0) + 1}"


def _next_in_order(motion: Motion) -> int:
    """Put it last in the order of receipt."""
    last = motion.conference.motions.order_by("lodged_order").last()
    return last.lodged_order + 1 if last else 1
