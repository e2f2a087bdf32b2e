"""Telling whoever had an address that it was changed: the notice that would have stopped L27."""

from collections.abc import Iterator
from enum import StrEnum
from typing import Final

from django.conf import settings
from django.utils import timezone

from members.enums import ContactKind
from members.models import ContactChange
from members.services.dispatching import notice_dispatch

WHAT: Final = {
    ContactKind.EMAIL: "e-mail address",
    ContactKind.MOBILE: "mobile number",
    ContactKind.LANDLINE: "landline number",
    ContactKind.POST: "postal address",
}
_WRITTEN_TO: Final = (ContactKind.EMAIL, ContactKind.MOBILE)


class Notice(StrEnum):
    """What a notice says; its words are in templates/members/mail."""

    CHANGED = "contact-changed"
    WAITS = "contact-waits"
    REFUSED = "contact-refused"


def contact_notice(change: ContactChange, notice: Notice) -> None:
    """Tell the old address, within the act of the change; where there was none, another of theirs.

    The words name no union, no vote and no address, for whoever reads them may not be the member
    (guide 6); they say whom to call if it was not them.
    """
    facts = {
        "what": WHAT[ContactKind(change.kind)],
        "at": f"{timezone.localtime():%-d %B at %H:%M}",
        "call": settings.HELPDESK_TELEPHONE,
    }
    for address in _addresses(change):
        if notice_dispatch(member=change.member, notice=notice, address=address, facts=facts):
            return


def _addresses(change: ContactChange) -> Iterator[tuple[ContactKind, str]]:
    """Give where to write, in order: the old address, or else others that the member has."""
    changed = ContactKind(change.kind)
    if changed in _WRITTEN_TO and change.old:
        yield changed, change.old
    for kind in _WRITTEN_TO:
        if kind != changed and (detail := change.member.contact(kind)):
            yield kind, detail
