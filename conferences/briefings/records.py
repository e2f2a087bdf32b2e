"""What is kept of those who come to briefings, for how long, and what they are told of it."""

from datetime import datetime
from typing import Any, Final

from django.db.models import Max
from django.utils import timezone

from audit.holding import held
from audit.personal_data import Part, Row
from audit.recording import entry
from audit.retention import MONTHS, Rule, months_before
from conferences.briefings.registering import guest_forget
from conferences.models import (
    BriefingAttendance,
    BriefingNotice,
    BriefingRegistration,
    Consent,
    Guest,
)

KEY: Final = "briefings"
CONSENTS: Final = "consents"
_WHY: Final = "UK GDPR Art 5(1)(e)"
_AT_ONCE: Final = 500

RULES: Final = (
    Rule(
        "guests",
        what="The name and address of somebody who is no member",
        where="conferences: guests, sealed",
        months=MONTHS,
        counted_from="the end of the last briefing they registered for; at once at their own word",
        why="to send what they registered for, and to write to them as they consented",
        source="UK GDPR Art 6(1)(a) and (b), Art 9(2)(a)",
    ),
    Rule(
        KEY,
        what="Who held a place at a briefing and who watched it, and messages about it",
        where="conferences: attendance of briefings, notices",
        months=MONTHS,
        counted_from="the end of the briefing",
        why="how many came, and questions about it",
        source=_WHY,
    ),
    Rule(
        CONSENTS,
        what="Which consent was given or taken back, when, and to which words",
        where="conferences: places at briefings, consents",
        months=None,
        counted_from="",
        why="to show that we were allowed to write; the name goes with the guest or the member",
        source="UK GDPR Art 7(1)",
    ),
)


def forget_what_is_over() -> dict[str, int]:
    """Forget guests, and who watched what, once 24 months are past; nobody has to say so."""
    before = months_before(timezone.now(), MONTHS)
    over = {"registration__briefing__ends_at__lt": before}
    watched, _ = BriefingAttendance.objects.filter(**over).delete()
    notices, _ = BriefingNotice.objects.filter(**over).delete()
    return {
        "guests": _forget_guests(before),
        "attendance at briefings": watched,
        "messages about briefings": notices,
    }


def _forget_guests(before: datetime) -> int:
    last = Guest.objects.filter(erased_at=None).annotate(
        last=Max("registrations__briefing__ends_at")
    )
    gone = [each for each in last.filter(last__lt=before)[:_AT_ONCE] if not held(each.log_name)]
    for guest in gone:
        with entry(actor=None) as log:
            guest_forget(guest)
            log.record("guest.erased", subject=guest)
    return len(gone)


def _places(person: Any) -> list[Row]:
    places = BriefingRegistration.objects.filter(member=person).select_related(
        "briefing", "attendance"
    )
    return [_place(each) for each in places]


def _place(one: BriefingRegistration) -> Row:
    came = getattr(one, "attendance", None)
    return {
        "briefing": one.briefing.title,
        "registered": one.registered_at,
        "gave my place up": one.cancelled_at,
        "joined": came.joined_at if came else None,
        "opened the recording": came.recording_at if came else None,
        "minutes on the meeting tool's list": came.listed_minutes if came else None,
        "messages": [
            {"what": each.get_kind_display(), "how it stands": each.get_state_display()}
            for each in one.notices.all()
        ],
    }


def _consents(person: Any) -> list[Row]:
    return [
        {
            "for": each.get_purpose_display(),
            "I": "gave it" if each.is_given else "took it back",
            "when": each.at,
            "in these words": each.words,
            "where": each.how,
        }
        for each in Consent.objects.filter(member=person)
    ]


PARTS: Final = (
    Part(
        "briefings",
        "Briefings I registered for, and which I watched",
        KEY,
        frozenset({"conferences.BriefingRegistration.member"}),
        _places,
    ),
    Part(
        "consents",
        "What I let the union write to me about",
        CONSENTS,
        frozenset({"conferences.Consent.member"}),
        _consents,
    ),
)
