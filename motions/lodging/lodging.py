"""A branch lodges a motion: two of its officers stand behind it, each signed in as themselves.

Source: guide 3.0 (PCS practice) and the lifecycle's lines of the submitting branch.
"""

from types import MappingProxyType
from typing import Final

from django.utils import timezone

from audit.refusal import Refusal
from conferences.enums import Key
from conferences.key_dates import key_date
from conferences.models import Conference
from conferences.rules import acting
from members.models import Body, Member
from motions.enums import MotionKind
from motions.models import Motion, MotionText
from motions.states import Act, MotionState
from motions.steps import add_text, advance, held_motion, hold_floor, sha256

PREFIXES: Final = MappingProxyType(
    {
        MotionKind.ORDINARY: "M",
        MotionKind.EMERGENCY: "EM",
        MotionKind.RULE_AMENDMENT: "RA",
        MotionKind.STANDING_ORDER_AMENDMENT: "SO",
        MotionKind.COMPOSITE: "C",
    }
)


def motion_draft(
    *, conference: Conference, body: Body, title: str, text: str, actor: Member
) -> Motion:
    """Begin a draft at a branch. Nobody else is told of it."""
    with acting(actor, conference, "motion.draft", body=body) as log:
        if not text.strip() or not title.strip():
            raise Refusal("no-words", "A motion needs a title and a text.")
        hold_floor(conference)
        motion = Motion.objects.create(
            conference=conference,
            reference=_next_reference(conference, body),
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
        motion.submitted_by, motion.submitted_at = actor, timezone.now()
        return advance(log, motion, Act.SUBMIT, approved_on=approved_on, quorate=True)


def motion_confirm(*, motion: Motion, actor: Member) -> Motion:
    """Confirm a motion as the second officer: in time, or late, by the server's clock."""
    with acting(actor, motion.conference, "motion.confirm", body=motion.lodged_by) as log:
        hold_floor(motion.conference)
        motion = held_motion(motion)
        if motion.submitted_by_id == actor.pk:
            raise Refusal(
                "same-officer",
                "A second officer must confirm: not the one who sent it.",
                rule="Two-person rules",
                record="act.refused",
                subject=motion.log_name,
            )
        deadline, now = key_date(motion.conference, Key.MOTIONS_CLOSE), timezone.now()
        motion.confirmed_by, motion.lodged_at = actor, now
        motion.number = _next_number(motion)
        late = deadline is not None and now > deadline
        finding = "late" if late else "on_time"
        return advance(log, motion, Act.CONFIRM, finding=finding, number=motion.number)


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


def _next_reference(conference: Conference, body: Body) -> str:
    """Name a draft by its branch, B08-3: the number on the agenda comes once it is lodged."""
    drafted = conference.motions.filter(reference__startswith=f"{body.code}-").count()
    return f"{body.code}-{drafted + 1}"


def _next_number(motion: Motion) -> str:
    """Give the next number of the kind: M19, RA3."""
    prefix = PREFIXES[MotionKind(motion.kind)]
    given = motion.conference.motions.filter(number__startswith=prefix)
    taken = {
        int(number) for each in given if (number := each.number.removeprefix(prefix)).isdecimal()
    }
    return f"{prefix}{max(taken, default=0) + 1}"
