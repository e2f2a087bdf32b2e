"""What must be so before a declaration is signed: who signs, what they say, what is proved."""

from typing import Any

from audit.models import Position, Unplaced
from audit.refusal import Refusal
from ballots.declaring.wording import OfficerStatement
from ballots.enums import BallotAct
from ballots.models import Ballot, Declaration
from ballots.services.insisting import insist_on_reason
from members.enums import Office
from members.models import Appointment, Member
from members.rules import bodies_above
from members.selectors import appointments_in_force
from members.separation import kept_apart

Document = dict[str, Any]


def insist_on_independence(ballot: Ballot, actor: Member) -> Appointment:
    """Refuse an officer who is part of what they certify (guide 5.1); give the appointment.

    A test vote is not certified by anybody.
    """
    if ballot.is_test:
        raise _refusal(
            ballot, "only-a-test", "A test vote decides nothing, so nobody certifies it."
        )
    held = appointments_in_force().filter(member=actor).select_related("body")
    appointment = held.filter(office=Office.RETURNING_OFFICER, body=ballot.body).first()
    if appointment is None:
        raise _refusal(ballot, "not-your-office", "Only the returning officer may sign this.")
    for other in held:
        if _compromises(other, appointment):
            raise _refusal(
                ballot,
                "not-independent",
                f"You are {other.get_office_display().lower()} of {other.body.name}, so you cannot "
                "certify this vote. Another returning officer has to.",
            )
    if actor.name.casefold() in {option.label.strip().casefold() for option in ballot.paper}:
        raise _refusal(
            ballot,
            "candidate",
            "Your name is on the paper. A candidate cannot certify the result.",
        )
    return appointment


def _compromises(other: Appointment, appointment: Appointment) -> bool:
    """Say whether an office cannot be held by who certifies: of the executive, or in the chair.

    The executive is the union's, under whatever body its members are entered; a chair is the chair
    of the body that votes, or of one that it is part of.
    """
    in_line = other.body_id in {appointment.body_id, *bodies_above(appointment.body)}
    office = Office(other.office)
    return kept_apart(Office.RETURNING_OFFICER, office, in_one_body=in_line) is not None


def insist_on_correcting(
    standing: Declaration | None, corrects: Declaration | None, statement: OfficerStatement
) -> None:
    """Refuse a second declaration that does not say which one it corrects, and why."""
    if standing is None and corrects is None:
        return
    if standing is None or corrects is None or standing.pk != corrects.pk:
        raise Refusal(
            "already-signed",
            "A declaration of this vote is signed already. It can be corrected by signing another "
            "that says what was wrong with it; never changed.",
        )
    insist_on_reason(statement.correction)


def insist_on_statement(statement: OfficerStatement, actor: Member) -> None:
    """Refuse a statement that leaves something out, or bears another name."""
    if faults := statement.faults(actor.name):
        raise Refusal("statement-incomplete", " ".join(faults))


def insist_on_balance(ballot: Ballot, document: Document) -> None:
    """Refuse to certify sums that do not come out (guide 5.2); the attempt is in the log."""
    broken = [line for line in document["reconciliation"] if not line["balances"]]
    if broken:
        lines = [f"{line['title']}: {line['sum']}. {line['note']}".strip() for line in broken]
        raise _refusal(
            ballot,
            "does-not-balance",
            "These records do not balance, so there is nothing to sign. Call the scrutineer. "
            + " ".join(lines),
            rule="guide 5.2",
            lines=[line["key"] for line in broken],
        )


def insist_on_seal(ballot: Ballot, document: Document) -> None:
    """Refuse to sign before the log has a signed head over every entry on the vote."""
    seal = document["seal"]
    if seal is None or seal["entry"] is None:
        waiting = 1
    else:
        waiting = Unplaced.objects.filter(entry__subject=ballot.log_name).count()
        beyond = Position.objects.filter(entry__subject=ballot.log_name, seq__gte=seal["size"])
        waiting += beyond.count()
    if waiting:
        raise Refusal(
            "not-sealed-yet",
            "The log has not yet sealed everything recorded about this vote. "
            "It does so within seconds: wait, and sign again.",
        )


def _refusal(
    ballot: Ballot, code: str, message: str, *, rule: str = "guide 3.8", **facts: object
) -> Refusal:
    return Refusal(
        code,
        message,
        rule=rule,
        record="ballot.refused",
        subject=ballot.log_name,
        facts={"act": str(BallotAct.SIGN), **facts},
    )
