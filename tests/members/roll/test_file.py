"""A roll file in any usual shape is read; whatever is wrong with it is named by line and column."""

import csv
import io
import zipfile
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from members.contacts import details as contact_details
from members.contacts.details import BadDetail
from members.roll import columns, lettering, reading, workbook_rows
from members.roll import entries as roll_entries
from members.roll.entries import Entry, EntryReader, LeftOut
from members.roll.problems import Problem, Trouble, UnreadableRollError
from tests.members.rolls import workbook

BRANCHES = {"b01": "B01", "northmoor council branch": "B01", "b02": "B02"}
HEADER = "Membership number,Name,Branch,E-mail,Mobile\n"

names = st.text(st.characters(codec="cp1252", categories=["L"]), min_size=1, max_size=20)
numbers = st.from_regex(r"[A-Z0-9][A-Z0-9/-]{0,10}", fullmatch=True)
Row = tuple[str, str, str, str, str]
rolls = st.lists(
    st.tuples(
        numbers,
        names,
        st.sampled_from(["B01", "B02"]),
        st.sampled_from(["", "ann@example.org", "o'neil+union@mail.example.org"]),
        st.sampled_from(["", "+447700900181", "+447700900182"]),
    ),
    unique_by=lambda row: row[0],
    min_size=1,
    max_size=8,
)


@dataclass
class Roll:
    """A file, read through."""

    encoding: str
    delimiter: str
    unread_headings: list[str]
    entries: dict[int, Entry] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)


def read(data: bytes, branches: dict[str, str]) -> Roll:
    found = lettering.survey(io.BytesIO(data))
    rows = reading.opened(io.BytesIO(data), found)
    meanings = columns.guessed(rows.headings)
    if words := columns.objection(meanings):
        raise UnreadableRollError(words)
    roll = Roll(found.encoding, rows.delimiter, columns.unread(rows.headings, meanings))
    reader = EntryReader(meanings, branches)
    for line, cells in rows:
        if isinstance(cells, Problem):
            roll.problems.append(cells)
            continue
        read_line = reader.read(line, cells)
        if isinstance(read_line, LeftOut):
            roll.problems += read_line.problems
        else:
            roll.entries[line] = read_line
    roll.problems.sort()
    return roll


def written(
    rows: list[Row], *, delimiter: str = ",", encoding: str = "utf-8", end: str = "\r\n"
) -> bytes:
    text = io.StringIO(newline="")
    writer = csv.writer(text, delimiter=delimiter, lineterminator=end)
    writer.writerow(["Membership number", "Name", "Branch", "E-mail", "Mobile"])
    writer.writerows(rows)
    return text.getvalue().encode(encoding)


def told(roll: Roll) -> list[Row]:
    return [
        (one.number, one.name, one.branch, one.details["email"], one.details["mobile"])
        for one in roll.entries.values()
    ]


def troubles(text: str | bytes) -> list[tuple[int, str, Trouble]]:
    data = text if isinstance(text, bytes) else (HEADER + text).encode()
    return [(p.line, p.column, p.trouble) for p in read(data, branches=BRANCHES).problems]


@given(
    rolls,
    st.sampled_from(",;\t|"),
    st.sampled_from(["utf-8", "utf-8-sig", "utf-16", "cp1252"]),
    st.sampled_from(["\n", "\r\n", "\r"]),
)
def test_roll_is_read_back_from_any_usual_file(
    rows: list[Row], delimiter: str, encoding: str, end: str
):
    data = written(rows, delimiter=delimiter, encoding=encoding, end=end)
    if encoding == "cp1252" and not _could_only_be_cp1252(data):
        return

    roll = read(data, branches=BRANCHES)

    assert roll.problems == []
    assert told(roll) == rows


def _could_only_be_cp1252(data: bytes) -> bool:
    """Two accented letters in a row can happen to be one in UTF-8; such a file is past telling."""
    for line in data.splitlines():
        try:
            line.decode()
        except UnicodeDecodeError:
            continue
        if not line.isascii():
            return False
    return True


@given(st.binary(max_size=400))
def test_any_bytes_give_a_roll_or_a_reason(data: bytes):
    with suppress(UnreadableRollError):
        read(data, branches=BRANCHES)


@given(st.text(st.sampled_from('",;\n\r=+@- a1B01é\x00'), max_size=200))
def test_any_rows_give_entries_or_problems(rows: str):
    with suppress(UnreadableRollError):
        roll = read((HEADER + rows).encode(), branches=BRANCHES)
        assert not roll.entries.keys() & {problem.line for problem in roll.problems}


