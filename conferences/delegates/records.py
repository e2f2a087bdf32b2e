"""What registrations and queries hold of people: told to them, and destroyed in time."""

from collections.abc import Iterator
from datetime import datetime
from typing import Any, Final

from django.db.models import Q

from audit.personal_data import Part, Row
from audit.retention import MONTHS, Destroyed, Due, Rule
from conferences.models import Conference, Entitlement, Registration, RegistrationQuery

KEY: Final = "registration-queries"


def _registered(person: Any) -> list[Row]:
    """Tell in what a person was put forward. Whoever entered it is an officer of their branch."""
    mine = Registration.objects.filter(member=person).select_related("conference", "branch")
    return [
        {
            "conference": one.conference.title,
            "branch": one.branch.name,
            "as": one.get_kind_display(),
            "leads": one.is_leader,
            "seat": one.get_seat_for_display(),
            "entered": one.entered_at,
            "stands at": one.get_state_display(),
            "reason": one.reason,
            "credential": one.credential.number if one.credential else None,
        }
        for one in mine.select_related("credential")
    ]


def _acted(person: Any) -> list[Row]:
    """Tell which registrations a person entered, confirmed or decided; they are about others."""
    rows: list[Row] = [
        {"registration": str(one), "conference": one.conference.title, "I": words, "when": when}
        for column, words in (
            ("entered_by", "entered it"),
            ("confirmed_by", "answered it as the second officer"),
            ("decided_by", "decided it"),
        )
        for one in Registration.objects.filter(**{column: person}).select_related("conference")
        for when in [getattr(one, column.replace("_by", "_at"))]
    ]
    fixed = Entitlement.objects.filter(fixed_by=person).select_related("conference")
    return rows + [
        {"conference": one.conference.title, "I": "fixed its figures", "when": one.fixed_at}
        for one in fixed
    ]


def _queries(person: Any) -> list[Row]:
    """Tell what was asked about a person, and what they asked or answered themselves."""
    rows: list[Row] = [
        {
            "about me": one.words,
            "conference": one.conference.title,
            "asked": one.asked_at,
            "answer": one.answer,
        }
        for one in RegistrationQuery.objects.filter(member=person).select_related("conference")
    ]
    acted = RegistrationQuery.objects.filter(Q(asked_by=person) | Q(answered_by=person))
    return rows + [
        {
            "query": str(one),
            "conference": one.conference.title,
            "I": "asked" if one.asked_by_id == person.pk else "answered",
            "when": one.asked_at if one.asked_by_id == person.pk else one.answered_at,
        }
        for one in acted.select_related("conference")
    ]


PARTS: Final = (
    Part(
        "registrations",
        "For which conferences my branch put me forward",
        "seats",
        frozenset(
            {
                "conferences.Registration.member",
                "conferences.Registration.credential",
                "conferences.Registration.replaces",
                "conferences.Registration.shares",
            }
        ),
        _registered,
    ),
    Part(
        "registering",
        "Registrations that I entered, confirmed or decided",
        "log",
        frozenset(
            {
                "conferences.Registration.entered_by",
                "conferences.Registration.confirmed_by",
                "conferences.Registration.decided_by",
                "conferences.Entitlement.fixed_by",
            }
        ),
        _acted,
    ),
    Part(
        KEY,
        "Why I could not be registered, and what was asked about it",
        KEY,
        frozenset(
            {
                "conferences.RegistrationQuery.member",
                "conferences.RegistrationQuery.asked_by",
                "conferences.RegistrationQuery.answered_by",
            }
        ),
        _queries,
    ),
)


class Queries:
    """Destroys what was asked, and whose seat was what, once a conference is long over."""

    def due(self, before: datetime) -> Iterator[Due]:
        ended = Conference.objects.filter(ends_on__lt=before.date()).filter(
            Q(registration_queries__isnull=False)
            | (Q(registrations__isnull=False) & ~Q(registrations__seat_for=""))
        )
        for conference in ended.distinct():
            what = f"Queries about registrations, and designated seats: {conference.title}"
            yield Due(KEY, conference.log_name, what[:200], conference.ends_on)

    def find(self, subject: str, before: datetime) -> Due | None:
        return next((due for due in self.due(before) if due.subject == subject), None)

    def destroy(self, due: Due) -> Destroyed:
        code = due.subject.partition(":")[2]
        conference = Conference.objects.select_for_update().get(code=code)
        queries, _ = conference.registration_queries.all().delete()
        seats = conference.registrations.exclude(seat_for="").update(seat_for="")
        return Destroyed({"queries": queries, "designated seats": seats})


RULE: Final = Rule(
    KEY,
    what="What branches asked about members who could not be registered, and whose seat was what",
    where="conferences: registration queries, registrations",
    months=MONTHS,
    counted_from="the last day of the conference",
    why="complaints about who was a delegate",
    keeper=Queries(),
)
