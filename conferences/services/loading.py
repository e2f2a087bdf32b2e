"""Load a conference from a file that has been read and found to be in order."""

from datetime import date, datetime, time

from django.utils import timezone

from audit.recording import OpenEntry, entry
from audit.refusal import Refusal
from conferences.delegates.entitlement import PRESETS
from conferences.document import ROLES, BodyRow, ConferenceDocument, PersonRow
from conferences.election_document import CandidateRow, PostRow
from conferences.enums import AgendaKind, CredentialKind
from conferences.models import (
    AgendaItem,
    BranchEntitlement,
    Conference,
    Credential,
    Entitlement,
    Floor,
    KeyDate,
    Session,
)
from conferences.sample_people import sample_name
from conferences.services.loading_posts import posts_load
from members.enums import BodyKind, Office
from members.models import Body, Member
from members.services.appointments import appointment_make
from members.services.people import body_create, member_create


def conference_load(*, document: ConferenceDocument, file_sha256: str) -> Conference:
    """Enter a conference with its bodies, people, credentials and timetable, all or nothing.

    The actor is the system: a command on the union's own machine. Bodies and people already on the
    register are kept as they are; a conference of this code that is there already is refused.
    """
    if document.orders is None:
        raise ValueError("A document with problems cannot be loaded.")
    if Conference.objects.filter(code=document.code).exists():
        raise Refusal(
            "already-loaded",
            f"A conference with the code {document.code} is there already; nothing was changed.",
        )
    with entry(actor=None) as log:
        union = _body(BodyKind.UNION, document.union, None)
        regions = {row.code: _body(BodyKind.REGION, row, union) for row in document.regions}
        bodies = {
            row.code: _body(BodyKind.BRANCH, row, regions[row.parent]) for row in document.branches
        } | {row.code: _body(BodyKind.COMMITTEE, row, union) for row in document.committees}
        conference = Conference.objects.create(
            code=document.code,
            title=document.title,
            body=union,
            starts_on=document.starts_on,
            ends_on=document.ends_on,
            timetable_published_at=timezone.now() if document.key_dates else None,
            standing_orders=document.orders.to_document(),
            is_sample=document.is_sample,
        )
        Floor.objects.create(conference=conference)
        _enter_entitlements(conference, document, bodies)
        _enter_key_dates(conference, document)
        log.record(
            "conference.loaded",
            subject=conference,
            file_sha256=file_sha256,
            standing_orders=conference.standing_orders,
        )
        _enter_timetable(conference, document)
        people = _enter_people(conference, document, bodies)
        _issue_credentials(log, conference, document, bodies, people)
        named = {row.name: people[row.id] for row in document.people}

        def person(post: PostRow, number: int, candidate: CandidateRow) -> Member:
            if candidate.name in named:
                return named[candidate.name]
            seat = f"{post.reference}-{number}"
            email = f"{seat.lower()}@example.org"  # only a sample comes here
            branch = bodies[candidate.branch]
            return _member(document, seat, candidate.name, branch, email=email)

        posts_load(log, conference, document.posts, bodies, person)
    return conference


def _body(kind: BodyKind, row: BodyRow, parent: Body | None) -> Body:
    known = Body.objects.filter(code=row.code).first()
    if known is None:
        return body_create(actor=None, kind=kind, code=row.code, name=row.name, parent=parent)
    if (known.kind, known.name) != (kind, row.name):
        raise Refusal("another-body", f"The code {row.code} belongs to another body: {known.name}.")
    return known


def _enter_entitlements(
    conference: Conference, document: ConferenceDocument, bodies: dict[str, Body]
) -> None:
    """Take the figures of the file as fixed: the hash of the file is in the log."""
    assert document.orders is not None  # noqa: S101 - asked for by the caller
    scale = document.orders.entitlement
    preset = next((one.key for one in PRESETS.values() if one.scale == scale), "")
    Entitlement.objects.create(
        conference=conference,
        preset=preset,
        scale=scale.to_document(),
        qualifying_on=document.qualifying_on,
        fixed_at=timezone.now(),
    )
    BranchEntitlement.objects.bulk_create(
        BranchEntitlement(
            conference=conference,
            branch=bodies[row.code],
            members=row.card_strength,
            delegates=row.delegates,
            women=row.women,
            source=f"{'sample ' if document.is_sample else ''}conference file {document.code}",
            as_at=document.qualifying_on,
        )
        for row in document.branches
    )


