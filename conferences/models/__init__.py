"""The tables of the conferences room."""

from conferences.models.briefings import (
    Briefing,
    BriefingAttendance,
    BriefingNotice,
    BriefingRegistration,
    Consent,
    Guest,
)
from conferences.models.calendars import CalendarFeed
from conferences.models.conference import (
    AgendaItem,
    Attendance,
    Conference,
    Credential,
    Floor,
    Session,
)
from conferences.models.confirming import TellersWord
from conferences.models.delegates import (
    BranchEntitlement,
    Entitlement,
    Registration,
    RegistrationQuery,
)
from conferences.models.elections import Nomination, Post
from conferences.models.key_dates import KeyDate, KeyDateChange
from conferences.models.packs import ScrutinyPack
from conferences.models.readiness import ReadinessDecision
from conferences.models.registers import Complaint, Incident, RuleDeparture
from conferences.models.rehearsing import DeviceCheck, Rehearsal, TestVote
from conferences.models.screens import Broadcast, Screen
from conferences.models.speaking import PointOfOrder, Speaker

__all__ = [
    "AgendaItem",
    "Attendance",
    "BranchEntitlement",
    "Briefing",
    "BriefingAttendance",
    "BriefingNotice",
    "BriefingRegistration",
    "Broadcast",
    "CalendarFeed",
    "Complaint",
    "Conference",
    "Consent",
    "Credential",
    "DeviceCheck",
    "Entitlement",
    "Floor",
    "Guest",
    "Incident",
    "KeyDate",
    "KeyDateChange",
    "Nomination",
    "PointOfOrder",
    "Post",
    "ReadinessDecision",
    "Registration",
    "RegistrationQuery",
    "Rehearsal",
    "RuleDeparture",
    "Screen",
    "ScrutinyPack",
    "Session",
    "Speaker",
    "TellersWord",
    "TestVote",
]
