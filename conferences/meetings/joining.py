"""Coming to a meeting: each member of the body may, and is counted from then on."""

from django.utils import timezone

from audit.recording import entry
from audit.refusal import Refusal
from conferences.enums import CredentialKind, MeetingKind
from conferences.meetings.belonging import has_seat
from conferences.models import Attendance, Conference, Credential
from conferences.services.credentials import next_credential, record_issue
from members.models import Member


def meeting_join(*, meeting: Conference, actor: Member) -> Credential:
    """Take one's seat at a meeting of one's own branch or committee, once it is the day.

    The credential is made as its holder comes: a branch of two thousand does not name beforehand
    which forty will be there. Whoever left and comes again checks in with the one they have.
    """
    with entry(actor=actor) as log:
        if meeting.kind == MeetingKind.CONFERENCE:
            raise Refusal("by-credential", "A conference is attended by those who are sent to it.")
        if not has_seat(actor, meeting.body):
            raise Refusal(
                "not-of-this-body",
                f"This is a meeting of {meeting.body.name}: only its own members come to it.",
                rule="Roles and permissions",
                record="act.refused",
                subject=meeting.log_name,
                facts={"act": "meeting.join"},
            )
        today = timezone.localdate()
        if not meeting.starts_on <= today <= meeting.ends_on:
            raise Refusal("not-today", f"The meeting is on {meeting.starts_on:%-d %B %Y}.")
        if meeting.sessions.filter(closed_at=None).first() is None:
            raise Refusal("meeting-over", "The meeting is over.")
        number = next_credential(meeting, "")
        if meeting.credentials.filter(member=actor, revoked_at=None).exists():
            raise Refusal("already-here", "You have a seat at this meeting: check in with it.")
        now = timezone.now()
        seat = Credential.objects.create(
            conference=meeting,
            number=number,
            member=actor,
            body=meeting.body,
            kind=CredentialKind.MEMBER,
            admitted_at=now,
        )
        Attendance.objects.create(credential=seat, checked_in_at=now)
        record_issue(log, seat)
        log.record("credential.checked_in", subject=seat)
    return seat
