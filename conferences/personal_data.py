"""What the conferences room holds of a person, told to them: seats, presence, registers, posts."""

from typing import Any

from django.db.models import Q

from audit.personal_data import Part, Row, add
from conferences.briefings import records
from conferences.delegates.records import PARTS as REGISTRATIONS
from conferences.election_records import PARTS
from conferences.models import (
    Credential,
    Incident,
    KeyDateChange,
    ReadinessDecision,
    Rehearsal,
    RuleDeparture,
    ScrutinyPack,
    TellersWord,
)
from conferences.running.records import PART as CALENDARS
from conferences.speaking.records import PARTS as SPEAKING


def _seats(person: Any) -> list[Row]:
    held = Credential.objects.filter(member=person).select_related(
        "conference", "body", "device_check"
    )
    return [
        {
            "conference": credential.conference.title,
            "number": credential.number,
            "for": credential.body.name,
            "as": credential.get_kind_display(),
            "leads": credential.is_leader,
            "may vote": credential.may_vote,
            "revoked": credential.revoked_at,
            "members represented": credential.card_strength,
            "device": _device(credential),
            "present": [
                {"from": spell.checked_in_at, "until": spell.checked_out_at}
                for spell in credential.attendance.all()
            ],
        }
        for credential in held.prefetch_related("attendance")
    ]


def _device(credential: Credential) -> Row | None:
    """Tell what was found of the device that was tried in the check-in room."""
    check = getattr(credential, "device_check", None)
    if check is None:
        return None
    return {
        "tried": check.checked_at,
        "kind": check.get_kind_display(),
        "system": check.get_system_display(),
        "trouble": check.trouble,
    }


def _registers(person: Any) -> list[Row]:
    """Tell which lines a person entered or decided; the words may be about others."""
    incidents = Incident.objects.select_related("conference")
    return [
        *(
            {"line": f"{one}, {one.conference}", "I": "entered it", "when": one.started_at}
            for one in incidents.filter(opened_by=person)
        ),
        *(
            {"line": f"{one}, {one.conference}", "I": "decided it", "when": one.decided_at}
            for one in incidents.filter(decided_by=person)
        ),
        *(
            {"line": f"{one}, {one.conference}", "I": "entered it", "when": one.entered_at}
            for one in RuleDeparture.objects.filter(entered_by=person).select_related("conference")
        ),
        *(
            {
                "line": f"Whether to go ahead, {one.conference}",
                "I": "decided it",
                "when": one.decided_at,
            }
            for one in ReadinessDecision.objects.filter(decided_by=person).select_related(
                "conference"
            )
        ),
        *(
            {
                "line": f"Deadline of {one.conference}: {one}",
                "I": "asked that it move" if one.asked_by_id == person.pk else "decided it",
                "when": one.asked_at if one.asked_by_id == person.pk else one.decided_at,
            }
            for one in KeyDateChange.objects.filter(
                Q(asked_by=person) | Q(decided_by=person)
            ).select_related("conference")
        ),
        *(
            {
                "line": f"Figures of a vote, {one.conference}",
                "I": "confirmed them" if one.agrees else "disputed them",
                "when": one.at,
                "why": one.reason or None,
            }
            for one in TellersWord.objects.filter(teller=person).select_related("conference")
        ),
        *(
            {
                "line": f"{one}, {one.conference}",
                "I": "started it",
                "when": one.started_at,
            }
            for one in Rehearsal.objects.filter(started_by=person).select_related("conference")
        ),
        *(
            {
                "line": f"Scrutiny pack, {pack.conference}",
                "I": "asked for it",
                "when": pack.asked_at,
            }
            for pack in ScrutinyPack.objects.filter(asked_by=person).select_related("conference")
        ),
    ]


add(
    Part(
        "seats",
        "Seats at conferences, and when I was present",
        "presence",
        frozenset(
            {
                "conferences.Credential.member",
                "conferences.Attendance.credential",
                "conferences.DeviceCheck.credential",
            }
        ),
        _seats,
    ),
    Part(
        "registers",
        "Lines of the registers that I entered or decided, packs I asked for",
        "log",
        frozenset(
            {
                "conferences.Incident.opened_by",
                "conferences.Incident.decided_by",
                "conferences.RuleDeparture.entered_by",
                "conferences.KeyDateChange.asked_by",
                "conferences.KeyDateChange.decided_by",
                "conferences.ReadinessDecision.decided_by",
                "conferences.Rehearsal.started_by",
                "conferences.ScrutinyPack.asked_by",
                "conferences.TellersWord.teller",
            }
        ),
        _registers,
    ),
    *PARTS,
    *REGISTRATIONS,
    *SPEAKING,
    *records.PARTS,
    CALENDARS,
)
