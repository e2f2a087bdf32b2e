"""What a declaration says of the result: the figures, the test, who declared it, and the sums."""

from datetime import date
from typing import Any

from django.utils import timezone

from ballots.declaring.circumstances import Circumstances
from ballots.declaring.counts import Logged, counts_of, declared_result, written_at
from ballots.declaring.counts_of_elections import (
    election_document,
    spoilt_by_reason,
    stages_of,
)
from ballots.declaring.reconciliation import PASSCODES_NOT_USED, Counts, Line, Term, reconcile
from ballots.declaring.wording import ROUNDING, complaints
from ballots.enums import BallotAct, Choice, Rejection
from ballots.lifecycle import offices_for
from ballots.majority import percent
from ballots.models import Ballot
from ballots.selectors import figures_by_body
from members.enums import Office
from members.selectors import appointments_in_force

Document = dict[str, Any]


def outcome(ballot: Ballot, around: Circumstances, log: Logged) -> Document:
    """Give the result of a declared vote, as the log has it."""
    said = declared_result(ballot, log)
    counts = counts_of(ballot)
    if ballot.is_election:
        return _of_election(ballot, said, counts, log) | _around(ballot, around, log, counts)
    figures: dict[str, int] = said["figures"]
    return {
        "figures": [
            {
                "key": option.key,
                "label": option.label,
                "votes": figures[option.key],
                "papers": said["papers"][option.key],
            }
            for option in ballot.paper
        ],
        "votes": {
            "cast": counts.voted,
            "valid": counts.valid,
            "blank": counts.blank,
            "abstentions": figures.get(Choice.ABSTAIN),
            "unable": said["unable"],
        },
        "rejected": _rejected(counts, log),
        "turnout": _turnout(said, figures, counts),
        "result": {
            "verdict": said["verdict"],
            "explanation": said["explanation"],
            "needed": said["needed"],
            "reached": said["reached"],
            "of": said["base"],
            "margin": said["margin"],
            "unit": said["unit"],
        },
        "tie": {
            "is_tie": said["base"] > 0 and figures.get(Choice.FOR) == figures.get(Choice.AGAINST),
            "casting_vote": said.get("casting_vote"),
            "rule": around.casting_vote_rule,
        },
        "order_of_elected": None,
        "stages": None,
        "election": None,
        **_around(ballot, around, log, counts),
    }


def _around(ballot: Ballot, around: Circumstances, log: Logged, counts: Counts) -> Document:
    """Give what is said of every vote: by body, who declared it, the sums, where to complain."""
    return {
        "by_body": _by_body(ballot),
        "passcodes": {"used": False, "words": PASSCODES_NOT_USED},
        "declared_by": _declared_by(ballot, log),
        "reconciliation": [line_as_data(line) for line in reconcile(counts).lines],
        "complaints": complaints(_declared_on(log), around.complain_to),
    }


def _of_election(ballot: Ballot, said: Document, counts: Counts, log: Logged) -> Document:
    """Give the result of an election: who is elected, on which count, and how it was counted."""
    election = election_document(ballot)
    return {
        "figures": [],
        "votes": {
            "cast": counts.voted,
            "valid": said["valid"],
            "blank": said["blank"],
            "abstentions": None,
            "unable": said["unable"],
        },
        "rejected": [
            {"code": str(Rejection.NO_PREFERENCE), "words": why, "count": papers, "was_cast": True}
            for why, papers in spoilt_by_reason(ballot).items()
        ]
        + [each for each in _rejected(counts, log) if not each["was_cast"]],
        "turnout": _turnout(said, {}, counts),
        "result": {
            "verdict": said["verdict"],
            "explanation": said["explanation"],
            "needed": 0,
            "reached": len(said["elected"]),
            "of": said["seats"],
            "margin": 0,
            "unit": "votes",
        },
        "tie": {"is_tie": said["by_lot"], "casting_vote": None, "rule": ""},
        "order_of_elected": election["elected"],
        "stages": stages_of(ballot),
        "election": election,
    }


def _rejected(counts: Counts, log: Logged) -> list[Document]:
    """List what was not counted, by reason. A late paper was never opened: it was not cast."""
    found = (
        (Rejection.MALFORMED, counts.rejected, True),
        (Rejection.AFTER_CLOSE, log.late, False),
    )
    return [
        {"code": str(why), "words": why.label, "count": count, "was_cast": was_cast}
        for why, count, was_cast in found
        if count
    ]


def _turnout(said: Document, figures: dict[str, int], counts: Counts) -> Document:
    """Give the turnout in papers and, for cards, in the members they stand for."""
    found = {
        "cast": said["voted"],
        "roll": said["roll"],
        "percent": said["turnout"],
        "rounding": ROUNDING,
        "strength": None,
    }
    if counts.is_card_vote:
        cast = sum(figures.values())
        found["strength"] = {
            "cast": cast,
            "roll": counts.weight_at_opening,
            "percent": percent(cast, counts.weight_at_opening),
        }
    return found


def _by_body(ballot: Ballot) -> list[Document]:
    """Give each body's part, as far as it may be told."""
    return [
        {
            "body": part.body.name,
            "roll": part.roll,
            "voted": part.voted,
            "votes": dict(part.votes) if part.votes else None,
        }
        for part in figures_by_body(ballot)
    ]


def _declared_by(ballot: Ballot, log: Logged) -> Document | None:
    """Name who declared the result, in the office they held on that day."""
    who = ballot.declared_by
    if who is None:
        return None
    held = appointments_in_force(_declared_on(log)).filter(
        member=who, body=ballot.body, office__in=offices_for(BallotAct.DECLARE)
    )
    office = held.values_list("office", flat=True).first()
    return {"name": who.name, "office": Office(office).label if office else ""}


def _declared_on(log: Logged) -> date:
    return timezone.localdate(written_at(log.declared))


def line_as_data(line: Line) -> Document:
    """Write a line of the reconciliation as data."""
    return {
        "key": line.key,
        "title": line.title,
        "sum": line.sum_in_words if line.is_used else "",
        "left": [_term(term) for term in line.left],
        "relation": str(line.relation),
        "right": [_term(term) for term in line.right],
        "is_used": line.is_used,
        "balances": line.balances,
        "note": line.note,
    }


def _term(term: Term) -> Document:
    return {"words": term.words, "number": term.number, "sign": term.sign}
