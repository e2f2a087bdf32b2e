"""Motions and participants out of the CSV of OpenSlides and Antragsgrün, and back."""

import csv
import io
import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from motions.exchange.arriving import read_any
from motions.exchange.incoming import Incoming, UnreadableFile, motion_from
from motions.exchange.openslides import read_csv
from motions.exchange.openslides_columns import (
    AG_MOTIONS,
    IMPORT_2024,
    LABELS,
    OS3_MOTIONS,
    OS3_USERS,
    PARTICIPANTS,
)
from motions.exchange.openslides_out import as_html, openslides_table
from motions.texts.cleaning import cleaned
from tests.motions.exchange.books import make_book, make_motion

FULL = {
    "number": "A1",
    "submitters": "Ada Lovelace (Harbour & Quay)",
    "supporters": "Alan Turing, Grace Hopper",
    "editors": "Grace Hopper",
    "working_group_speakers": "Ada Lovelace",
    "title": "Shorter hours",
    "text": '<p>Conference notes, "shorter" hours;</p>\n<ol>\n<li>one</li>\n<li>two</li>\n</ol>',
    "reason": "<p>Because.</p>",
    "category": "C - Hours",
    "tags": "Tag1, Tag3",
    "block": "BLOCK A",
    "list_of_speakers": "Ada Lovelace",
    "recommendation": "Acceptance",
    "state": "submitted",
    "sequential_number": "7",
}


def written(
    headings: tuple[str, ...] | list[str], *rows: dict[str, str], separator: str = ","
) -> bytes:
    text = io.StringIO(newline="")
    writer = csv.writer(text, delimiter=separator, lineterminator="\r\n")
    writer.writerow(headings)
    names = list(LABELS) if list(headings) == list(LABELS.values()) else list(headings)
    for row in rows:
        writer.writerow([row.get(name, "") for name in names])
    return text.getvalue().encode()


def entered(incoming: Incoming) -> bytes:
    """Give the motions of a file as they go out again, straight after they were entered."""
    motions, came = [], {}
    for place, each in enumerate(incoming.motions, start=1):
        number = f"M{place}"
        motion = make_motion(number, title=each.title, text=each.text, state="WITH_SOC")
        blank = {"amendments": (), "votes": (), "section": each.section, "executive": ""}
        fields = {name: getattr(motion, name) for name in motion.__slots__}
        motions.append(type(motion)(**{**fields, **blank}))
        came[number] = each.came_as
    return openslides_table(
        make_book(*motions), came, names=incoming.kind.endswith("names")
    ).to_csv()


def rows_of(content: bytes) -> list[list[str]]:
    return list(csv.reader(io.StringIO(content.decode("utf-8-sig"), newline="")))


