from conferences.naming import CONFERENCE, MEETING, named
from conferences.quorum import Attendance, Quorum


def test_a_meeting_has_members_and_a_conference_has_delegates() -> None:
    assert named("branch") is named("committee") is MEETING
    assert named("conference") is CONFERENCE
    rule = Quorum(delegates=3, branches=0)
    assert rule.reading(Attendance(1, 1), MEETING) == "1 member present, 3 needed: quorum not met"
    assert (MEETING.begins, MEETING.counted(2)) == ("The meeting", "2 members")
