"""What somebody's leaving means for conferences."""

from collections.abc import Iterator

from django.utils.translation import gettext as _

from conferences.models import Credential
from members.models import Member


def effects_on_conferences(member: Member) -> Iterator[str]:
    """Say which credentials a leaver holds: they stay, unused, until the desk acts."""
    held = Credential.objects.filter(member=member, revoked_at=None).select_related("conference")
    for credential in held:
        yield _("They hold credential %(number)s of %(conference)s, and can no longer use it.") % {
            "number": credential.number,
            "conference": credential.conference.title,
        }
