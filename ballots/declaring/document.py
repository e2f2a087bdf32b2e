"""The declaration as a document: everything guide 5.1 lists, gathered from the records.

A document is plain JSON, canonical as the log's: strings, whole numbers, true, false and null. Its
schema is named in it and described in docs/declaration.md. Every name is always there; what a vote
does not have is null or empty.
"""

from typing import Any, Final

from audit.formats.canonical import parse
from audit.refusal import Refusal
from ballots.declaring.circumstances import circumstances_of
from ballots.declaring.counts import logged
from ballots.declaring.outcome import outcome
from ballots.declaring.particulars import roll, seal, short, votes_before, what_was_put, when
from ballots.declaring.wording import HOW_TO_CHECK
from ballots.enums import BallotState
from ballots.models import Ballot, Declaration

SCHEMA: Final = "tellers/declaration/2"

Document = dict[str, Any]

NO_RESULT: Final[Document] = {
    **dict.fromkeys(("figures", "rejected", "by_body", "reconciliation"), ()),
    **dict.fromkeys(("votes", "turnout", "result", "tie", "order_of_elected", "stages")),
    **dict.fromkeys(("election", "passcodes", "declared_by", "complaints")),
}


def declaration_document(ballot: Ballot) -> Document:
    """Give the declaration of a vote: as it was signed last, else a draft from the records.

    A void vote has no figures to declare: its document says so and gives none, whatever was signed
    before. Raises ValueError where there is no result yet, and refuses one that the log never had.
    """
    if ballot.state == BallotState.DECLARED and (signed := newest_declaration(ballot)):
        document: Document = parse(signed.document.encode())
        return document
    return draft(ballot)


def newest_declaration(ballot: Ballot) -> Declaration | None:
    """Give the declaration that stands: the last one signed."""
    signed = Declaration.objects.filter(ballot=ballot).select_related("signed_by", "corrects")
    return signed.order_by("-number").first()


def draft(ballot: Ballot, *, number: int = 1) -> Document:
    """Gather the document from the records, unsigned."""
    if ballot.state not in {BallotState.DECLARED, BallotState.VOIDED}:
        raise ValueError("Only a vote that was declared, or is void, has a declaration.")
    is_void = ballot.state == BallotState.VOIDED
    around, log = circumstances_of(ballot), logged(ballot)
    if not is_void and not log.declared:
        raise Refusal(
            "not-as-logged",
            "The log knows of no declaration of this vote, so there is no result to show. "
            "Call the scrutineer.",
        )
    return {
        "schema": SCHEMA,
        "reference": reference(ballot, number),
        "status": "void" if is_void else "draft",
        "ballot": str(ballot.pk),
        **what_was_put(ballot, around),
        **when(log),
        "roll": roll(ballot, log),
        **(_plain(NO_RESULT) if is_void else outcome(ballot, around, log)),
        "incidents": [
            {"reference": each.reference, "effect": each.effect} for each in around.incidents
        ],
        "departures": list(around.departures),
        "void_votes": votes_before(ballot),
        "seal": seal(ballot),
        "how_to_check": HOW_TO_CHECK,
        "statement": None,
        "signature": None,
        "corrects": None,
    }


def reference(ballot: Ballot, number: int) -> str:
    """Give the short name of a declaration: of its ballot, and 1, 2, 3 with each correction."""
    return f"{short(ballot)}/{number}"


def _plain(empty: Document) -> Document:
    return {name: [] if value == () else value for name, value in empty.items()}
