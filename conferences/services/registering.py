"""A branch registers its delegates: one officer enters, another confirms (guide 3.7, 3.8).

Who may be registered is a member who counts in that branch at the qualifying date, found by number.
A registration confirmed in time issues the credential at once; a late one waits for the Standing
Orders Committee.
"""

from typing import Final

from django.db.models import Max
from django.utils import timezone

from audit.recording import entry
from audit.refusal import Refusal
from conferences.delegates.registration_rules import (
    by_number,
    figures_of,
    insist_on_room,
    insist_replaceable,
    insist_shareable,
    is_late,
    leader_of,
    member_of,
    refuse_second_seat,
)
from conferences.enums import CredentialKind, RegistrationState
from conferences.models import Conference, Credential, Registration
from conferences.rules import acting
from conferences.services.credentials import credential_issue, next_credential, record_issue
from conferences.services.numbering import in_words
from members.enums import Office
from members.models import Body, Member

BY_BRANCH: Final = (
    CredentialKind.DELEGATE,
    CredentialKind.SHARER,
    CredentialKind.VISITOR,
    CredentialKind.OBSERVER,
)
BY_CLERK: Final = (CredentialKind.VISITOR, CredentialKind.OBSERVER, CredentialKind.PRESS)


def registration_enter(
    *,
    conference: Conference,
    branch: Body,
    actor: Member,
    membership_number: str,
    kind: str = CredentialKind.DELEGATE,
    is_leader: bool = False,
    seat_for: str = "",
    replaces: Credential | None = None,
    shares: Credential | None = None,
) -> Registration:
    """Put somebody forward for a branch. It waits for another officer of the branch.

    `replaces` makes them the substitute of a delegate, `shares` the sharer of a delegate's
    credential.
    """
    with acting(actor, conference, "registration.enter", body=branch) as log:
        line = figures_of(conference, branch)
        member = member_of(conference, branch, membership_number)
        refuse_second_seat(conference, branch, member)
        if kind not in BY_BRANCH:
            raise Refusal("not-for-a-branch", "A branch registers delegates and visitors.")
        if replaces:
            insist_replaceable(replaces, branch)
            kind, is_leader = CredentialKind.DELEGATE, False
        elif shares or kind == CredentialKind.SHARER:
            insist_shareable(conference, shares, branch)
            kind, is_leader = CredentialKind.SHARER, False
        elif kind == CredentialKind.DELEGATE:
            insist_on_room(line)
        else:
            is_leader, seat_for = False, ""
        if is_leader and (other := leader_of(conference, branch)):
            raise Refusal("has-a-leader", f"{other.number} leads the delegation already.")
        registration = Registration.objects.create(
            conference=conference,
            number=_next_number(conference),
            branch=branch,
            member=member,
            kind=kind,
            is_leader=is_leader,
            seat_for=seat_for,
            replaces=replaces,
            shares=shares,
            entered_by=actor,
            entered_at=timezone.now(),
        )
        log.record(
            "registration.entered",
            subject=registration,
            branch=branch.log_name,
            holder=member.log_name,
            as_a=str(kind),
            leads=is_leader,
            replaces=replaces.log_name if replaces else None,
            shares=shares.log_name if shares else None,
        )
    return registration


def registration_confirm(*, registration: Registration, actor: Member) -> Registration:
    """Confirm what another officer of the branch entered; in time, the credential is issued."""
    conference, branch = registration.conference, registration.branch
    with acting(actor, conference, "registration.confirm", body=branch) as log:
        held = _held(registration, RegistrationState.WAITING)
        _insist_on_another(held, actor)
        held.confirmed_by, held.confirmed_at = actor, timezone.now()
        late = is_late(held)
        log.record("registration.confirmed", subject=held, in_time=not late)
        if late:
            held.state = RegistrationState.LATE
            held.save()
        else:
            credential_issue(log, held)
    return held


