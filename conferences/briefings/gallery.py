"""The visitors' gallery of a conference: a member who comes to listen, and may not vote."""

from django.utils import timezone

from audit.recording import OpenEntry
from conferences.enums import CredentialKind
from conferences.models import Conference, Credential
from conferences.services.credentials import next_credential, record_issue
from members.models import Member


def visitor_enter(log: OpenEntry, conference: Conference, member: Member) -> Credential | None:
    """Give a member the credential of a visitor, within an open act.

    It never votes: the table of credentials refuses a vote to anyone but delegates. Whoever holds
    a credential already keeps that one: a delegate who registers here as well is a delegate.
    """
    body = member.branch or conference.body
    number = next_credential(conference, f"{body.code}-V")  # waits for others to have taken theirs
    if conference.credentials.filter(member=member, revoked_at=None).exists():
        return None
    credential = Credential.objects.create(
        conference=conference,
        number=number,
        member=member,
        body=body,
        kind=CredentialKind.VISITOR,
        may_vote=False,
    )
    record_issue(log, credential)
    return credential


def visitor_leave(log: OpenEntry, conference: Conference, member: Member) -> None:
    """Revoke the credential of a visitor who gives their place up."""
    held = conference.credentials.filter(
        member=member, kind=CredentialKind.VISITOR, revoked_at=None, admitted_at=None
    )
    for credential in held.select_related("conference"):
        credential.revoked_at = timezone.now()
        credential.save(update_fields=["revoked_at"])
        log.record("credential.revoked", subject=credential, holder=member.log_name, led=False)
