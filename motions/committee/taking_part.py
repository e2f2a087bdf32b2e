"""Who takes part in a ruling, and who stands aside (guide 3.8).

A member of the committee takes no part in deciding on a motion of their own branch, on an amendment
of it or to it, nor on anything in which an interest of theirs is declared.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

from django.utils import timezone

from audit.refusal import Refusal
from conferences.models import Conference
from members.enums import Office
from members.models import Member
from motions.enums import MotionKind
from motions.models import Amendment, Interest, Motion, SocMeeting

SITTING: Final = (Office.SOC_CHAIR, Office.SOC_MEMBER)
"""Who sits on the committee; its clerk records and does not decide."""

RULE: Final = "Roles and permissions"


@dataclass(frozen=True, slots=True)
class Parting:
    """A meeting as it decides on one thing."""

    meeting: SocMeeting | None  # none where a file or the system says what was decided
    took_part: Sequence[Member]
    stood_aside: Sequence[Member]

    @property
    def facts(self) -> dict[str, Any]:
        """Give what the log says of it: the meeting, and people by their pseudonyms."""
        if self.meeting is None:
            return {}
        return {
            "meeting": self.meeting.log_name,
            "took_part": [each.pseudonym for each in self.took_part],
            "stood_aside": [each.pseudonym for each in self.stood_aside],
        }


def stands_aside(member: Member, about: Motion | Amendment, declared: Sequence[Interest]) -> bool:
    """Say whether a member takes no part in deciding on this."""
    motion = about if isinstance(about, Motion) else about.motion
    return member.branch_id in _branches_of(about) or any(
        each.member_id == member.pk and each.motion_id == motion.pk for each in declared
    )


def _branches_of(about: Motion | Amendment) -> set[object]:
    """Give the branches that are judged here: of a composite, all that have a motion in it."""
    motion = about if isinstance(about, Motion) else about.motion
    branches: set[object] = {motion.lodged_by_id, about.lodged_by_id}
    if motion.kind == MotionKind.COMPOSITE:
        branches.update(motion.source_motions.values_list("lodged_by_id", flat=True))
    return branches


def parted(
    about: Motion | Amendment, *, actor: Member | None, office: str, meeting: SocMeeting | None
) -> Parting:
    """Part those at a meeting into who decides and who stands aside, or refuse the ruling."""
    if actor is None:
        return Parting(None, (), ())
    motion = about if isinstance(about, Motion) else about.motion
    declared = list(motion.interests.all())
    if office != Office.CLERK and stands_aside(actor, about, declared):
        raise _own(about, actor)
    held = meeting or latest_meeting(motion.conference)
    _refuse_unless_held(held, motion.conference)
    present = list(held.present.order_by("name"))
    aside = [each for each in present if stands_aside(each, about, declared)]
    part = [each for each in present if each not in aside]
    if not part:
        raise Refusal(
            "nobody-to-decide",
            f"Nobody who was at {held} may decide on this: all of them stand aside."
            if aside
            else f"Enter first who was at {held}.",
            rule=RULE,
        )
    return Parting(held, part, aside)


def latest_meeting(conference: Conference) -> SocMeeting:
    """Give the last meeting that has been held, or refuse: a ruling is made at a meeting."""
    held = conference.soc_meetings.filter(held_at__lte=timezone.now()).order_by("held_at").last()
    if held is None:
        raise Refusal(
            "no-meeting",
            "Enter the meeting of the committee first, and who was there: a ruling is made at one.",
            rule="Motion lifecycle: rule_in_order",
        )
    return held


def _refuse_unless_held(meeting: SocMeeting, conference: Conference) -> None:
    if meeting.conference_id != conference.pk:
        raise Refusal("foreign-meeting", "That meeting was about another conference.")
    if meeting.held_at > timezone.now():
        raise Refusal("meeting-to-come", f"{meeting} has not been held yet.")


def _own(about: Motion | Amendment, actor: Member) -> Refusal:
    of_branch = actor.branch_id in _branches_of(about)
    return Refusal(
        "own-branch" if of_branch else "interest-declared",
        "A member of the committee takes no part in deciding on their own branch's motion."
        if of_branch
        else "You have declared an interest in this, and take no part in deciding on it.",
        rule=RULE,
        record="act.refused",
        subject=about.log_name,
    )
