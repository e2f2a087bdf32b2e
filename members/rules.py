"""Who may do what to the register and to offices. Source: guide 3.8, roles and permissions."""

from typing import Final

import rules

from members.enums import Office
from members.models import Member
from members.selectors import holds_office

# Nobody counts and certifies a vote for an executive of which they are part (guide 5.1, the
# returning officer's declaration), and who keeps the papers does not certify either (3.8).
SEPARATED: Final[dict[Office, frozenset[Office]]] = {
    office: frozenset({Office.CHAIR, Office.VICE_CHAIR, Office.GENERAL_SECRETARY, Office.EXECUTIVE})
    for office in (Office.RETURNING_OFFICER, Office.SCRUTINEER)
}


@rules.predicate
def keeps_register(member: Member) -> bool:
    """The membership officer and the clerk import the roll."""
    return holds_office(member, Office.MEMBERSHIP_OFFICER) or holds_office(member, Office.CLERK)


@rules.predicate
def appoints_officers(member: Member) -> bool:
    """The general secretary and the clerk enter appointments, which the union has made."""
    return holds_office(member, Office.GENERAL_SECRETARY) or holds_office(member, Office.CLERK)


def are_separated(office: Office, held: Office) -> bool:
    """Whether one person may not hold both offices in the same body."""
    return held in SEPARATED.get(office, ()) or office in SEPARATED.get(held, ())


rules.add_perm("members.import_roll", keeps_register)
rules.add_perm("members.make_appointment", appoints_officers)
