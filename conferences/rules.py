"""Who may do what in the hall. Source: guide 3.8, roles and permissions."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date

from audit.recording import OpenEntry, entry
from audit.refusal import Refusal
from conferences.models import Conference, Credential
from members.enums import Office
from members.models import Body, Member
from members.permissions import in_words, offices_for
from members.selectors import appointments_in_force


def office_held(
    member: Member,
    conference: Conference,
    *offices: Office,
    body: Body | None = None,
    on: date | None = None,
) -> Office | None:
    """Give the first of these offices that a member holds in the body that is conferring.

    Another body is named for the officers of a branch, who act for it and not for conference.
    """
    held = set(
        appointments_in_force(on)
        .filter(member=member, body=body or conference.body_id, office__in=offices)
        .values_list("office", flat=True)
    )
    return next((office for office in offices if office in held), None)


@contextmanager
def acting(
    actor: Member | None, conference: Conference, act: str, *, body: Body | None = None
) -> Iterator[OpenEntry]:
    """Open an entry in the log under the first office that lets the actor do an act of the table.

    Anyone else is refused, and the refusal is in the log. `actor=None` is the system: a clock that
    ran out, or a file being loaded.
    """
    offices = offices_for(act)
    office = office_held(actor, conference, *offices, body=body) if actor else None
    with entry(actor=actor, office=office or "") as log:
        if actor and office is None:
            raise refused(act, conference, body)
        yield log


def refused(act: str, conference: Conference, body: Body | None = None) -> Refusal:
    """Say whose office an act of the table is; the attempt goes into the log."""
    of_body = f" of {body.name}" if body else ""
    return Refusal(
        "not-your-office",
        f"Only the {in_words(offices_for(act))}{of_body} may do this.",
        rule="Roles and permissions",
        record="act.refused",
        subject=conference.log_name,
        facts={"act": act},
    )


def refuse_unless_present(credential: Credential, conference: Conference) -> None:
    """Only someone admitted and present may act as a delegate."""
    if credential.conference_id != conference.pk:
        raise Refusal("foreign-credential", "That credential belongs to another conference.")
    if not credential.is_present:
        raise Refusal("not-present", f"{credential.member.name} is not checked in.")
