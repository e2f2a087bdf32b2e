"""Credentials issued and revoked: within the act of whoever decided on it."""

import re

from django.utils import timezone

from audit.recording import OpenEntry
from conferences.delegates.registration_rules import (
    figures_of,
    insist_on_room,
    insist_replaceable,
    insist_shareable,
    refuse_second_seat,
)
from conferences.enums import CredentialKind, RegistrationState
from conferences.models import Conference, Credential, Registration
from conferences.services.days import day_pass_end
from members.models import Body


def credential_issue(log: OpenEntry, held: Registration) -> None:
    """Issue the credential; in the same step, revoke that of a delegate who is replaced."""
    conference, branch = held.conference, held.branch
    line = figures_of(conference, branch)
    refuse_second_seat(conference, branch, held.member, but=held)
    votes = held.kind == CredentialKind.DELEGATE
    leads, number = held.is_leader, ""
    if held.replaces:
        leads = credential_revoke(log, held.replaces, branch)
    elif held.shares:
        insist_shareable(conference, held.shares, branch)
        number = next_credential(conference, f"{held.shares.number}-S")
    elif votes:
        insist_on_room(line, but=held)
    prefix = f"{branch.code}-" if votes else f"{branch.code}-V"
    credential = Credential.objects.create(
        conference=conference,
        number=number or next_credential(conference, prefix),
        member=held.member,
        body=branch,
        kind=held.kind,
        is_leader=leads,
        may_vote=votes,
        card_strength=line.members if leads else 0,
    )
    record_issue(log, credential)
    held.credential, held.state, held.is_leader = credential, RegistrationState.REGISTERED, leads
    held.save()


def credential_revoke(log: OpenEntry, replaced: Credential, branch: Body) -> bool:
    """Revoke a delegate's credential. The roll of a vote that is open stays as it is."""
    held = (
        Credential.objects.select_for_update(of=("self",))
        .select_related("conference", "member")
        .get(pk=replaced.pk)
    )
    insist_replaceable(held, branch)
    now, led = timezone.now(), held.is_leader
    held.attendance.filter(checked_out_at=None).update(checked_out_at=now)
    held.may_vote = held.is_leader = False
    held.card_strength, held.admitted_at, held.revoked_at = 0, None, now
    held.save()
    day_pass_end(credential=held)
    log.record("credential.revoked", subject=replaced, holder=replaced.member.log_name, led=led)
    return led


def record_issue(log: OpenEntry, credential: Credential) -> None:
    """Enter in the log that a credential was issued, to whom by pseudonym, and what it may do."""
    log.record(
        "credential.issued",
        subject=credential,
        holder=credential.member.log_name,
        body=credential.body.log_name,
        as_a=str(credential.kind),
        votes=credential.may_vote,
        card_strength=credential.card_strength,
    )


def next_credential(conference: Conference, prefix: str) -> str:
    """Give the next number after a prefix: B01-6, B01-V1, B01-2-S1."""
    Conference.objects.select_for_update().get(pk=conference.pk)
    pattern = re.compile(rf"{re.escape(prefix)}(\d+)")
    taken = [
        int(found[1])
        for number in conference.credentials.filter(number__startswith=prefix).values_list(
            "number", flat=True
        )
        if (found := pattern.fullmatch(number))
    ]
    return f"{prefix}{max(taken, default=0) + 1}"
