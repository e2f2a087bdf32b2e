"""Who may do what in the hall. Source: guide 3.8, roles and permissions."""

from collections.abc import Callable, Collection, Iterator
from contextlib import contextmanager
from datetime import date

from audit.recording import OpenEntry, entry
from audit.refusal import Refusal
from conferences.models import Conference, Credential
from conferences.rehearsing.limits import is_rehearsed
from conferences.selectors import is_cleared
from members.enums import Office
from members.models import Body, Member
from members.permissions import CHAIRING, in_words, offices_for
from members.selectors import appointments_in_force

left_the_chair: list[Callable[[Conference], Collection[object]]] = []
"""Who has left the chair for now, by primary key: the room that runs debate tells us."""


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
        if actor and office in CHAIRING and body is None:
            _refuse_out_of_the_chair(conference, actor)
        if conference.rehearses_id:
            _refuse_unless_rehearsed(conference, act)
        yield log


@contextmanager
def acting_for(actor: Member | None, credential: Credential, act: str) -> Iterator[OpenEntry]:
    """Open an entry for the holder of a credential, or for the office that acts in their place.

    The line of the table says `others`: whoever holds the credential needs no office. Everyone else
    is refused, and the refusal is in the log.
    """
    office: Office | None = None
    is_own = actor is None or actor.pk == credential.member_id
    if actor and not is_own:
        office = office_held(actor, credential.conference, *offices_for(act))
    with entry(actor=actor, office=office or "") as log:
        if not is_own and office is None:
            by_office = in_words(offices_for(act))
            raise Refusal(
                "not-your-credential",
                "Each does this with a credential of their own"
                + (f"; for others, the {by_office}." if by_office else "."),
                rule="Roles and permissions",
                record="act.refused",
                subject=credential.log_name,
                facts={"act": act},
            )
        if credential.conference.rehearses_id:
            _refuse_unless_rehearsed(credential.conference, act)
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


def _refuse_out_of_the_chair(conference: Conference, actor: Member) -> None:
    """Keep from presiding whoever left the chair: conference decides in their own case."""
    if any(actor.pk in gone(conference) for gone in left_the_chair):
        raise Refusal(
            "left-the-chair",
            "You have left the chair while this is decided: somebody else presides.",
            rule="Procedural motions: the chair leaves the chair",
            record="act.refused",
            subject=conference.log_name,
            facts={"act": "preside"},
        )


def _refuse_unless_rehearsed(conference: Conference, act: str) -> None:
    """Keep a rehearsal from doing what lasts, and one that was cleared away from doing anything."""
    if not is_rehearsed(act):
        raise Refusal(
            "only-a-rehearsal",
            "This is a rehearsal: nothing in it lasts. Do this in the conference itself.",
            rule="Rehearsals",
            record="act.refused",
            subject=conference.log_name,
            facts={"act": act},
        )
    if is_cleared(conference):
        raise Refusal("rehearsal-cleared", "This rehearsal is over, and was cleared away.")


def refuse_unless_present(credential: Credential, conference: Conference) -> None:
    """Only someone admitted and present may act as a delegate."""
    if credential.conference_id != conference.pk:
        raise Refusal("foreign-credential", "That credential belongs to another conference.")
    if not credential.is_present:
        raise Refusal("not-present", f"{credential.member.name} is not checked in.")
