"""The dates of a conference's timetable by name. Pure: a file is read without Django."""

from enum import StrEnum
from typing import Self


class Key(StrEnum):
    """A date of a conference's timetable, in the order in which they usually come (guide 3.0)."""

    label: str

    def __new__(cls, value: str, label: str = "") -> Self:
        """Give each its name in files, and what happens then in words."""
        key = str.__new__(cls, value)
        key._value_ = value
        key.label = label
        return key

    QUALIFYING_DATE = "qualifying_date", "Members are counted for delegates and card votes"
    CONFERENCE_CALLED = "conference_called", "Conference is called"
    MOTIONS_OPEN = "motions_open", "Motions open"
    MOTIONS_CLOSE = "motions_close", "Motions close"
    SOC_MEETING_1 = "soc_meeting_1", "Standing Orders Committee considers motions"
    SOC_APPEAL_1 = "soc_appeal_1", "Branches' replies to the committee close"
    PRELIMINARY_AGENDA = "preliminary_agenda", "Preliminary agenda published; amendments open"
    DELEGATES_CLOSE = "delegates_close", "Registering delegates closes"
    CONTACT_DATA_CHECK = "contact_data_check", "Delegates check how they are reached"
    ACCESS_REQUESTS_CLOSE = "access_requests_close", "Access requests close"
    AMENDMENTS_CLOSE = "amendments_close", "Amendments close"
    PRIORITY_BALLOT_OPEN = "priority_ballot_open", "Priority ballot opens"
    COMPOSITING_MEETING = "compositing_meeting", "Compositing meetings"
    PRIORITY_BALLOT_CLOSE = "priority_ballot_close", "Priority ballot closes"
    FINAL_AGENDA = "final_agenda", "Final agenda published"
    CONTACT_DATA_FREEZE = "contact_data_freeze", "Contact details are frozen"
    EMERGENCY_MOTIONS_CLOSE = "emergency_motions_close", "Emergency motions close"
    TEST_EVENT = "test_event", "Test of voting and devices"
    REFERENCES_BACK_CLOSE = "references_back_close", "References back close"
    SUBSTITUTIONS_CLOSE = "substitutions_close", "Changes of delegates close"
    SOC_REPORT_3 = "soc_report_3", "Report on emergencies, voting and timetable"
    CONFERENCE = "conference", "Conference sits"
    RESULTS_CERTIFIED = "results_certified", "Results certified"
    COMPLAINTS_INTERNAL_CLOSE = "complaints_internal_close", "Internal complaints close"
    RETENTION_REVIEW = "retention_review", "Records reviewed"

    @property
    def closes(self) -> bool:
        """Say whether something can no longer be sent once this has come: a deadline."""
        return self.value.endswith("_close") or self is Key.SOC_APPEAL_1
