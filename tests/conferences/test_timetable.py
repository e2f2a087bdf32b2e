"""The timetable of deadlines: set, published, moved by two, read by anybody."""

from datetime import UTC, date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
import time_machine
from django.test import Client
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from audit.models import Entry
from conferences import timetable
from conferences.countdown import left_in_words, moment_in_words
from conferences.enums import Key
from conferences.key_dates import key_date, open_now
from conferences.models import Conference, KeyDate
from conferences.services.key_dates import (
    When,
    key_date_ask_change,
    key_date_decide_change,
    key_date_set,
    timetable_publish,
)
from members.enums import Office
from members.models import Member
from tests.factories.conferences import refused
from tests.factories.members import make_officer, make_union, signed_in
from tests.pages.halls import make_hall

NOON = datetime(2099, 2, 26, 12, tzinfo=UTC)


@pytest.fixture
def conference(db: None) -> Conference:
    return make_hall().conference


@pytest.fixture
def clerk(conference: Conference) -> Member:
    return make_officer(Office.CLERK, conference.body)


def set_date(conference: Conference, clerk: Member, key: Key, at: datetime = NOON) -> None:
    key_date_set(conference=conference, actor=clerk, key=key, when=When(at))


@given(st.integers(min_value=0, max_value=10**9))
def test_time_left_is_said_in_two_units_at_most(seconds: int) -> None:
    said = left_in_words(timedelta(seconds=seconds))
    assert said.count(" ") <= 3
    assert not said.startswith("0")


@pytest.mark.parametrize(
    ("seconds", "said"),
    [
        (59, "less than a minute"),
        (60, "1 minute"),
        (3 * 86_400 + 4 * 3_600 + 59, "3 days 4 hours"),
        (86_400 + 600, "1 day"),
        (7_500, "2 hours 5 minutes"),
        (20 * 86_400 + 5, "20 days"),
    ],
)
def test_time_left_in_words(seconds: int, said: str) -> None:
    assert left_in_words(timedelta(seconds=seconds)) == said


def test_moment_in_words() -> None:
    day = datetime(2027, 2, 26, tzinfo=UTC)
    assert moment_in_words(day.replace(hour=12)) == "Friday 26 February 2027, noon"
    assert moment_in_words(day.replace(hour=9, minute=5)) == "Friday 26 February 2027, 09:05"
    assert moment_in_words(day, is_day=True) == "Friday 26 February 2027"


def test_deadline_on_a_day_lasts_to_its_end_also_when_the_clocks_go_forward() -> None:
    spring = datetime(2027, 3, 28, tzinfo=ZoneInfo("Europe/London"))
    day = KeyDate(key=Key.AMENDMENTS_CLOSE, at=spring, is_day=True)
    assert day.moment.astimezone(UTC) - day.at.astimezone(UTC) == timedelta(hours=23)


def test_open_from_its_opening_to_the_very_moment_of_its_deadline(
    conference: Conference, clerk: Member
) -> None:
    opens, window = NOON - timedelta(days=30), (Key.MOTIONS_OPEN, Key.MOTIONS_CLOSE)
    assert open_now(conference, *window)  # nobody has set a date
    set_date(conference, clerk, Key.MOTIONS_OPEN, opens)
    set_date(conference, clerk, Key.MOTIONS_CLOSE)
    moment = timedelta(microseconds=1)
    assert not open_now(conference, *window, at=opens - moment)
    assert open_now(conference, *window, at=opens)
    assert open_now(conference, *window, at=NOON)
    assert not open_now(conference, *window, at=NOON + moment)


def test_dates_refused_when_they_close_before_they_open(
    conference: Conference, clerk: Member
) -> None:
    set_date(conference, clerk, Key.MOTIONS_CLOSE)
    with refused("dates-out-of-order"):
        set_date(conference, clerk, Key.MOTIONS_OPEN, NOON)
    with refused("ends-before-it-begins"):
        key_date_set(
            conference=conference,
            actor=clerk,
            key=Key.COMPOSITING_MEETING,
            when=When(NOON, until=NOON - timedelta(days=1), is_day=True),
        )