def registration_decline(*, registration: Registration, actor: Member, reason: str) -> Registration:
    """Say no, as the other officer of the branch, to what was entered."""
    conference, branch = registration.conference, registration.branch
    with acting(actor, conference, "registration.confirm", body=branch) as log:
        held = _held(registration, RegistrationState.WAITING)
        _insist_on_another(held, actor)
        held.state, held.reason = RegistrationState.DECLINED, in_words(reason)
        held.confirmed_by, held.confirmed_at = actor, timezone.now()
        held.save()
        log.record("registration.declined", subject=held, personal={"reason": held.reason})
    return held


def registration_withdraw(*, registration: Registration, actor: Member) -> Registration:
    """Take back what still waits, as an officer of the branch."""
    conference, branch = registration.conference, registration.branch
    with acting(actor, conference, "registration.withdraw", body=branch) as log:
        held = _held(registration, RegistrationState.WAITING, RegistrationState.LATE)
        held.state = RegistrationState.WITHDRAWN
        held.save(update_fields=["state"])
        log.record("registration.withdrawn", subject=held)
    return held


def registration_decide(
    *, registration: Registration, actor: Member, allow: bool, reason: str
) -> Registration:
    """Decide on a late registration, as the Standing Orders Committee or the clerk for it.

    A member of the committee takes no part in deciding for their own branch.
    """
    with acting(actor, registration.conference, "registration.decide") as log:
        held = _held(registration, RegistrationState.LATE)
        if log.office != Office.CLERK and actor.branch_id == held.branch_id:
            raise Refusal(
                "own-branch",
                "A member of the committee takes no part in deciding on their own branch.",
                rule="Roles and permissions",
                record="act.refused",
                subject=held.log_name,
            )
        held.reason = in_words(reason)
        held.decided_by, held.decided_at = actor, timezone.now()
        log.record(
            "registration.decided", subject=held, allowed=allow, personal={"reason": held.reason}
        )
        if allow:
            credential_issue(log, held)
        else:
            held.state = RegistrationState.REFUSED
            held.save()
    return held


def registration_clear_seat(*, registration: Registration, actor: Member) -> Registration:
    """Take the designation of a seat off the record, as whoever holds the seat."""
    with entry(actor=actor) as log:
        if registration.member_id != actor.pk:
            raise Refusal(
                "not-your-seat",
                "Only whoever holds the seat may do this.",
                record="act.refused",
                subject=registration.log_name,
            )
        held = Registration.objects.select_for_update(of=("self",)).get(pk=registration.pk)
        held.seat_for = ""
        held.save(update_fields=["seat_for"])
        log.record("registration.seat_cleared", subject=registration)
    return held


def visitor_admit(
    *, conference: Conference, body: Body, actor: Member, membership_number: str, kind: str
) -> Credential:
    """Give a visitor, an observer or the press a credential, as the clerk. It never votes."""
    with acting(actor, conference, "visitor.admit") as log:
        if kind not in BY_CLERK:
            raise Refusal("not-a-visitor", "The clerk admits visitors, observers and the press.")
        member = by_number(membership_number)
        if member is None:
            raise Refusal("no-such-member", "Nobody on the register has that number.")
        refuse_second_seat(conference, body, member)
        credential = Credential.objects.create(
            conference=conference,
            number=next_credential(conference, f"{body.code}-V"),
            member=member,
            body=body,
            kind=kind,
            may_vote=False,
        )
        record_issue(log, credential)
    return credential


def _insist_on_another(held: Registration, actor: Member) -> None:
    if held.entered_by_id == actor.pk:
        raise Refusal(
            "own-submission",
            "Another officer of the branch confirms what you entered.",
            rule="Two-person rules",
            record="act.refused",
            subject=held.log_name,
        )


def _held(registration: Registration, *states: RegistrationState) -> Registration:
    found = Registration.objects.select_for_update(of=("self",)).select_related(
        "conference", "branch", "member", "replaces__member", "shares"
    )
    held = found.get(pk=registration.pk)
    if held.state not in states:
        raise Refusal(
            "decided-already", f"This registration stands at: {held.get_state_display().lower()}."
        )
    return held


def _next_number(conference: Conference) -> int:
    Conference.objects.select_for_update().get(pk=conference.pk)
    last = conference.registrations.aggregate(last=Max("number"))["last"]
    return (last or 0) + 1
