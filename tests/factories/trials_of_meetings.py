"""The acts of meetings of branches and committees, tried by everyone."""

from datetime import date, timedelta
from typing import Final

from django.utils import timezone

from audit.store.write_guard import recorded_writes
from conferences.enums import MeetingKind
from conferences.meetings.agenda import read_agenda
from conferences.meetings.calling import meeting_call
from conferences.meetings.joining import meeting_join
from conferences.models import Conference
from members.enums import BodyKind
from members.models import Body
from motions.meetings.entering import meeting_motion_enter, meeting_motion_take
from tests.factories.trials_of_members import Trial

AGENDA: Final = "19:00 Opening\n19:15 Motions\n20:00 Close"


def make_meeting(
    body: Body, *, on: date | None = None, within: Conference | None = None, rule: str = ""
) -> Conference:
    """Call a meeting of a body as the system does, for today unless another day is given."""
    return meeting_call(
        body=body,
        actor=None,
        title="General meeting",
        held_on=on or timezone.localdate(),
        quorum=2,
        enabling_rule="Branch rule 7",
        agenda=read_agenda(AGENDA),
        within=within,
        delegated_by=rule,
    )


def _of_strangers() -> Conference:
    """Give a meeting of a committee that nobody sits on, without a trace in the log."""
    with recorded_writes():
        body = Body.objects.create(kind=BodyKind.COMMITTEE, code="NOBODY", name="Nobody's")
    return Conference(kind=MeetingKind.COMMITTEE, body=body, code="NOBODY-270301")


MEETINGS: Final[dict[str, Trial]] = {
    "meeting.call": lambda stage, who: meeting_call(
        body=stage.sitting.conference.body,
        actor=who,
        title="General meeting",
        held_on=timezone.localdate() + timedelta(days=7),
        quorum=2,
        enabling_rule="Branch rule 7",
        agenda=read_agenda(AGENDA),
    ),
    "meeting.join": lambda _, who: meeting_join(meeting=_of_strangers(), actor=who),
    "meeting_motion.enter": lambda stage, who: meeting_motion_enter(
        meeting=stage.sitting.conference, actor=who, title="Cycle racks", text="We want racks."
    ),
    "meeting_motion.take": lambda stage, who: meeting_motion_take(
        meeting=stage.sitting.conference, actor=who, motion=stage.motion
    ),
}
