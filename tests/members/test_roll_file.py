"""A roll file in any usual shape is read; whatever is wrong with it is named by line and column."""

import csv
import io
from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from members.roll_file import RegisterEntry, Trouble, read
from members.roll_text import UnreadableRollError

BRANCHES = {"b01": "B01", "northmoor council branch": "B01", "b02": "B02"}
HEADER = "Membership number,Name,Branch,E-mail,Mobile\n"

names = st.text(st.characters(codec="cp1252", categories=["L"]), min_size=1, max_size=20)
entries = st.lists(
    st.builds(
        RegisterEntry,
        membership_number=st.from_regex(r"[A-Z0-9][A-Z0-9/-]{0,10}", fullmatch=True),
        name=names,
        branch=st.sampled_from(["B01", "B02"]),
        email=st.sampled_from(["", "ann@example.org", "o'neil+union@mail.example.org"]),
        mobile=st.sampled_from(["", "+447700900181", "07700900182"]),
    ),
    unique_by=lambda entry: entry.membership_number,
    min_size=1,
    max_size=8,
)


def written(
    rows: list[RegisterEntry], *, delimiter: str = ",", encoding: str = "utf-8", end: str = "\r\n"
) -> bytes:
    text = io.StringIO(newline="")
    writer = csv.writer(text, delimiter=delimiter, lineterminator=end)
    writer.writerow(["Membership number", "Name", "Branch", "E-mail", "Mobile"])
    for row in rows:
        writer.writerow([row.membership_number, row.name, row.branch, row.email, row.mobile])
    return text.getvalue().encode(encoding)


def troubles(text: str | bytes) -> list[tuple[int, str, Trouble]]:
    data = text if isinstance(text, bytes) else (HEADER + text).encode()
    return [(p.line, p.column, p.trouble) for p in read(data, branches=BRANCHES).problems]


@given(
    entries,
    st.sampled_from(",;\t|"),
    st.sampled_from(["utf-8", "utf-8-sig", "utf-16", "cp1252"]),
    st.sampled_from(["\n", "\r\n", "\r"]),
)
def test_roll_is_read_back_from_any_usual_file(
    rows: list[RegisterEntry], delimiter: str, encoding: str, end: str
):
    data = written(rows, delimiter=delimiter, encoding=encoding, end=end)
    if encoding == "cp1252" and not _could_only_be_cp1252(data):
        return

    roll = read(data, branches=BRANCHES)

    assert roll.problems == ()
    assert list(roll.entries.values()) == rows


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
        assert len(roll.entries) == len({e.membership_number for e in roll.entries.values()})


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
        (f'1,"{"A" * 200_000}",B01,,', "", Trouble.MALFORMED),
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


def test_number_on_two_lines_is_refused_on_both():
    roll = read(
        f"{HEADER}a1,Ann,B01,,\nA2,Bea,B01,,\nA1 ,Ann Other,B02,,\n".encode(), branches=BRANCHES
    )

    assert [(p.line, p.trouble, p.message) for p in roll.problems] == [
        (2, Trouble.DUPLICATE, "The same number is on line 4."),
        (4, Trouble.DUPLICATE, "The same number is on line 2."),
    ]
    assert list(roll.entries) == [3]
    assert roll.mentioned == {"A1", "A2"}


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
        b"sep=;\nMember No.;Surname;Forename;Branch Name;Home address\n"
        b"7;Umber;Constance;Northmoor Council Branch;1 High St\n"
    )

    roll = read(data, branches=BRANCHES)

    assert roll.entries == {3: RegisterEntry("7", "Constance Umber", "B01", None, None)}
    assert roll.unread_headings == ("Home address",)
    assert roll.delimiter == ";"


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"", "empty"),
        (b" \n\n", "empty"),
        (b"PK\x03\x04 and so on", "Excel workbook"),
        (b"\xff\xfea", "damaged"),
        (b"Name,Branch\nAnn,B01\n", "Not found: membership number"),
        (b"Surname,Number,Branch\nUmber,1,B01\n", "Not found: name"),
        (b"Number,Name,Name,Branch\n1,Ann,Ann,B01\n", "Two columns are headed name"),
        (b"Number,Name,Branch\n\n,,\n", "no members"),
        (b'"Number,Name,Branch\n1,Ann,B01\n', "cannot be read"),
    ],
)
def test_file_that_is_no_roll_is_refused_with_a_reason(data: bytes, reason: str):
    with pytest.raises(UnreadableRollError, match=reason):
        read(data, branches=BRANCHES)
