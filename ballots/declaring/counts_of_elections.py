"""Counting an election again, and what its declaration says of the count that it rests on."""

import hashlib
import json
from typing import Any

from audit.selectors import leaves
from ballots.counting.lots import Draw
from ballots.counting.named import RULES
from ballots.counting.record import Count
from ballots.counting.sheet import json_record
from ballots.declaring.reconciliation import ElectionCounts
from ballots.election_result import explanation, unfilled
from ballots.models import Ballot, CountRecord, Paper
from ballots.selectors import OpenedPapers, count_of, is_withheld, lots_of

Document = dict[str, Any]


def counted_again(opened: OpenedPapers) -> Count:
    """Count the papers as they are in the tables now, under the rule, with the same lots."""
    ballot = opened.ballot
    _rule, count = RULES[ballot.election.rule]
    return count(opened.contest, opened.papers, lots_of(ballot))


def counts_of_election(in_the_tables: OpenedPapers, result: Document) -> ElectionCounts:
    """Count an election from the log and the tables, and once more by its rule.

    `result` is what was declared, by the log.
    """
    ballot = in_the_tables.ballot
    opened: Document = next(leaves("papers.opened", subject=ballot.log_name), {})
    again = counted_again(in_the_tables)
    papers, withheld = again.papers, bool(result["withheld"])
    found: Document = {"elected": list(again.elected), "unfilled": unfilled(again)}
    if not withheld:
        found |= {"valid": papers.valid, "blank": papers.blank}
        found["count_sha256"] = hashlib.sha256(json_record.write(again)).hexdigest()
    return ElectionCounts(
        opened_logged=opened.get("papers", 0),
        set_aside_logged=opened.get("set_aside", 0),
        in_the_tables=Paper.objects.filter(ballot=ballot).count(),
        counted=papers.total,
        declared={name: result[name] for name in found},
        again=found,
        valid=None if withheld else papers.valid,
        blank=None if withheld else papers.blank,
        spoilt=None if withheld else sum(papers.invalid.values()),
    )


def explanation_again(ballot: Ballot, result: Document) -> str:
    """Say a result in words again, from the count it names: the log has no names of people."""
    kept = CountRecord.objects.filter(ballot=ballot, number=result["count"]).first()
    if kept is None:
        return ""
    return explanation(json_record.read(kept.record.encode()), withheld=result["withheld"])


def election_document(ballot: Ballot) -> Document:
    """Give what a declaration says of an election: the rule, the count, its lots and its hashes."""
    kept = count_of(ballot)
    if kept is None:
        raise ValueError("A declared election has a count.")
    found = json_record.read(kept.record.encode())
    election, withheld = ballot.election, is_withheld(ballot)
    return {
        "rule": {"code": found.rule.code, "name": found.rule.name, "text": found.rule.text},
        "seats": found.contest.seats,
        "candidates": len(found.contest.candidates) - bool(found.contest.ron),
        "reopens_nominations": found.contest.ron is not None,
        "reserved": [{"tag": each.tag, "seats": each.seats} for each in found.contest.reserved],
        "elected": [found.contest.name(number) for number in found.elected],
        "unfilled": unfilled(found),
        "withdrawn": [
            {"name": each["name"], "words": each["withdrawn"]}
            for each in election.candidates
            if each["withdrawn"]
        ],
        "quota": None if withheld else _record(kept)["quota"],
        "seed": {"value": election.seed, "source": election.seed_source} if election.seed else None,
        "lots": [] if withheld else [_lot(found, draw) for draw in found.lots],
        "count": kept.number,
        "count_sha256": "" if withheld else kept.sha256,
        "papers_sha256": "" if withheld else kept.papers_sha256,
        "withheld": withheld,
    }


def stages_of(ballot: Ballot) -> list[Document] | None:
    """Give the stages of the count as its record has them; None where they are withheld."""
    kept = count_of(ballot)
    if kept is None or is_withheld(ballot):
        return None
    stages: list[Document] = _record(kept)["stages"]
    return stages


def spoilt_by_reason(ballot: Ballot) -> dict[str, int]:
    """Give how many papers count for nothing, by reason; none where that is withheld."""
    kept = count_of(ballot)
    if kept is None or is_withheld(ballot):
        return {}
    return dict(json_record.read(kept.record.encode()).papers.invalid)


def _record(kept: CountRecord) -> Document:
    record: Document = json.loads(kept.record)
    return record


def _lot(found: Count, draw: Draw) -> Document:
    how = f"by hand, before {draw.witness}" if draw.counter is None else "from the seed"
    return {
        "tied": [found.contest.name(number) for number in draw.tied],
        "drawn": found.contest.name(draw.drawn),
        "why": draw.why,
        "how": how,
    }
