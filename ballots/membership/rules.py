"""Who may plan and approve a ballot of the membership: an office of the body that holds it."""

from collections.abc import Iterator
from contextlib import contextmanager

from audit.recording import OpenEntry, entry
from audit.refusal import Refusal
from members.models import Body, Member
from members.permissions import in_words, offices_for
from members.selectors import appointments_in_force


@contextmanager
def acting(actor: Member | None, act: str, body: Body, subject: str) -> Iterator[OpenEntry]:
    """Open an entry under the first office, held in this body, that allows an act of the table.

    Anyone else is refused, and the log keeps the attempt. No actor is the clock.
    """
    office = office_to(act, actor, body) if actor else ""
    with entry(actor=actor, office=office) as log:
        if actor and not office:
            raise Refusal(
                "not-your-office",
                f"Only the {in_words(offices_for(act))} of {body.name} may do this.",
                rule="Roles and permissions",
                record="membership_ballot.refused",
                subject=subject,
                facts={"act": act},
            )
        yield log


def office_to(act: str, member: Member, body: Body) -> str:
    """Give the office in which a member may do an act here; empty where there is none."""
    offices = offices_for(act)
    held = appointments_in_force().filter(member=member, office__in=offices, body=body)
    names = set(held.values_list("office", flat=True))
    return next((str(office) for office in offices if office in names), "")
