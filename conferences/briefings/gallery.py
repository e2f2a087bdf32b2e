"""The visitors' gallery of a conference: a member who comes to listen, and may not vote."""

from typing import Final

from audit.recording import OpenEntry
from conferences.enums import CredentialKind
from conferences.models import Conference, Credential
from members.models import Member

_PREFIX: Final = "V"


def visitor_admit(log: OpenEntry, conference: Conference, member: Member) -> Credential | None:
    """Give a member the credential of a visitor, within an open act.

    It can never vote: no card strength, and not on the roll of any vote. Whoever holds a credential
    already keeps that one: a delegate who registers here as well is a delegate.
    """
    Conference.objects.select_for_update().get(pk=conference.pk)  # numbers are given one by one
    if Credential.objects.filter(conference=conference, member=member).exists():
        return None
    visitors = conference.credentials.filter(number__startswith=_PREFIX)
    last = max((_number(name) for name in visitors.values_list("number", flat=True)), default=0)
    credential = Credential.objects.create(
        conference=conference,
        number=f"{_PREFIX}{last + 1:04}",
        member=member,
        body=member.branch or conference.body,
        kind=CredentialKind.VISITOR,
        may_vote=False,
    )
    log.record("visitor.registered", subject=credential, member=member.log_name)
    return credential


def visitor_release(log: OpenEntry, conference: Conference, member: Member) -> None:
    """Take the credential of a visitor who will not come away, unless they have been present."""
    held = conference.credentials.filter(
        member=member, kind=CredentialKind.VISITOR, attendance=None
    )
    for credential in held:
        log.record("visitor.released", subject=credential, member=member.log_name)
        credential.delete()


def _number(name: str) -> int:
    figures = name.removeprefix(_PREFIX)
    return int(figures) if figures.isdecimal() else 0
