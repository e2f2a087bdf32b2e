"""Telling whoever had an address that it was changed: the notice that would have stopped L27."""

from enum import StrEnum
from typing import Final

from django.conf import settings
from django.utils import timezone

from members.enums import ContactKind
from members.models import ContactChange, Member
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
    address = _address(change)
    if address is not None:
        notice_dispatch(
            member=change.member,
            notice=notice,
            address=address,
            facts={
                "what": WHAT[ContactKind(change.kind)],
                "at": f"{timezone.localtime():%-d %B at %H:%M}",
                "call": settings.HELPDESK_TELEPHONE,
            },
        )


def _address(change: ContactChange) -> tuple[ContactKind, str] | None:
    """Choose where to write: an e-mail address or a mobile, the old one first."""
    if change.kind in _WRITTEN_TO and change.old:
        return ContactKind(change.kind), change.old
    return _another(change.member, ContactKind(change.kind))


def _another(member: Member, changed: ContactKind) -> tuple[ContactKind, str] | None:
    others = ((kind, member.contact(kind)) for kind in _WRITTEN_TO if kind != changed)
    return next(((kind, detail) for kind, detail in others if detail), None)