def _enter_key_dates(conference: Conference, document: ConferenceDocument) -> None:
    """Enter the dates of the file as published: its hash is in the log."""
    KeyDate.objects.bulk_create(
        KeyDate(
            conference=conference,
            key=row.key,
            at=_moment(row.first),
            until=_moment(row.last) if row.last else None,
            is_day=not isinstance(row.first, datetime),
            note=row.note,
        )
        for row in document.key_dates
    )


def _moment(day: date | datetime) -> datetime:
    """Give a moment as it is, and for a day the midnight at which it begins here."""
    if isinstance(day, datetime):
        return day
    return timezone.make_aware(datetime.combine(day, time.min))


def _enter_timetable(conference: Conference, document: ConferenceDocument) -> None:
    for row in document.sessions:
        session = Session.objects.create(
            conference=conference, number=row.number, held_on=row.held_on
        )
        AgendaItem.objects.bulk_create(
            AgendaItem(
                session=session,
                position=position,
                starts_at=item.starts_at,
                title=item.title,
                kind=item.kind,
                keeps_time=item.kind == AgendaKind.BREAK,
            )
            for position, item in enumerate(row.items, start=1)
        )


def _enter_people(
    conference: Conference, document: ConferenceDocument, bodies: dict[str, Body]
) -> dict[str, Member]:
    people = {}
    for row in document.people:
        people[row.id] = member = _person(document, row, bodies)
        office = ROLES[row.role]
        if office and not member.appointments.filter(office=office, body=conference.body).exists():
            appointment_make(actor=None, member=member, office=Office(office), body=conference.body)
    return people


def _person(document: ConferenceDocument, row: PersonRow, bodies: dict[str, Body]) -> Member:
    email = row.email or (f"{row.id.lower()}@example.org" if document.is_sample else "")
    return _member(
        document, row.id, row.name, bodies.get(row.branch), email=email, mobile=row.mobile
    )


def _member(
    document: ConferenceDocument,
    number: str,
    name: str,
    branch: Body | None,
    *,
    email: str,
    mobile: str = "",
) -> Member:
    known = Member.objects.filter(membership_number=number.upper()).first()
    if known is None:
        return member_create(
            actor=None,
            membership_number=number,
            name=name,
            branch=branch,
            email=email,
            mobile=mobile,
            source=f"{'sample ' if document.is_sample else ''}conference file {document.code}",
        )
    if known.name != name:
        raise Refusal(
            "another-member", f"The membership number {number} belongs to another member."
        )
    return known


def _issue_credentials(
    log: OpenEntry,
    conference: Conference,
    document: ConferenceDocument,
    bodies: dict[str, Body],
    people: dict[str, Member],
) -> None:
    """Issue every seat: a branch's leader first, who carries its card; then its other delegates."""
    leaders = {row.branch: people[row.id] for row in document.people if row.role == "lead_delegate"}
    executive = [people[row.id] for row in document.people if row.role == "nec_member"]
    unnamed = 0
    for row in (*document.branches, *document.committees):
        body = bodies[row.code]
        is_branch = body.kind == BodyKind.BRANCH
        named = [leaders[row.code]] if is_branch else executive if row.code == "NEC" else []
        for seat in range(1, row.delegates + 1):
            number = f"{row.code}-{seat}"
            if seat <= len(named):
                member = named[seat - 1]
            elif document.is_sample:
                member = _member(
                    document,
                    number,
                    sample_name(unnamed),
                    body if is_branch else None,
                    email=f"{number.lower()}@example.org",
                )
                unnamed += 1
            else:
                continue  # a seat that the branch has still to fill
            leads = is_branch and seat == 1
            credential = Credential.objects.create(
                conference=conference,
                number=number,
                member=member,
                body=body,
                kind=_kind(row, is_branch=is_branch),
                is_leader=leads,
                may_vote=row.may_vote,
                card_strength=row.card_strength if leads else 0,
            )
            log.record(
                "credential.issued",
                subject=credential,
                holder=member.log_name,
                body=body.log_name,
                votes=credential.may_vote,
                card_strength=credential.card_strength,
            )


def _kind(row: BodyRow, *, is_branch: bool) -> CredentialKind:
    if is_branch:
        return CredentialKind.DELEGATE
    if row.may_vote:
        return CredentialKind.COMMITTEE_DELEGATE
    return CredentialKind.EXECUTIVE if row.code == "NEC" else CredentialKind.VISITOR
