"""Meetings of the committee: when, who was there, and who declares an interest in what."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.utils import timezone

from audit.refusal import Refusal
from conferences.models import Conference
from conferences.rules import acting, office_held
from members.enums import Office
from members.models import Member
from motions.committee.taking_part import RULE, SITTING
from motions.enums import MeetingKind
from motions.models import Interest, Motion, SocMeeting
from motions.steps import hold_floor


def meeting_enter(
    *,
    conference: Conference,
    actor: Member,
    held_at: datetime,
    present: Sequence[Member] = (),
    chair: Member | None = None,
    kind: MeetingKind = MeetingKind.MEETING,
    agenda: str = "",
) -> SocMeeting:
    """Enter a meeting, to come or held. Nothing is ruled at one before it has been held."""
    with acting(actor, conference, "soc_meeting.enter") as log:
        hold_floor(conference)
        _refuse_strangers(conference, present, chair)
        meeting = SocMeeting.objects.create(
            conference=conference,
            number=conference.soc_meetings.count() + 1,
            kind=kind,
            held_at=held_at,
            chair=chair,
            agenda=agenda.strip(),
        )
        meeting.present.set(present)
        log.record("soc_meeting.entered", **_facts(meeting, present))
    return meeting


def meeting_change(
    *,
    meeting: SocMeeting,
    actor: Member,
    held_at: datetime,
    present: Sequence[Member],
    chair: Member | None = None,
    agenda: str = "",
) -> SocMeeting:
    """Enter who was there, or put the entry right. Rulings keep who took part when they were made.

    Once something was ruled there, the meeting is not moved to a time after that.
    """
    with acting(actor, meeting.conference, "soc_meeting.enter") as log:
        meeting = SocMeeting.objects.select_for_update(of=("self",)).get(pk=meeting.pk)
        _refuse_strangers(meeting.conference, present, chair)
        first = meeting.rulings.first()
        if first and held_at > first.at:
            raise Refusal("ruled-before", f"Something was ruled at {meeting} before that time.")
        meeting.held_at, meeting.chair, meeting.agenda = held_at, chair, agenda.strip()
        meeting.save()
        meeting.present.set(present)
        log.record("soc_meeting.changed", **_facts(meeting, present))
    return meeting


def interest_declare(*, motion: Motion, member: Member, actor: Member, nature: str) -> Interest:
    """Declare an interest: that member takes no part in deciding on it or on its amendments.

    Members declare their own; the clerk enters what was said at a meeting.
    """
    with acting(actor, motion.conference, "interest.declare") as log:
        if log.office != Office.CLERK and member.pk != actor.pk:
            raise Refusal(
                "not-your-interest",
                "Members of the committee declare their own interests; the clerk may enter others.",
                rule=RULE,
                record="act.refused",
                subject=motion.log_name,
            )
        _refuse_strangers(motion.conference, [member], None)
        if not nature.strip():
            raise Refusal("no-words", "Say what the interest is.")
        declared, is_new = Interest.objects.get_or_create(
            member=member, motion=motion, defaults={"nature": nature.strip()}
        )
        if not is_new:
            raise Refusal("declared-already", f"{member.name} has declared an interest already.")
        log.record(
            "interest.declared",
            subject=motion,
            member=member.pseudonym,
            personal={"nature": declared.nature},
        )
    return declared


def _refuse_strangers(
    conference: Conference, present: Sequence[Member], chair: Member | None
) -> None:
    for each in present:
        if office_held(each, conference, *SITTING) is None:
            raise Refusal("not-of-the-committee", f"{each.name} is not on the committee.")
    if chair and chair not in present:
        raise Refusal("chair-not-there", f"{chair.name} cannot be in the chair and not be there.")


def _facts(meeting: SocMeeting, present: Sequence[Member]) -> dict[str, Any]:
    return {
        "subject": meeting,
        "meeting_kind": meeting.kind,
        "held_at": timezone.localtime(meeting.held_at).isoformat(timespec="minutes"),
        "present": sorted(each.pseudonym for each in present),
        "chair": meeting.chair.pseudonym if meeting.chair else None,
        **({"personal": {"agenda": meeting.agenda}} if meeting.agenda else {}),
    }
