"""The cover sheet of a scrutiny pack, on paper."""

from collections.abc import Sequence
from typing import Any, Final

from django.conf import settings
from django.utils import timezone

from audit.pack.documents import Document
from audit.scrutiny import packed_log
from audit.typeset import typeset
from audit.verify.report import Report, witness_lines
from ballots.declaring.counts import reconciliation_of
from ballots.declaring.document import newest_declaration
from ballots.enums import BallotState
from ballots.models import Ballot
from conferences.models import ScrutinyPack

TEMPLATE: Final = settings.BASE_DIR / "templates" / "paper" / "scrutiny_pack.typ"


def cover_document(
    pack: ScrutinyPack, report: Report, votes: Sequence[tuple[int, Ballot]], files: int
) -> Document:
    """Set the cover sheet. `files` counts what lies in the pack beside it and its explanations."""
    return Document(
        "cover.pdf",
        "The cover sheet, to print and to sign for.",
        typeset(
            TEMPLATE,
            cover_data(pack, report, votes, files),
            at=timezone.now().replace(microsecond=0),
        ),
    )


def cover_data(
    pack: ScrutinyPack, report: Report, votes: Sequence[tuple[int, Ballot]], files: int
) -> dict[str, Any]:
    """Gather what stands on the cover sheet."""
    head, made, conference = packed_log(report), timezone.localtime(), pack.conference
    return {
        "title": pack.ballot.title if pack.ballot else conference.title,
        "union": conference.body.name,
        "reference": str(pack.pk)[:8].upper(),
        "made": f"{made.day} {made:%B %Y, %H:%M:%S %Z}",
        "asked_by": pack.asked_by.name if pack.asked_by else "the union's own machine",
        "log": {"origin": head.origin, "size": head.size, "root": head.root},
        "witnesses": "; ".join(witness_lines(report)),
        "verified": report.is_verified,
        "votes": [_vote(number, vote) for number, vote in votes],
        "registers": {
            "incidents": conference.incidents.count(),
            "departures": conference.departures.count(),
            "complaints": conference.complaints.count(),
        },
        "roll": (
            "in roll.csv.enc, sealed for the scrutineer"
            if pack.sealed_roll
            else "left out: no pass-phrase was given"
        ),
        "files": files,
    }


def _vote(number: int, ballot: Ballot) -> dict[str, Any]:
    state = BallotState(ballot.state)
    is_declared, is_void = state is BallotState.DECLARED, state is BallotState.VOIDED
    signed = newest_declaration(ballot) if is_declared else None
    return {
        "number": number,
        "title": ballot.title,
        "form": ballot.get_form_display(),
        "result": (ballot.result or {}).get("verdict", "") if is_declared else state.label.upper(),
        "is_void": is_void,
        "balances": reconciliation_of(ballot).balances if is_declared else None,
        "declaration": f"signed by {signed.signed_by.name}"
        if signed
        else ("not signed" if is_declared else "none"),
    }
