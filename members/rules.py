"""Who may do what to the register and to offices. Source: guide 3.8, roles and permissions."""

from collections.abc import Callable
from typing import Final

from audit.refusal import Refusal
from members.enums import Office
from members.models import Member
from members.selectors import appointments_in_force

# Nobody counts and certifies a vote for an executive of which they are part (guide 5.1, the
# returning officer's declaration), and who keeps the papers does not certify either (3.8).
SEPARATED: Final[dict[Office, frozenset[Office]]] = {
    office: frozenset({Office.CHAIR, Office.VICE_CHAIR, Office.GENERAL_SECRETARY, Office.EXECUTIVE})
    for office in (Office.RETURNING_OFFICER, Office.SCRUTINEER)
}

# Who answers for what is kept: two of them, never one, destroy records (3.8, two-person rules).
OVER_RECORDS: Final = (
    Office.RETURNING_OFFICER,
    Office.MEMBERSHIP_OFFICER,
    Office.GENERAL_SECRETARY,
)
SEEING_RECORDS: Final = (*OVER_RECORDS, Office.SCRUTINEER, Office.AUDITOR)


def keeps_register(member: Member) -> bool:
    """Tell whether a member may import the roll: the membership officer, and nobody else."""
    return _serves_the_union(member, Office.MEMBERSHIP_OFFICER)


def appoints_officers(member: Member) -> bool:
    """Tell whether a member may enter appointments: the general secretary or the clerk."""
    return _serves_the_union(member, Office.GENERAL_SECRETARY, Office.CLERK)


def confirms_keys(member: Member) -> bool:
    """Tell whether a member may confirm another officer's key: whoever certifies or presides."""
    return _serves_the_union(member, Office.RETURNING_OFFICER, Office.CHAIR, Office.SCRUTINEER)


def office_over_records(member: Member) -> Office | None:
    """Give the office in which a member may ask for records to be destroyed, or confirm it."""
    return _first_held(member, OVER_RECORDS)


def office_seeing_records(member: Member) -> Office | None:
    """Give the office in which a member sees what is due, held and destroyed."""
    return _first_held(member, SEEING_RECORDS)


def _first_held(member: Member, offices: tuple[Office, ...]) -> Office | None:
    """Give the first of these offices that a member holds in the whole union."""
    held = appointments_in_force().filter(member=member, office__in=offices, body__parent=None)
    names = set(held.values_list("office", flat=True))
    return next((office for office in offices if office in names), None)


def _serves_the_union(member: Member, *offices: Office) -> bool:
    """Tell whether a member holds an office of the whole union: a branch's gives no such power."""
    held = appointments_in_force().filter(member=member, office__in=offices)
    return held.filter(body__parent=None).exists()


def insist(actor: Member | None, may: Callable[[Member], bool]) -> None:
    """Refuse an actor whose office does not allow the act; the log keeps the attempt.

    No actor is the system itself: a command on the union's own machine.
    """
    if actor is not None and not may(actor):
        raise Refusal(
            "not-your-office",
            "Your office does not allow this.",
            record="register.refused",
            subject=actor.log_name,
        )


def are_separated(office: Office, held: Office) -> bool:
    """Tell whether one person may not hold both offices in the same body."""
    return held in SEPARATED.get(office, ()) or office in SEPARATED.get(held, ())


def helps_members(member: Member) -> bool:
    """Tell whether a member sits at the helpdesk: they help people in, and see no code or vote."""
    return _serves_the_union(member, Office.HELPDESK)


def confirms_resets(member: Member) -> bool:
    """Tell whether a member may be the second to agree that lost second proofs are forgotten."""
    return _serves_the_union(member, Office.GENERAL_SECRETARY, Office.RETURNING_OFFICER)
