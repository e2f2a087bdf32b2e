"""Who may organise a briefing, and see who registered. Source: guide 2.7, 3.8 and L34."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Final

from django.db.models import Q, QuerySet

from audit.recording import OpenEntry, entry
from audit.refusal import Refusal
from members.enums import Office
from members.models import Body, Member
from members.permissions import offices_for
from members.selectors import appointments_in_force

ANNOUNCE: Final = "briefing.announce"
EXPORT: Final = "briefing_list.export"
OF_THE_UNION: Final = offices_for(ANNOUNCE)
OF_THE_BODY: Final = (*OF_THE_UNION, Office.BRANCH_SECRETARY)


def organising_office(member: Member, body: Body) -> Office | None:
    """Give the office in which a member organises the briefings of a body, if any.

    An office of the whole union does for every body; a branch secretary's for the branch alone.
    """
    own = OF_THE_UNION if body.parent_id is None else OF_THE_BODY
    held = appointments_in_force().filter(
        Q(body__parent=None, office__in=OF_THE_UNION) | Q(body=body, office__in=own),
        member=member,
    )
    offices = set(held.values_list("office", flat=True))
    return next((office for office in OF_THE_BODY if office in offices), None)


def bodies_organised(member: Member) -> QuerySet[Body]:
    """List the bodies whose briefings a member organises."""
    held = appointments_in_force().filter(member=member)
    if held.filter(body__parent=None, office__in=OF_THE_UNION).exists():
        return Body.objects.all()
    own = held.filter(office__in=OF_THE_BODY, body__parent__isnull=False)
    return Body.objects.filter(pk__in=own.values("body"))


@contextmanager
def organising(actor: Member | None, body: Body, act: str = ANNOUNCE) -> Iterator[OpenEntry]:
    """Open an entry in the log under the office in which the actor organises for a body.

    Anyone else is refused, and the refusal is in the log. `actor=None` is the system.
    """
    office = organising_office(actor, body) if actor else None
    with entry(actor=actor, office=office or "") as log:
        if actor and office is None:
            raise Refusal(
                "not-your-office",
                "Only the general secretary, the clerk, the membership officer or the secretary "
                "of the branch that holds it may do this.",
                rule="Roles and permissions",
                record="act.refused",
                subject=body.log_name,
                facts={"act": act},
            )
        yield log
