"""Who belongs to a body, and so may come to its meetings and see what is before them.

A member belongs to a branch by being enrolled in it, and to any other body by holding an office in
it; a committee's members hold one each.
"""

from django.db.models import Q, QuerySet

from conferences.enums import MeetingKind
from conferences.models import Conference
from members.enums import BodyKind, Office
from members.models import Body, Member
from members.selectors import appointments_in_force

KINDS = {BodyKind.BRANCH: MeetingKind.BRANCH}
"""What the meeting of a body is called; any but a branch's is a committee's."""


SERVES = (
    Office.RETURNING_OFFICER,
    Office.TELLER,
    Office.SCRUTINEER,
    Office.AUDITOR,
    Office.MEMBERSHIP_OFFICER,
    Office.HELPDESK,
    Office.ACCESS_OFFICER,
    Office.ADMINISTRATOR,
)
"""Offices that do a body's work or watch over it, and give nobody a vote in it (guide 5.1)."""


def has_seat(member: Member, body: Body) -> bool:
    """Say whether a member sits in a body with a vote: by enrolment, or by an office that does."""
    if body.kind == BodyKind.BRANCH and member.branch_id == body.pk:
        return True
    held = appointments_in_force().filter(member=member, body=body)
    return held.exclude(office__in=SERVES).exists()


def belongs(member: Member, body: Body) -> bool:
    """Say whether a member is one of this body."""
    if body.kind == BodyKind.BRANCH and member.branch_id == body.pk:
        return True
    return appointments_in_force().filter(member=member, body=body).exists()


def own_bodies(member: Member) -> QuerySet[Body]:
    """Give the bodies that a member is one of."""
    offices = appointments_in_force().filter(member=member).values("body")
    return Body.objects.filter(Q(pk=member.branch_id) | Q(pk__in=offices))


def may_see(member: object, meeting: Conference) -> bool:
    """Say who is let in to a meeting's pages: everyone to a conference's, its own to a meeting's.

    Those who hold an office in the body that the meeting's body is part of see it too: a branch
    answers to the union, and a committee reports to whoever set it up.
    """
    if meeting.kind == MeetingKind.CONFERENCE:
        return True
    if not isinstance(member, Member):
        return False
    if belongs(member, meeting.body):
        return True
    above = meeting.body.parent
    while above is not None:
        if appointments_in_force().filter(member=member, body=above).exists():
            return True
        above = above.parent
    return False


def meetings_of(member: Member) -> QuerySet[Conference]:
    """Give the meetings of a member's own bodies, the newest first."""
    return (
        Conference.objects.exclude(kind=MeetingKind.CONFERENCE)
        .filter(body__in=own_bodies(member))
        .select_related("body", "within")
        .prefetch_related("sessions")
    )