def test_published_deadline_is_moved_by_two_officers(conference: Conference, clerk: Member) -> None:
    with refused("no-dates"):
        timetable_publish(conference=conference, actor=clerk)
    set_date(conference, clerk, Key.MOTIONS_CLOSE)
    timetable_publish(conference=conference, actor=clerk)
    with refused("already-published"):
        timetable_publish(conference=conference, actor=clerk)
    later = When(NOON + timedelta(days=2))
    with refused("takes-two"):
        key_date_set(conference=conference, actor=clerk, key=Key.MOTIONS_CLOSE, when=later)
    set_date(conference, clerk, Key.COMPOSITING_MEETING)  # closes nothing: one is enough
    told: dict[str, Any] = {
        "conference": conference,
        "key": Key.MOTIONS_CLOSE,
        "reason": "The post is on strike.",
    }
    with refused("closes-in-the-past"):
        key_date_ask_change(**told, actor=clerk, when=When(timezone.now() - timedelta(days=1)))
    change = key_date_ask_change(**told, actor=clerk, when=later)
    with refused("already-asked"):
        key_date_ask_change(**told, actor=clerk, when=later)
    with refused("own-request"):
        key_date_decide_change(change=change, actor=clerk, confirm=True)
    assert key_date(conference, Key.MOTIONS_CLOSE) == NOON
    chair = make_officer(Office.SOC_CHAIR, conference.body)
    key_date_decide_change(change=change, actor=chair, confirm=True)
    assert key_date(conference, Key.MOTIONS_CLOSE) == later.at
    with refused("already-decided"):
        key_date_decide_change(change=change, actor=chair, confirm=False)
    kinds = Entry.objects.filter(subject=f"key-date:{conference.code}/motions_close")
    assert list(kinds.order_by("at").values_list("kind", flat=True)) == [
        "key_date.set",
        "key_date.change_asked",
        "act.refused",
        "key_date.set",
    ]


def test_change_is_declined_and_the_deadline_stands(conference: Conference, clerk: Member) -> None:
    set_date(conference, clerk, Key.MOTIONS_CLOSE)
    timetable_publish(conference=conference, actor=clerk)
    change = key_date_ask_change(
        conference=conference,
        actor=clerk,
        key=Key.MOTIONS_CLOSE,
        when=When(NOON + timedelta(days=2)),
        reason="The post is on strike",
    )
    key_date_decide_change(change=change, actor=clerk, confirm=False)  # taken back
    assert key_date(conference, Key.MOTIONS_CLOSE) == NOON
    assert Entry.objects.filter(kind="key_date.change_declined").exists()


def test_anybody_reads_what_is_past_open_and_to_come(conference: Conference, clerk: Member) -> None:
    set_date(conference, clerk, Key.MOTIONS_OPEN, NOON - timedelta(days=40))
    set_date(conference, clerk, Key.MOTIONS_CLOSE)
    with time_machine.travel(NOON - timedelta(days=3, hours=4), tick=False):
        page = Client().get(f"/c/{conference.code}/timetable/").content.decode()
    assert "in 3 days 4 hours" in page
    assert "Thursday 26 February 2099, noon" in page
    assert "Set a date" not in page


def test_lines_say_what_is_past_and_count_the_next_deadlines_only() -> None:
    dates = [
        KeyDate(key=key, at=NOON + timedelta(days=day))
        for day, key in enumerate(
            (Key.MOTIONS_OPEN, Key.MOTIONS_CLOSE, Key.AMENDMENTS_CLOSE, Key.DELEGATES_CLOSE)
        )
    ]
    lines = timetable.lines(dates, NOON + timedelta(hours=1))
    assert [line.state for line in lines] == ["past", "next", "next", "ahead"]
    assert [bool(line.left) for line in lines] == [False, True, True, False]


def test_picture_has_now_on_its_line_and_nothing_where_there_is_no_window() -> None:
    opens, closes = (
        KeyDate(key=key, at=NOON + timedelta(days=day))
        for key, day in ((Key.MOTIONS_OPEN, 0), (Key.MOTIONS_CLOSE, 100))
    )
    drawn = timetable.picture([opens, closes], NOON + timedelta(days=50))
    assert drawn
    assert (drawn.bars[0].x, drawn.bars[0].width, drawn.now) == (0, 360, 180)
    assert timetable.picture([opens], NOON) is None


def test_clerk_sets_a_date_and_what_was_wrong_is_given_back(
    conference: Conference, clerk: Member
) -> None:
    client, address = signed_in(clerk), f"/c/{conference.code}/timetable/"
    told = {"key": "motions_close", "day": "2099-02-26", "at": "12:00"}
    assert client.post(address, told).status_code == 302
    assert key_date(conference, Key.MOTIONS_CLOSE) == NOON
    wrong = client.post(address, told | {"day": "31 February", "note": "Hard stop"})
    assert wrong.status_code == 422
    assert 'value="Hard stop"' in wrong.content.decode()
    assert client.post(f"{address}publish/").status_code == 302
    unsaid = client.post(address, told)
    assert unsaid.status_code == 422
    assert "Say why" in unsaid.content.decode()
    told |= {"day": "2099-03-01", "reason": "The post is on strike"}
    assert client.post(address, told).status_code == 302
    change = conference.key_date_changes.get()
    chair = signed_in(make_officer(Office.SOC_CHAIR, conference.body))
    chair.post(f"{address}{change.pk}/", {"decision": "confirm"})
    assert timezone.localdate(key_date(conference, Key.MOTIONS_CLOSE)) == date(2099, 3, 1)


def test_setting_a_date_refused_for_others(conference: Conference) -> None:
    client = signed_in(make_officer(Office.TELLER, make_union("OTHER")))
    answer = client.post(f"/c/{conference.code}/timetable/", {"key": "motions_close"})
    assert answer.status_code == 403