@pytest.mark.parametrize("headings", [list(LABELS), list(LABELS.values())])
@pytest.mark.parametrize("separator", [",", ";", "\t"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
def test_openslides_4_goes_in_and_comes_out_equal(
    headings: list[str], separator: str, encoding: str
) -> None:
    second = FULL | {"number": "A2", "title": "Löhne", "text": "<p>L&ouml;hne</p>", "tags": ""}
    content = written(headings, FULL, second, separator=separator)
    incoming = read_any(content.decode().encode(encoding))
    assert [each.title for each in incoming.motions] == ["Shorter hours", "Löhne"]
    assert incoming.motions[0].text == 'Conference notes, "shorter" hours;\n1. one\n2. two'
    assert incoming.motions[0].submitter == "Ada Lovelace (Harbour & Quay)"
    assert rows_of(entered(incoming)) == rows_of(written(headings, FULL, second))


@pytest.mark.conformance
def test_sample_meeting_of_openslides_goes_in_and_comes_out_equal(conformance_data: Path) -> None:
    data = json.loads((conformance_data / "formats/openslides-example-data.json").read_text())
    people, users = data["meeting_user"], data["user"]
    rows = [
        {
            "number": motion["number"],
            "title": motion["title"],
            "text": motion["text"],
            "reason": motion.get("reason", ""),
            "submitters": ", ".join(
                users[
                    str(people[str(data["motion_submitter"][str(s)]["meeting_user_id"])]["user_id"])
                ]["username"]
                for s in motion["submitter_ids"]
            ),
            "tags": ", ".join(data["tag"][str(each)]["name"] for each in motion.get("tag_ids", ())),
            "state": data["motion_state"][str(motion["state_id"])]["name"],
            "sequential_number": str(motion["id"]),
        }
        for motion in data["motion"].values()
    ]
    content = written(list(LABELS), *rows)
    incoming = read_any(content)
    assert len(incoming.motions) == len(rows) > 3
    assert not any(each.is_wrong for each in incoming.motions)
    assert rows_of(entered(incoming)) == rows_of(content)


@pytest.mark.conformance
def test_headings_are_those_of_the_formats(conformance_data: Path) -> None:
    told = json.loads((conformance_data / "formats/openslides-csv-columns.json").read_text())
    assert told["os4_motions_export_order"] == list(LABELS)
    assert told["os4_motions_export_labels"] == dict(LABELS)
    assert told["os3_motions_import_export"] == list(OS3_MOTIONS)
    assert told["os4_motions_import_REMOVED_2024_11_25"] == list(IMPORT_2024)
    assert told["os4_participants_import_export"] == list(PARTICIPANTS)
    assert [each.removeprefix("csv").lower() for each in told["os3_users_import"]] == list(
        OS3_USERS
    )
    assert told["antragsgruen_to_openslides2_motions_comma"] == list(AG_MOTIONS)


@pytest.mark.conformance
def test_people_of_antragsgruen_are_read(conformance_data: Path) -> None:
    file = conformance_data / "formats/antragsgruen-sample_user_import.csv"
    people = read_any(file.read_bytes()).people
    assert next((each.name, each.email, each.branch) for each in people) == (
        "Ada Lovelace",
        "ada.lovelace@example.com",
        "Volt Europa",
    )
    assert people[2].groups == "Admin, Delegates"


@pytest.mark.parametrize(
    ("headings", "kind"),
    [
        (list(OS3_MOTIONS), "openslides-3"),
        (list(OS3_MOTIONS[:10]), "openslides-3"),
        (list(IMPORT_2024), "openslides-2024"),
        (list(AG_MOTIONS), "antragsgruen"),
        (["Identifier", "Title", "Text", "Reason", "Submitter", "Category"], "antragsgruen"),
    ],
)
def test_kind_of_motions_is_known_by_headings(headings: list[str], kind: str) -> None:
    row = {name: f"<p>{name}</p>" for name in headings}
    incoming = read_csv(written(headings, row, separator=";"))
    assert incoming.kind == kind
    (motion,) = incoming.motions
    assert motion.title.lower() == "title"
    assert motion.submitter


def test_participants_are_read_without_their_passwords() -> None:
    row = {"first_name": "Asha", "last_name": "Bellweather", "member_number": "SLF1",
           "structure_level": "B01", "default_password": "hunter2-very-secret"}  # fmt: skip
    incoming = read_csv(written(list(PARTICIPANTS), row))
    (person,) = incoming.people
    assert (person.number, person.name, person.branch) == ("SLF1", "Asha Bellweather", "B01")
    assert "hunter2" not in repr(incoming)


def test_participants_of_openslides_3_are_read_by_position() -> None:
    headings = ["Titel", "Vorname", "Nachname", *(f"column {n}" for n in range(12))]
    cells = ["Dr", "Ada", "Lovelace", "B01", "7", "Delegates", "", "1", "1", "0", "secret"]
    cells += ["ada@example.org", "ada", "f", "1"]
    content = written(headings, dict(zip(headings, cells, strict=True)))
    (person,) = read_csv(content).people
    assert (person.name, person.branch, person.username) == ("Ada Lovelace", "B01", "ada")
    assert "secret" not in repr(person)


def test_rows_that_do_not_fit_are_told() -> None:
    content = (
        b'number,title,text,submitters\r\n1,A,"one\r\n\r\ntwo",B01\r\n1,B,words,B02\r\n'
        b"2,C\r\n3,D,words,B03,more\r\n4,,words,B04\r\n"
    )
    motions = read_csv(content).motions
    assert [each.line for each in motions] == [2, 5, 6, 7, 8]
    assert [each.is_wrong for each in motions] == [False, True, True, True, True]
    said = [" ".join(note.words for note in each.notes) for each in motions]
    assert "stands above" in said[1]
    assert "2 cells short" in said[2]
    assert "more cells" in said[3]
    assert "no title" in said[4]


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "empty"),
        (b"x" * (8 * 1024 * 1024 + 1), "8 MB"),
        (b"number,title,text\r\n", "no motion beneath"),
        (b"Called,Called with,submitters\r\n1,2,3\r\n", "title and text"),
        (b"title,text,agenda_duration\r\na,b,c\r\n", "items of an agenda"),
        (b"name,description\r\na,b\r\n", "The first line has to name the columns"),
        (b"number,title,title,text\r\n1,a,b,c\r\n", "Two columns are headed title"),
        (b'number,title,text\r\n1,"a,b\r\n2,c,d\r\n', "Line 2"),
        (b"number,title,text\r\n1,a\0b,c\r\n", "zero bytes"),
        (b"number,title,text\r\n1,L\xc3\xb6hne,\xff\xfe\x81\r\n", "Line 2"),
        (b"%PDF-1.7\r\n", "PDF"),
        (b"{\\rtf1 x}", "RTF"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1old", "old Word or Excel"),
        (b"PK\x03\x04broken", "damaged"),
        (b"\xff\xfe\x00", "damaged"),
    ],
)  # fmt: skip
def test_file_that_cannot_be_read_is_refused_in_words(content: bytes, words: str) -> None:
    with pytest.raises(UnreadableFile) as refused:
        read_any(content)
    assert words in str(refused.value)


