"""As others see me: what each kind of reader is shown of one member, and who has looked.

It is made from the member's own entry by the rules that the pages themselves follow; what is told
here and what is shown there are held to be the same by `tests/members/test_seen.py`.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from audit.formats.canonical import parse
from audit.models import Entry
from audit.personal_data import parts, place_of
from members.contacts import details as contact_details
from members.models import Member
from members.selectors import offices_of

Words = str | Promise
Fact = tuple[Words, str]

LOOKS: Final = ("member.looked_up", "identity.checked")
SHOWN: Final = 10


@dataclass(frozen=True, slots=True)
class Reader:
    """A kind of reader, where they read, and what of this member they are shown."""

    who: Words
    where: Words
    sees: tuple[Fact, ...]


@dataclass(frozen=True, slots=True)
class Look:
    """Somebody was shown something: when, what, in which office."""

    at: datetime
    what: str
    by: str
    number: int | None


def seats_of(member: Member) -> list[dict[str, Any]]:
    """Give a member's credentials at conferences, as the room that issues them tells it."""
    return parts["seats"].tell(member)


def as_seen_by_others(member: Member, seats: list[dict[str, Any]]) -> list[Reader]:
    """Say what others see of a member, those who see least first."""
    name = ((_("Name"), member.name),)
    entry = (
        *name,
        (_("Membership number"), member.membership_number),
        (_("Branch"), member.branch.name if member.branch else ""),
    )
    offices = tuple((_("Office"), str(held)) for held in offices_of(member))
    in_log = ((_("In the log"), member.pseudonym),)
    numbers = tuple((_("Credential"), f"{seat['number']}, {seat['conference']}") for seat in seats)
    return [
        Reader(_("Anyone"), _("in the public log"), in_log),
        Reader(
            _("Another member"),
            _("in the list of officers"),
            (*name, *offices) if offices else (),
        ),
        Reader(
            _("Officers of your branch"),
            _("in its delegation"),
            (*name, *numbers) if numbers else (),
        ),
        Reader(_("Helpdesk"), _("when you call"), (*entry, *_hints(member))),
        Reader(
            _("Returning officer"),
            _("on the roll of a vote that you are on"),
            (*name, *numbers) if numbers else (),
        ),
        Reader(_("Scrutineer"), _("on the same rolls, and in the log"), (*name, *numbers, *in_log)),
        Reader(_("Membership officer"), _("in the register"), (*entry, *_details(member))),
    ]


def _hints(member: Member) -> Iterator[Fact]:
    for one in member.contacts.all():
        yield one.get_kind_display(), contact_details.hinted(one.kind, one.detail)


def _details(member: Member) -> Iterator[Fact]:
    for one in member.contacts.all():
        yield one.get_kind_display(), one.detail


def looks_at(member: Member) -> list[Look]:
    """List who was shown a member's data, the newest first, leaving out the member's own looks.

    Others are named by their office: their names are their own data.
    """
    shown = [
        Look(row["when"], f"{row['what']}{_taken(row)}", row["by"], row["number"])
        for row in parts["looks"].tell(member)
        if row["by"] != "yourself"
    ]
    asked = Entry.objects.filter(kind__in=LOOKS, subject=member.log_name)
    for entry in asked.select_related("position"):
        said = parse(bytes(entry.leaf))
        by = str(said.get("office") or said["by"]).replace("_", " ")
        what = str(_("your entry, found by number"))
        shown.append(Look(entry.at, what, by, place_of(entry)))
    return sorted(shown, key=lambda look: look.at, reverse=True)


def _taken(row: dict[str, Any]) -> str:
    return f" ({_('taken away')})" if row["taken away"] else ""
