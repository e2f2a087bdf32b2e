"""The result sheet as CSV, laid out as the Electoral Reform Society's.

Candidates go down; for each stage there is what was transferred and the new total; under them stand
the non-transferable votes and the total. Below the sheet, after an empty row, come the facts of the
count and a sentence for every stage. Amounts are plain decimal numbers, and no name can start a
formula (`audit.pack.tables`).
"""

from collections.abc import Iterator
from decimal import Decimal

from audit.pack.tables import Cell, Table
from ballots.counting.amounts import words
from ballots.counting.record import Count
from ballots.counting.sheet.json_record import table_sha256
from ballots.counting.sheet.wording import NON_TRANSFERABLE, fates, headline, sentences, title
from ballots.counting.words import labels


def write(count: Count) -> bytes:
    """Give the result sheet of a count as CSV in UTF-8."""
    headings = ["Candidate"]
    for place in range(1, len(count.stages) + 1):
        headings += [f"Stage {place} transfer"] * (place > 1) + [f"Stage {place} total"]
    headings.append("Outcome")
    if len(headings) < 3:  # noqa: PLR2004 -- the facts below take three cells
        headings.insert(1, "Votes")
    rows: list[list[Cell]] = [
        [name, *_run(count, [stage.votes[place] for stage in count.stages]), fate]
        for place, (name, fate) in enumerate(zip(labels(count.contest), fates(count), strict=True))
    ]
    rows.append(
        [NON_TRANSFERABLE, *_run(count, [stage.non_transferable for stage in count.stages])]
    )
    rows.append(["Total", *_run(count, [stage.total for stage in count.stages])])
    rows.append([])
    rows += _facts(count)
    width = len(headings)
    return Table(headings, [row + [""] * (width - len(row)) for row in rows]).to_csv()


def _run(count: Count, amounts: list[int]) -> Iterator[Decimal]:
    """Write one line through the stages: the first total, then each transfer and new total."""
    for place, amount in enumerate(amounts):
        if place:
            yield Decimal(words(amount - amounts[place - 1], count.rule.places))
        yield Decimal(words(amount, count.rule.places))


def _facts(count: Count) -> Iterator[list[Cell]]:
    yield ["Election", count.contest.title]
    yield ["Rule", count.rule.name, count.rule.text]
    yield ["Places", count.contest.seats]
    if count.quota is not None:
        yield ["Quota", Decimal(words(count.quota, count.rule.places))]
    yield ["Papers", count.papers.total]
    yield ["Valid papers", count.papers.valid]
    yield ["Blank papers", count.papers.blank]
    for reason, papers in sorted(count.papers.invalid.items()):
        yield ["Invalid papers", papers, reason]
    yield ["Result", headline(count)]
    for said in (*sentences(count), *count.remarks):
        yield ["", said]
    for place, stage in enumerate(count.stages, start=1):
        yield [f"Stage {place}", title(count, stage), stage.explanation]
    yield ["Stage table, SHA-256", table_sha256(count)]
