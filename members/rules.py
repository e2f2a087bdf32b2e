"""Who may do what to the register and to offices. Source: guide 3.8, roles and permissions."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Final

from audit.recording import OpenEntry, entry
from audit.refusal import Refusal
from members.enums import Office
from members.models import Appointment, Body, Member
from members.permissions import in_words, offices_for
from members.selectors import appointments_in_force
from members.separation import Apart, kept_apart

SEEING_RECORDS: Final = offices_for("records.see")


def keeps_register(member: Member) -> bool:
    """Tell whether a member may import the roll: the membership officer, and nobody else."""
    return may(member, "roll.import")


def appoints_officers(member: Member) -> bool:
    """Tell whether a member may enter appointments: the general secretary or the clerk."""
    return may(member, "appointment.make")


def confirms_keys(member: Member) -> bool:
    """Tell whether a member may confirm another officer's key: whoever certifies or presides."""
    return may(member, "officer_key.confirm")


def office_over_records(member: Member) -> Office | None:
    """Give the office in which a member may ask for records to be destroyed, or confirm it."""
    return office_to("deletion.ask", member)


def office_seeing_records(member: Member) -> Office | None:
    """Give the office in which a member sees what is due, held and destroyed."""
    return office_to("records.see", member)


def _first_held(member: Member, offices: tuple[Office, ...]) -> Office | None:
    """Give the first of these offices that a member holds in the whole union."""
    held = appointments_in_force().filter(member=member, office__in=offices, body__parent=None)
    names = set(held.values_list("office", flat=True))
    return next((office for office in offices if office in names), None)


def _serves_the_union(member: Member, *offices: Office) -> bool:
    """Tell whether a member holds an office of the whole union: a branch's gives no such power."""
    held = appointments_in_force().filter(member=member, office__in=offices)
    return held.filter(body__parent=None).exists()


def may(member: Member, act: str) -> bool:
    """Tell whether an office of the whole union lets a member do an act of the table."""
    return office_to(act, member) is not None


@contextmanager
def acting(actor: Member | None, act: str) -> Iterator[OpenEntry]:
    """Open an entry in the log under the office of the whole union that allows an act.

    Anyone else is refused, and the log keeps the attempt. No actor is the system itself: a command
    on the union's own machine.
    """
    office = office_to(act, actor) if actor else None
    with entry(actor=actor, office=office or "") as log:
        if actor and office is None:
            raise refused(act, actor)
        yield log


def refused(act: str, actor: Member) -> Refusal:
    """Say whose office an act of the table is; the log keeps the attempt."""
    return Refusal(
        "not-your-office",
        f"Only the {in_words(offices_for(act))} of the union may do this.",
        rule="Roles and permissions",
        record="register.refused",
        subject=actor.log_name,
        facts={"act": act},
    )


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


def barred_by(office: Office, body: Body, held: Appointment) -> Apart | None:
    """Find what keeps an office in a body apart from another that its holder would have."""
    asked, has = (office, body), (Office(held.office), held.body)
    for (one, its_body), (other, other_body) in ((asked, has), (has, asked)):
        in_one_body = other_body.pk in {its_body.pk, *bodies_above(its_body)}
        if line := kept_apart(one, other, in_one_body=in_one_body):
            return line
    return None


def bodies_above(body: Body) -> set[object]:
    """Name the bodies that a body is part of, the union last."""
    found, above = set[object](), body.parent
    while above is not None:
        found.add(above.pk)
        above = above.parent
    return found


def office_to(act: str, member: Member) -> Office | None:
    """Give the union's office in which a member may do an act of the permission table."""
    return _first_held(member, offices_for(act))


def insist_office(actor: Member | None, act: str) -> str:
    """Give the office in which an act of the table is done, for the log; refuse whoever has none.

    No actor is the system itself.
    """
    if actor is None:
        return ""
    office = office_to(act, actor)
    if office is None:
        with entry(actor=actor):
            raise refused(act, actor)
    return str(office)
