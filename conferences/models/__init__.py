"""The tables of the conferences room."""

from conferences.models.conference import (
    AgendaItem,
    Attendance,
    Conference,
    Credential,
    Floor,
    Session,
)
from conferences.models.elections import Nomination, Post
from conferences.models.packs import ScrutinyPack
from conferences.models.registers import Complaint, Incident, RuleDeparture

__all__ = [
    "AgendaItem",
    "Attendance",
    "Complaint",
    "Conference",
    "Credential",
    "Floor",
    "Incident",
    "Nomination",
    "Post",
    "RuleDeparture",
    "ScrutinyPack",
    "Session",
]
