"""What an election gives to a scrutiny pack: its papers, its counts, and the lots that were drawn.

No paper can be linked to a person: they were written without one. With few papers, nothing of them
is given at all (guide R29).
"""

from collections.abc import Iterator
from datetime import tzinfo
from typing import Any

from audit.pack.tables import Table
from audit.scrutiny import as_json
from audit.selectors import leaves
from ballots.counting.sheet import csv_sheet, json_record
from ballots.declaring.counted import are_made_of_sums, papers_file
from ballots.declaring.counts_of_elections import spoilt_by_reason
from ballots.enums import BallotState, Rejection
from ballots.models import Ballot, CountRecord
from ballots.selectors import is_withheld

File = tuple[str, str, bytes]

WITHHELD = (
    "Fewer than five papers were cast in this election. The papers, the stages of the count and "
    "their hashes would tell how people voted, and are withheld. Who is elected is in "
    "declaration.json.\n"
)


def put_in_an_election(ballot: Ballot) -> dict[str, Any]:
    """Say what was put to the voters of an election, and how lots were to be drawn."""
    election = ballot.election
    shown = ("number", "name", "about", "tags", "statement", "withdrawn")
    return {
        "rule": election.rule,
        "seats": election.seats,
        "candidates": [{name: each[name] for name in shown} for each in election.candidates],
        "reopens_nominations": election.ron,
        "reserved": election.reserved,
        "seed": {
            "value": election.seed,
            "source": election.seed_source,
            "fixed_at": election.seed_fixed_at.isoformat(timespec="seconds"),
        }
        if election.seed_fixed_at
        else None,
    }


def rejected_papers(ballot: Ballot) -> dict[Rejection, int]:
    """Count the papers that were set aside at the close, or count for nothing."""
    opened: dict[str, Any] = next(leaves("papers.opened", subject=ballot.log_name), {})
    found = {Rejection.MALFORMED: opened.get("set_aside", 0)}
    if ballot.state == BallotState.DECLARED:
        found[Rejection.NO_PREFERENCE] = sum(spoilt_by_reason(ballot).values())
    return found


def files_of_election(ballot: Ballot, zone: tzinfo) -> Iterator[File]:
    """Give the papers, every count and the lots of a declared election."""
    if is_withheld(ballot):
        yield "WITHHELD.txt", "Why the papers and the count are not here.", WITHHELD.encode()
        return
    opened = "Papers made to have the sums that were opened, which nobody cast one by one"
    if not are_made_of_sums(ballot):
        opened = "Every paper opened at the close, sorted by what it says"
    yield (
        "papers.blt",
        f"{opened}, for any program that reads BLT.",
        papers_file(ballot, "blt"),
    )
    if ballot.election.reserved:
        yield (
            "papers.json",
            "The same papers, with the places that are reserved, which BLT does not know.",
            papers_file(ballot, "json"),
        )
    for kept in CountRecord.objects.filter(ballot=ballot).order_by("number"):
        yield from _count(kept, is_standing=kept.number == (ballot.result or {}).get("count"))
    yield (
        "salts.json",
        "What opens the digests of papers, counts and lots in the log, as docs/elections.md says.",
        _salts(ballot),
    )
    if ballot.lots.exists():
        yield "lots.csv", "The lots that were drawn by hand.", _lots(ballot).to_csv(zone)


def _count(kept: CountRecord, *, is_standing: bool) -> Iterator[File]:
    name = "count" if is_standing else f"count-{kept.number}"
    what = "The count that was declared" if is_standing else "A count that was made again since"
    record = kept.record.encode()
    yield f"{name}.json", f"{what}, stage by stage: the very bytes of its hash.", record
    sheet = csv_sheet.write(json_record.read(record))
    yield f"{name}.csv", f"{what}, as a result sheet.", sheet


def _salts(ballot: Ballot) -> bytes:
    opened: dict[str, Any] = next(leaves("papers.opened", subject=ballot.log_name), {})
    return as_json(
        {
            "papers": {"entry": opened.get("id"), "salt": ballot.election.papers_salt},
            "counts": [
                {"entry": str(kept.entry_id), "number": kept.number, "salt": kept.salt}
                for kept in ballot.counts.order_by("number")
            ],
            "lots": [
                {"entry": str(lot.entry_id), "number": lot.number, "salt": lot.salt}
                for lot in ballot.lots.order_by("number")
            ],
        }
    )


def _lots(ballot: Ballot) -> Table:
    names = ballot.election.names
    rows = [
        (
            lot.number,
            "; ".join(names[number - 1] for number in lot.tied),
            names[lot.drawn - 1],
            lot.witness,
            lot.recorded_by.log_name,
            lot.recorded_at,
        )
        for lot in ballot.lots.select_related("recorded_by").order_by("number")
    ]
    columns = ("number", "between", "fell_on", "witness", "recorded_by", "recorded_at")
    return Table(columns, rows)