@pytest.mark.parametrize(
    ("row", "column", "trouble"),
    [
        (",Ann,B01,,", "membership number", Trouble.MISSING),
        ("1,,B01,,", "name", Trouble.MISSING),
        ("1,Ann,,,", "branch", Trouble.MISSING),
        ("1,Ann", "branch", Trouble.MISSING),
        ("1,Ann,B99,,", "branch", Trouble.UNKNOWN_BRANCH),
        ("1,Ann,B01,ann at example.org,", "e-mail", Trouble.BAD_EMAIL),
        ("1,Ann,B01,ann@localhost,", "e-mail", Trouble.BAD_EMAIL),
        ('1,Ann,B01,"ann@example.org\nBcc: eve@example.org",', "e-mail", Trouble.CONTROL_CHARACTER),
        ("1,Ann,B01,,call the office", "mobile", Trouble.BAD_MOBILE),
        ("1,Ann,B01,,,,extra", "", Trouble.TOO_MANY_CELLS),
        ("1,=HYPERLINK(1),B01,,", "name", Trouble.FORMULA),
        ("1,@SUM,B01,,", "name", Trouble.FORMULA),
        ("-1,Ann,B01,,", "membership number", Trouble.FORMULA),
        ("1.2E5,Ann,B01,,", "membership number", Trouble.BAD_NUMBER),
        (f"1,{'A' * 201},B01,,", "name", Trouble.TOO_LONG),
        ("1,Ann\x00,B01,,", "name", Trouble.CONTROL_CHARACTER),
        ("1,Ann\u202enaf,B01,,", "name", Trouble.CONTROL_CHARACTER),
        ('1,"Ann"ie,B01,,', "", Trouble.MALFORMED),
        ('1,"Ann,B01,,', "", Trouble.MALFORMED),
        (f'1,"{"A" * 200_000}",B01,,', "name", Trouble.MALFORMED),
        (f"1,Ann,{'B' * 10_000_000},,", "branch", Trouble.MALFORMED),
        (f"1,Ann,B01,{',' * 1_100_000}", "", Trouble.MALFORMED),
    ],
)
def test_row_with_trouble_is_named_and_left_out(row: str, column: str, trouble: Trouble):
    assert troubles(f"{row}\n") == [(2, column, trouble)]


def test_formula_in_part_of_a_name_is_named():
    data = b"Number,First name,Surname,Branch\n1,Ann,=cmd|calc,B01\n"

    assert troubles(data) == [(2, "last name", Trouble.FORMULA)]


def test_every_trouble_of_a_row_is_named():
    assert troubles("7,Bea,B02,,\n,Ann,B99,nowhere,\n") == [
        (3, "branch", Trouble.UNKNOWN_BRANCH),
        (3, "e-mail", Trouble.BAD_EMAIL),
        (3, "membership number", Trouble.MISSING),
    ]


def test_line_in_another_encoding_is_named():
    data = HEADER.encode() + "1,Zoë,B01,,\n".encode() + "2,Chloë,B01,,\n".encode("latin-1")

    assert troubles(data) == [(3, "", Trouble.BADLY_ENCODED)]


def test_windows_file_says_that_it_is_one():
    roll = read(HEADER.encode() + "1,Zoë O\u2019Neil,B01,,\n".encode("cp1252"), branches=BRANCHES)

    assert roll.encoding == "cp1252"
    assert roll.entries[2].name == "Zoë O\u2019Neil"


def test_byte_that_windows_has_no_letter_for_is_named():
    assert troubles(HEADER.encode() + b"1,Zo\xeb,B01,,\n2,Ann\x81,B01,,\n") == [
        (3, "", Trouble.BADLY_ENCODED)
    ]


def test_lines_are_counted_through_cells_with_line_breaks():
    assert troubles('1,"Ann\nMarie",B01,,\n2,Bea,B99,,\n') == [
        (2, "name", Trouble.CONTROL_CHARACTER),
        (4, "branch", Trouble.UNKNOWN_BRANCH),
    ]


def test_quotation_mark_never_closed_does_not_hide_the_lines_before_it():
    roll = read(f'{HEADER}1,Ann,B01,,\n2,"Bea,B01,,\n3,Cat,B01,,\n'.encode(), branches=BRANCHES)

    assert list(roll.entries) == [2]
    assert [(p.line, p.trouble) for p in roll.problems] == [(3, Trouble.MALFORMED)]


def test_headings_of_other_systems_are_known():
    data = (
        b"sep=;\nMember No.;Surname;Forename;Branch Name;Shoe size\n"
        b"7;Umber;Constance;Northmoor Council Branch;44\n"
    )

    roll = read(data, branches=BRANCHES)

    assert roll.entries == {3: Entry(3, "7", "Constance Umber", "B01", {}, None, "")}
    assert roll.unread_headings == ["Shoe size"]
    assert roll.delimiter == ";"


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"", "empty"),
        (b" \n\n", "empty"),
        (b"PK\x03\x04 and so on", "damaged"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "old or locked Excel"),
        (b"\xff\xfea", "damaged"),
        (b"Name,Branch\nAnn,B01\n", "Not found: membership number"),
        (b"Surname,Number,Branch\nUmber,1,B01\n", "Not found: name"),
        (b"Number,Name,Name,Branch\n1,Ann,Ann,B01\n", "Two columns are headed name"),
        (b'"Number,Name,Branch\n1,Ann,B01\n', "cannot be read"),
    ],
)
def test_file_that_is_no_roll_is_refused_with_a_reason(data: bytes, reason: str):
    with pytest.raises(UnreadableRollError, match=reason):
        read(data, branches=BRANCHES)


