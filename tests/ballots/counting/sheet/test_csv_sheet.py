import csv
import io
from hashlib import sha256
from pathlib import Path

import pytest
from hypothesis import given

from ballots.counting.amounts import words
from ballots.counting.lots import Lots
from ballots.counting.named import RULES
from ballots.counting.record import Count
from ballots.counting.sheet import csv_sheet, json_record
from tests.ballots.counting.elections import election, expected
from tests.ballots.counting.sheet.counts import FEW, counts


def read(count: Count) -> list[list[str]]:
    text = csv_sheet.write(count).decode("utf-8-sig")
    return list(csv.reader(io.StringIO(text, newline="")))


def totals(rows: list[list[str]], lines: int) -> list[list[str]]:
    """Give the columns of totals, stage by stage, of the first lines of a sheet."""
    places = [at for at, heading in enumerate(rows[0]) if heading.endswith("total")]
    return [[row[at] for row in rows[1 : lines + 1]] for at in places]


@FEW
@given(counts())
def test_sheet_has_every_figure_and_proves_its_table(count: Count) -> None:
    rows, lines = read(count), len(count.contest.candidates) + 1
    table = "\n".join(",".join(column) for column in totals(rows, lines))
    if count.stages:
        assert sha256(table.encode()).hexdigest() == json_record.table_sha256(count)
    said = totals(rows, lines + 1)
    assert [column[-1] for column in said] == [
        words(stage.total, count.rule.places) for stage in count.stages
    ]


@FEW
@given(counts())
def test_transfers_are_what_the_totals_differ_by(count: Count) -> None:
    rows, places = read(count), count.rule.places
    for n in range(1, len(count.contest.candidates) + 1):
        for at, heading in enumerate(rows[0]):
            if heading.endswith("transfer"):
                stage = int(heading.split()[1]) - 1
                moved = count.stages[stage].votes[n - 1] - count.stages[stage - 1].votes[n - 1]
                assert rows[n][at] == words(moved, places)


@FEW
@given(counts())
def test_nothing_that_anybody_wrote_starts_a_formula(count: Count) -> None:
    for row in read(count):
        for cell in row:
            is_number = cell.lstrip("-").replace(".", "", 1).isdigit()
            assert is_number or not cell.startswith(("=", "+", "-", "@", "\t", "\r"))


@pytest.mark.conformance
def test_total_is_the_valid_vote_at_every_stage(conformance_data: Path) -> None:
    stood, cast = election(conformance_data, "glasgow07_linn")
    rows = read(RULES["scottish"][1](stood, cast, Lots()))
    line = next(row for row in rows if row[0] == "Total")
    at = [place for place, heading in enumerate(rows[0]) if heading.endswith("total")]
    assert [line[place] for place in at] == ["9567.00000"] * 10
    known = expected(conformance_data)["glasgow07_linn"]["counts"]["scottish_stv"]["table_sha256"]
    table = "\n".join(",".join(column) for column in totals(rows, 12))
    assert sha256(table.encode()).hexdigest() == known
