"""Making sheets of codes to be handed over or posted: who may, and what is logged."""

from collections.abc import Iterable
from typing import Final

from django.views.decorators.debug import sensitive_variables

from audit.recording import entry
from audit.refusal import Refusal
from members.enums import ContactKind
from members.models import Member
from members.printing import Sheet
from members.rules import insist_office
from members.services.done_for_others import Done, tell_done
from members.services.passcodes import printed_codes_issue

MOST_AT_ONCE: Final = 500
"""A PDF of more takes longer to set than a page may."""


@sensitive_variables()
def sheets_make(
    *, actor: Member, members: Iterable[Member], large: frozenset[str] = frozenset()
) -> list[Sheet]:
    """Make new codes for each of these, and give the sheets to be printed, once.

    Whoever prints for others holds an office for it; each sheet is logged with who made it, and its
    owner is told where a message reaches them, for whoever prints it could use it. It voids the one
    before. `large` has the membership numbers of those whose sheet is in large print.
    """
    members = list(members)
    if len(members) > MOST_AT_ONCE:
        raise Refusal("too-many-sheets", f"Print at most {MOST_AT_ONCE} sheets at a time.")
    own = all(member.pk == actor.pk for member in members)
    office = "" if own else insist_office(actor, "printed_codes.issue")
    with entry(actor=actor, office=office) as log:
        sheets = [_sheet(actor, member, large) for member in members]
        for member in members:
            if member.pk != actor.pk:
                tell_done(member, Done.SHEET_PRINTED)
        log.record("sheets.printed", subject=actor, sheets=len(sheets))
    return sheets


@sensitive_variables()
def _sheet(actor: Member, member: Member, large: frozenset[str]) -> Sheet:
    return Sheet(
        name=member.name,
        number=member.membership_number,
        address=_lines(member.contact(ContactKind.POST)),
        codes=tuple(printed_codes_issue(member=member, actor=actor)),
        large=member.membership_number in large,
    )


def _lines(address: str) -> tuple[str, ...]:
    """Divide an address as it is written on an envelope."""
    lines = address.replace("\n", ",").split(",")
    return tuple(line.strip() for line in lines if line.strip())
