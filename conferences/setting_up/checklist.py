"""What a conference needs before it meets, step by step, and which of it is there."""

from collections.abc import Iterator
from dataclasses import dataclass

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _

from conferences.delegates.branch_figures import entitlement_of
from conferences.models import AgendaItem, Conference
from members.enums import Office
from members.selectors import appointments_in_force

NEEDED = (
    Office.CHAIR,
    Office.CLERK,
    Office.SOC_CHAIR,
    Office.RETURNING_OFFICER,
    Office.TELLER,
    Office.MEMBERSHIP_OFFICER,
)
"""Without these nobody can run the conference (guide 3.8)."""


@dataclass(frozen=True, slots=True)
class Step:
    """One thing to have ready: where it is done, and what is said of it now."""

    label: str | Promise
    url: str
    said: str
    is_done: bool


def steps(conference: Conference) -> Iterator[Step]:
    """Give the steps in the order in which they are best taken."""

    def at(name: str) -> str:
        return reverse(name, args=[conference.code])

    rule = conference.orders.enabling_rule
    yield Step(
        _("Standing orders"),
        at("conferences:standing_orders"),
        rule or _("Name the rule that lets votes be taken electronically."),
        bool(rule),
    )
    missing = _offices_missing(conference)
    yield Step(
        _("Officers"),
        reverse("members:officers"),
        _("Still to be appointed: %(names)s.") % {"names": ", ".join(missing)}
        if missing
        else _("All the offices a conference needs are held."),
        not missing,
    )
    dates = conference.key_dates.count()
    yield Step(
        _("Timetable of deadlines"),
        at("conferences:timetable"),
        _("%(number)s dates are set.") % {"number": dates},
        dates > 0,
    )
    terms = entitlement_of(conference)
    yield Step(
        _("How many delegates each branch may send"),
        at("conferences:entitlements"),
        _("Fixed.") if terms.fixed_at else _("Set the scale, look at it, and fix the figures."),
        terms.fixed_at is not None,
    )
    seats = conference.credentials.filter(may_vote=True).count()
    yield Step(
        _("Delegates"),
        at("conferences:delegates"),
        _("%(number)s voting delegates are registered.") % {"number": seats},
        seats >= conference.orders.quorum.delegates,
    )
    items = AgendaItem.objects.filter(session__conference=conference).count()
    yield Step(
        _("Sessions and items"),
        at("conferences:programme"),
        _("%(sessions)s sessions, %(items)s items.")
        % {"sessions": conference.sessions.count(), "items": items},
        items > 0,
    )


def _offices_missing(conference: Conference) -> list[str]:
    held = set(
        appointments_in_force()
        .filter(body=conference.body_id, office__in=NEEDED)
        .values_list("office", flat=True)
    )
    return [str(office.label).lower() for office in NEEDED if office not in held]
