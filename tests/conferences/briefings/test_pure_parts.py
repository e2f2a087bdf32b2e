import hashlib
from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from conferences.briefings.attendance_file import Attended, UnreadableListError, read_list
from conferences.briefings.consents import WORDINGS, Purpose
from conferences.briefings.days_picture import HEIGHT, MOST_BARS, WIDTH, days_picture
from conferences.briefings.reading import Unreadable, read_link, read_name
from conferences.running.icalendars import CalendarEntry, as_icalendar

AT = datetime(2026, 12, 1, 19, 0, tzinfo=UTC)


def entry(title: str = "Pay", words: str = "Come") -> CalendarEntry:
    return CalendarEntry(
        "8f14", 2, AT, AT, AT + timedelta(hours=1), title, words, "https://x.example/b/"
    )


def unfolded(data: bytes) -> list[str]:
    return data.decode().replace("\r\n ", "").split("\r\n")


def test_calendar_entry_has_what_a_calendar_asks_for() -> None:
    lines = unfolded(as_icalendar(entry()))
    assert lines[0] == "BEGIN:VCALENDAR"
    assert lines[-2:] == ["END:VCALENDAR", ""]
    assert {"VERSION:2.0", "UID:8f14", "SEQUENCE:2", "DTSTAMP:20261201T190000Z"} <= set(lines)
    assert {"DTSTART:20261201T190000Z", "DTEND:20261201T200000Z", "STATUS:CONFIRMED"} <= set(lines)


@given(st.text(), st.text())
def test_calendar_entry_is_well_formed_whatever_was_typed(title: str, words: str) -> None:
    data = as_icalendar(entry(title, words))
    physical = data.split(b"\r\n")
    assert all(len(line) <= 75 for line in physical)
    assert b"\n" not in data.replace(b"\r\n", b"")
    lines = unfolded(data)
    assert len(lines) == 18
    assert sum(line.startswith("SUMMARY:") for line in lines) == 1


@pytest.mark.parametrize(
    "link",
    [
        "http://meet.example.org/x",
        "javascript:alert(1)",
        "https://",
        "https://localhost/x",
        "https://me:secret@meet.example.org/",
        "https://meet.example.org/a b",
        "https://meet.example.org/\r\nX: y",
        'https://meet.example.org/">',
        "https://meet.example.org:99999999/",
        "https://meet.example.org/" + "a" * 500,
        "data:text/html,x",
        "//meet.example.org",
    ],
)
def test_link_refused_when_it_is_no_plain_link_to_a_meeting(link: str) -> None:
    with pytest.raises(Unreadable):
        read_link(link)


@pytest.mark.parametrize(
    "name", ["", "  ", "Wren\r\nBcc: all@example.org", "W" * 101, "12", "x\u202ey", "see www.x.org"]
)
def test_name_refused_when_it_is_none_or_would_be_a_header(name: str) -> None:
    with pytest.raises(Unreadable):
        read_name(name)


def test_name_is_read_as_people_write_it() -> None:
    assert read_name("  Siân   O'Dwyer-Łuczak ") == "Siân O'Dwyer-Łuczak"


@pytest.mark.parametrize(
    ("text", "people"),
    [
        (
            "Meeting,Pay\n\n\nName,Email,Duration (minutes)\nWren,W@x.org,12\nWren,w@x.org,30",
            [Attended(5, "Wren", "w@x.org", 42)],
        ),
        ("Full Name\tTime in meeting\nWren\t1h 2m 3s", [Attended(2, "Wren", "", 63)]),
        ("e-mail;minutes\nw@x.org;0:47:12\n;\n", [Attended(2, "", "w@x.org", 48)]),
        ("Participant,User principal name\nWren,w@x.org", [Attended(2, "Wren", "w@x.org", None)]),
    ],
)
def test_list_of_any_meeting_tool_is_read(text: str, people: list[Attended]) -> None:
    assert read_list(text) == people


@pytest.mark.parametrize(
    "text", ["", "a,b\n1,2", "Name,Email\n", "\0", "Name,Email\n" + "x" * 200_000]
)
def test_list_refused_when_it_is_none(text: str) -> None:
    with pytest.raises(UnreadableListError):
        read_list(text)


@given(st.text(alphabet='ab@.,;\t\n\r"0:hm namEil', max_size=200))
def test_reading_a_list_ends_in_people_or_is_refused(text: str) -> None:
    try:
        people = read_list("Name,Email\n" + text)
    except UnreadableListError:
        return
    assert all(each.name or each.email for each in people)


@given(
    st.dictionaries(
        st.dates(date(2026, 1, 1), date(2028, 1, 1)),
        st.integers(1, 20_000),
        min_size=1,
        max_size=30,
    )
)
def test_picture_counts_every_registration_once_and_stays_on_its_ground(
    counts: dict[date, int],
) -> None:
    picture = days_picture(counts)
    assert picture is not None
    assert sum(bar.count for bar in picture.bars) == sum(counts.values())
    assert len(picture.bars) <= MOST_BARS
    assert all(bar.x + bar.width <= WIDTH and bar.y + bar.height == HEIGHT for bar in picture.bars)
    assert (picture.bars[0].first, picture.bars[-1].last) == (min(counts), max(counts))


def test_picture_of_nothing_is_none() -> None:
    assert days_picture({}) is None


def test_words_of_a_consent_are_never_edited() -> None:
    """A new wording is a new version: these fingerprints stand in people's records."""
    shown = {(each, one.version): one.sha256[:12] for each in Purpose for one in WORDINGS[each]}
    assert shown[Purpose.JOINING, 1] == _print(
        "You may write to me by e-mail about joining the union."
    )
    assert shown[Purpose.BRIEFINGS, 1] == _print(
        "You may write to me by e-mail about future briefings."
    )
    assert shown[Purpose.REP, 1] == _print(
        "I may be interested in becoming a rep, and you may write to me by e-mail about it."
    )
    assert all(
        [one.version for one in WORDINGS[each]] == list(range(1, len(WORDINGS[each]) + 1))
        for each in Purpose
    )


def _print(words: str) -> str:
    return hashlib.sha256(words.encode()).hexdigest()[:12]
