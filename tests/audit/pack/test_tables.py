import csv
import io
from datetime import UTC, date, datetime, timedelta, timezone
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from audit.pack.tables import Table

LONDON = ZoneInfo("Europe/London")


def read(data: bytes) -> list[list[str]]:
    return list(csv.reader(io.StringIO(data.decode("utf-8-sig"), newline="")))


def test_every_kind_of_cell_is_written_as_people_and_programs_read_it() -> None:
    moment = datetime(2027, 6, 15, 9, 30, 5, 999, tzinfo=UTC)
    table = Table(
        ("a", "b", "c", "d", "e", "f"), [(None, True, -3, date(2027, 6, 15), moment, "Llŷr, “x”")]
    )
    assert read(table.to_csv(LONDON))[1] == [
        "",
        "yes",
        "-3",
        "2027-06-15",
        "2027-06-15T10:30:05+01:00",
        "Llŷr, “x”",
    ]


def test_a_time_in_winter_says_so() -> None:
    moment = datetime(2027, 12, 15, 9, 30, tzinfo=timezone(timedelta(hours=5)))
    assert read(Table(("at",), [(moment,)]).to_csv(LONDON))[1] == ["2027-12-15T04:30:00+00:00"]


@pytest.mark.parametrize(
    "typed",
    ["=1+1", "+44 7700 900123", "-2", "@SUM(A1)", "\t=1", "  =1", "\r=1", "\uff1d1", "|calc"],
)
def test_a_text_that_a_spreadsheet_would_run_is_disarmed(typed: str) -> None:
    assert read(Table(("words",), [(typed,)]).to_csv())[1][0].startswith("'")


@given(st.lists(st.text(st.characters(exclude_categories=["Cs"])), min_size=1, max_size=5))
def test_whatever_is_typed_is_one_cell_and_never_a_formula(cells: list[str]) -> None:
    table = Table(["heading"] * len(cells), [cells])
    _, *rows = read(table.to_csv())
    found = [cell for row in rows for cell in row]
    assert len(rows) == 1 or cells == [""]
    assert all(cell.lstrip()[:1] not in {"=", "+", "-", "@"} for cell in found)
    assert all(char >= " " or char == "\n" for cell in found for char in cell)


def test_refused_when_a_row_does_not_fit_its_headings() -> None:
    with pytest.raises(ValueError, match="as many cells"):
        Table(("a", "b"), [("only one",)]).to_csv()


def test_refused_when_a_time_does_not_know_its_offset() -> None:
    with pytest.raises(ValueError, match="offset"):
        Table(("at",), [(datetime(2027, 6, 15),)]).to_csv()  # noqa: DTZ001
