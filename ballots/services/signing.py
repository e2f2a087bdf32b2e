"""Signing the declaration: the returning officer's own act, after the result was declared.

The chair declares in the hall. What the returning officer signs is another thing (guide 5.1): what
they have seen of the vote, with every figure beside the record that it is held against. It cannot
be signed unless the sums balance (guide 5.2, R39).
"""

import hashlib
from typing import Any

from django.utils import timezone

from audit.formats.canonical import canonical
from audit.recording import entry
from ballots.declaring.document import draft, newest_declaration, reference
from ballots.declaring.particulars import moment
from ballots.declaring.wording import SIGNATURE, OfficerStatement, day
from ballots.enums import BallotAct
from ballots.models import Ballot, Declaration
from ballots.services.fit_to_sign import (
    insist_on_balance,
    insist_on_correcting,
    insist_on_independence,
    insist_on_seal,
    insist_on_statement,
)
from ballots.services.insisting import locked
from members.enums import Office
from members.models import Appointment, Member

Document = dict[str, Any]


def declaration_sign(
    *,
    ballot: Ballot,
    actor: Member,
    statement: OfficerStatement,
    corrects: Declaration | None = None,
) -> Declaration:
    """Sign the declaration of a declared vote, as its returning officer.

    A declaration is never changed. Whoever has to correct one signs another, which names it in
    `corrects` and says in `statement.correction` what was wrong.
    """
    with entry(actor=actor, office=Office.RETURNING_OFFICER) as log:
        ballot, _row = locked(ballot, BallotAct.SIGN, actor)
        appointment = insist_on_independence(ballot, actor)
        standing = newest_declaration(ballot)
        insist_on_correcting(standing, corrects, statement)
        insist_on_statement(statement, actor)
        document = draft(ballot, number=standing.number + 1 if standing else 1)
        insist_on_balance(ballot, document)
        insist_on_seal(ballot, document)
        now = timezone.now()
        document |= _signed(statement, actor, appointment)
        document["signature"]["at"] = moment(now)
        if standing:
            document["corrects"] = {
                "reference": reference(ballot, standing.number),
                "sha256": standing.sha256,
                "reason": statement.correction.strip(),
            }
        text = canonical(document)
        sha256 = hashlib.sha256(text).hexdigest()
        facts: Document = statement.choices() | {
            "schema": document["schema"],
            "reference": document["reference"],
            "document_sha256": sha256,
            "head_size": document["seal"]["size"],
            "head_root": document["seal"]["root"],
            "corrects": standing.sha256 if standing else None,
        }
        signed = log.record("declaration.signed", subject=ballot, attested=True, **facts)
        return Declaration.objects.create(
            ballot=ballot,
            number=standing.number + 1 if standing else 1,
            document=text.decode(),
            sha256=sha256,
            signed_by=actor,
            signed_at=now,
            entry_id=signed.id,
            corrects=standing,
        )


def _signed(statement: OfficerStatement, actor: Member, appointment: Appointment) -> Document:
    """Give what signing adds to a draft."""
    body = appointment.body.name
    return {
        "status": "signed",
        "statement": {
            **statement.choices(),
            "inspection": statement.inspection.strip() if statement.roll_inspected else "",
            "matters": statement.matters.strip(),
            "paragraphs": statement.paragraphs(appointed_on=appointment.starts_on, body=body),
        },
        "signature": {
            "name": actor.name,
            "office": Office.RETURNING_OFFICER.label,
            "body": body,
            "appointed": day(appointment.starts_on),
            "words": SIGNATURE,
        },
    }
