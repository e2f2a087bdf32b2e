"""What may be entered in which register, by whom, and when: what their pages are made from."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, Final

from django.db.models import QuerySet
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from conferences import register_forms as forms
from conferences import services
from conferences.models import Complaint, Conference, Incident, RuleDeparture
from members.enums import Office
from members.permissions import MAY

Line = Incident | RuleDeparture | Complaint
Words = str | Promise

READS: Final = frozenset(
    {
        Office.RETURNING_OFFICER,
        Office.SCRUTINEER,
        Office.AUDITOR,
        Office.GENERAL_SECRETARY,
    }
)


@dataclass(frozen=True, slots=True)
class RegisterAct:
    """Something that may be entered about a line of a register, while `is_due`."""

    key: str
    label: Words
    form: type[forms.RegisterForm]
    offices: frozenset[Office]
    do: Callable[..., Line]
    is_due: Callable[[Any], bool]


@dataclass(frozen=True, slots=True)
class Register:
    """One register: who reads it, who opens a line in it, and what may be entered about a line."""

    slug: str
    title: Words
    lead: Words
    empty: Words
    opening: Words
    form: type[forms.RegisterForm]
    reads: frozenset[Office]
    opens: frozenset[Office]
    open: Callable[..., Line]
    lines: Callable[[Conference], QuerySet[Any]]
    keyword: str
    acts: Sequence[RegisterAct]

    def acts_on(self, line: Line, offices: frozenset[Office]) -> list[RegisterAct]:
        """Give what the holder of these offices may enter about a line now."""
        return [act for act in self.acts if act.offices & offices and act.is_due(line)]


INCIDENTS = Register(
    slug="incidents",
    title=_("Incidents"),
    lead=_("What went wrong, which votes it touched, and what was decided, by whom."),
    empty=_("Nothing has gone wrong that anybody has entered."),
    opening=_("Enter an incident"),
    form=forms.IncidentForm,
    reads=READS | MAY["incident.open"],
    opens=MAY["incident.open"],
    open=services.incident_open,
    lines=lambda conference: conference.incidents.select_related(
        "conference", "opened_by", "decided_by"
    ).prefetch_related("votes"),
    keyword="incident",
    acts=(
        RegisterAct(
            "end",
            _("It is over"),
            forms.EndForm,
            MAY["incident.end"],
            services.incident_end,
            lambda line: line.ended_at is None,
        ),
        RegisterAct(
            "decide",
            _("Decide what follows"),
            forms.DecisionForm,
            MAY["incident.decide"],
            services.incident_decide,
            lambda line: line.ended_at is not None and line.decided_at is None,
        ),
    ),
)

DEPARTURES = Register(
    slug="departures",
    title=_("Departures from rule"),
    lead=_("Rules that could not be kept, why, and when the Certification Officer was told."),
    empty=_("No rule has been departed from."),
    opening=_("Enter a departure"),
    form=forms.DepartureForm,
    reads=READS | MAY["departure.enter"],
    opens=MAY["departure.enter"],
    open=services.departure_enter,
    lines=lambda conference: conference.departures.select_related("conference", "entered_by"),
    keyword="departure",
    acts=(
        RegisterAct(
            "tell-officer",
            _("The Certification Officer was told"),
            forms.ToldForm,
            MAY["departure.tell_officer"],
            services.departure_tell_officer,
            lambda line: line.officer_told_on is None,
        ),
        RegisterAct(
            "tell-members",
            _("The members were told"),
            forms.ToldForm,
            MAY["departure.tell_members"],
            services.departure_tell_members,
            lambda line: line.members_told_on is None,
        ),
        RegisterAct(
            "reply",
            _("A reply has come"),
            forms.ReplyForm,
            MAY["departure.enter_reply"],
            services.departure_enter_reply,
            lambda line: (
                line.replied_on is None
                and (line.officer_told_on is not None or line.members_told_on is not None)
            ),
        ),
    ),
)

COMPLAINTS = Register(
    slug="complaints",
    title=_("Complaints"),
    lead=_("Each with the last day on which the Certification Officer can be asked."),
    empty=_("Nobody has complained."),
    opening=_("Enter a complaint"),
    form=forms.ComplaintForm,
    reads=READS,
    opens=MAY["complaint.receive"],
    open=services.complaint_receive,
    lines=lambda conference: conference.complaints.select_related("conference", "vote"),
    keyword="complaint",
    acts=(
        RegisterAct(
            "begin-procedure",
            _("The internal procedure has begun"),
            forms.BegunForm,
            MAY["complaint.begin_procedure"],
            services.complaint_begin_procedure,
            lambda line: line.closed_on is None and line.procedure_began_on is None,
        ),
        RegisterAct(
            "end-procedure",
            _("The internal procedure has ended"),
            forms.EndedForm,
            MAY["complaint.end_procedure"],
            services.complaint_end_procedure,
            lambda line: (
                line.closed_on is None
                and line.procedure_began_on is not None
                and line.procedure_ended_on is None
            ),
        ),
        RegisterAct(
            "tell-officer",
            _("The Certification Officer knows of it"),
            forms.ToldForm,
            MAY["complaint.tell_officer"],
            services.complaint_tell_officer,
            lambda line: line.closed_on is None and line.officer_told_on is None,
        ),
        RegisterAct(
            "close",
            _("Close the complaint"),
            forms.CloseForm,
            MAY["complaint.close"],
            services.complaint_close,
            lambda line: line.closed_on is None,
        ),
    ),
)

REGISTERS: Final = {each.slug: each for each in (INCIDENTS, DEPARTURES, COMPLAINTS)}

# Whoever may read any register finds them.
ANY_READER: Final = frozenset[Office]().union(*(each.reads for each in REGISTERS.values()))