@given(st.text(st.sampled_from("abz.A@_+- 019'"), max_size=24))
def test_details_read_at_a_glance_are_read_as_with_care(typed: str):
    for column in (columns.EMAIL, columns.MOBILE):
        try:
            slow = contact_details.read(roll_entries.DETAILS[column], typed)
        except BadDetail:
            slow = None
        if not typed.strip():
            continue
        try:
            fast = roll_entries._detail(column, typed.strip())
        except BadDetail:
            fast = None
        assert fast == slow


def test_everything_else_a_roll_may_tell_is_read():
    data = (
        b"Number,Name,Branch,Phone,Address 1,Address 2,Postcode,Date joined,Preferred contact\n"
        b"1,Ann,B01,01632 960117,Flat 2,1 High St,NE1 1AA,05/01/2020,Post\n"
        b"2,Bea,B01,,,,,2020-01-05,\n"
        b"3,Cat,B01,,,,,31/02/2020,\n"
        b"4,Dee,B01,,,,,1/2/20,pigeon\n"
        b"5,Eve,B01,no phone,,=cmd,,,\n"
    )

    roll = read(data, branches=BRANCHES)

    assert roll.entries[2].details == {
        "landline": "+441632960117",
        "post": "Flat 2\n1 High St\nNE1 1AA",
    }
    assert (roll.entries[2].joined_on, roll.entries[2].preferred) == (date(2020, 1, 5), "post")
    assert roll.entries[3].joined_on == date(2020, 1, 5)
    assert [(p.line, p.column, p.trouble) for p in roll.problems] == [
        (4, "joined on", Trouble.BAD_DATE),
        (5, "joined on", Trouble.BAD_DATE),
        (5, "preferred channel", Trouble.BAD_CHANNEL),
        (6, "landline", Trouble.BAD_LANDLINE),
        (6, "postal address", Trouble.FORMULA),
    ]


def test_stray_byte_far_into_a_large_file_is_found_by_its_line():
    rows = "".join(f"{n},Zo\u00eb {n},B01,,\n" for n in range(70_000)).encode()
    data = HEADER.encode() + rows + b"X1,Chlo\xeb,B01,,\n"

    assert len(data) > lettering.PIECE
    assert troubles(data) == [(70_002, "", Trouble.BADLY_ENCODED)]


def test_workbook_is_read_from_the_sheet_whose_headings_are_known():
    data = workbook(
        [
            ["Membership number", "Name", "Branch", "Mobile", "Date joined"],
            [123.0, "Ann", "B01", "07700 900181", date(2020, 1, 5)],
            [None, None, None, None, None],
            ["A2", "Bea", "B99", 7700900181, None],
        ]
    )

    roll = read(data, branches=BRANCHES)

    [ann] = roll.entries.values()
    assert (ann.line, ann.number, ann.joined_on) == (2, "123", date(2020, 1, 5))
    assert [(p.line, p.column) for p in roll.problems] == [(4, "branch"), (4, "mobile")]


def _with_sheet(xml: bytes) -> bytes:
    made = io.BytesIO(workbook([["Number", "Name", "Branch"], ["1", "Ann", "B01"]]))
    changed = io.BytesIO()
    with (
        zipfile.ZipFile(made) as old,
        zipfile.ZipFile(changed, "w", zipfile.ZIP_DEFLATED) as new,
    ):
        for part in old.infolist():
            is_sheet = part.filename == "xl/worksheets/sheet1.xml"
            new.writestr(part.filename, xml if is_sheet else old.read(part))
    return changed.getvalue()


def test_workbook_that_unfolds_without_end_is_refused(monkeypatch):
    monkeypatch.setattr(workbook_rows, "LARGEST_UNFOLDED", 1 << 20)

    with pytest.raises(UnreadableRollError, match="unfolds to more"):
        read(_with_sheet(b" " * (2 << 20)), branches=BRANCHES)


def test_workbook_that_reaches_into_a_far_corner_is_refused():
    cell = (
        b'<worksheet><sheetData><row r="1048576"><c r="XFD1048576"/></row></sheetData></worksheet>'
    )

    with pytest.raises(UnreadableRollError, match="far corner"):
        read(_with_sheet(cell), branches=BRANCHES)


def test_zip_file_that_is_no_workbook_is_refused():
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w") as archive:
        archive.writestr("roll.csv", "Number,Name,Branch")

    with pytest.raises(UnreadableRollError, match="not an Excel workbook"):
        read(data.getvalue(), branches=BRANCHES)


@given(
    st.lists(
        st.text(st.sampled_from("aZ1 .'@-+=07\t\u00e9\u202eB"), max_size=12)
        | st.sampled_from(["B01", "b02", "07700 900181", "A.Bell@example.org", "01/02/2020"]),
        min_size=6,
        max_size=7,
    )
)
def test_rows_read_at_a_glance_are_read_as_with_care(cells: list[str]):
    meanings = ["membership number", "name", "branch", "e-mail", "mobile", "joined on"]
    reader = EntryReader(meanings, BRANCHES)

    assert reader.read(2, cells) == reader.read_with_care(2, cells)