@given(
    st.binary(max_size=400)
    | st.text(max_size=400).map(lambda text: text.encode("utf-8", "replace"))
)
def test_reader_gives_a_result_or_says_why_not(content: bytes) -> None:
    for start in (b"", b"number;title;text\r\n", b"<html><h1>Motion 1: A</h1>", b"PK\x03\x04"):
        try:
            incoming = read_any(start + content)
        except UnreadableFile:
            continue
        assert incoming.motions or incoming.people or incoming.kind.endswith("people")


@given(st.lists(st.text(st.characters(codec="utf-8"), max_size=60), min_size=15, max_size=15))
def test_any_row_is_read_and_kept_as_it_came(cells: list[str]) -> None:
    row = dict(zip(LABELS, cells, strict=True))
    try:
        incoming = read_csv(written(list(LABELS), row))
    except UnreadableFile:
        return
    for motion in incoming.motions:
        document = json.loads(json.dumps({
            **{name: getattr(motion, name) for name in motion.__slots__ if name != "notes"},
            "notes": [{"words": each.words, "is_error": each.is_error} for each in motion.notes],
        }))  # fmt: skip
        assert motion_from(document) == motion


@given(
    st.lists(
        st.sampled_from(
            ["Conference notes <it> & more", "1. one", "2. two", "- bullet", "(a) point"]
        ),
        min_size=1,
        max_size=8,
    )
)
def test_words_come_back_from_the_html_that_we_write(lines: list[str]) -> None:
    numbered, count = [], 0
    for line in lines:
        count = count + 1 if line[0].isdigit() else 0
        numbered.append(f"{count}. point" if count else line)
    text = "\n".join(numbered)
    assert cleaned(as_html(text)) == text


def test_table_begins_no_formula() -> None:
    table = openslides_table(make_book(make_motion(title="=cmd|' /C calc'!A0")))
    assert "'=cmd" in table.to_csv().decode()
    assert table.headings == tuple(LABELS.values())
