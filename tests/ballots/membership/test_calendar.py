"""The days of a ballot of the membership."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ballots.membership.calendar import (
    faults,
    usual_closing,
    usual_opening,
    usual_reminders,
)

NOW = datetime(2027, 9, 1, 15, 30, tzinfo=UTC)
OPENS = datetime(2027, 9, 6, 10, tzinfo=UTC)
CLOSES = datetime(2027, 9, 24, 12, tzinfo=UTC)


def test_usual_days_are_mornings_with_the_close_at_noon() -> None:
    opens = usual_opening(NOW)
    assert opens == datetime(2027, 9, 8, 10, tzinfo=UTC)
    assert usual_closing(opens) == datetime(2027, 9, 22, 12, tzinfo=UTC)


def test_usual_reminders_come_half_way_three_days_before_and_on_the_last_day() -> None:
    assert [one.day for one in usual_reminders(OPENS, CLOSES)] == [15, 21, 23]


@given(
    hours=st.integers(min_value=24, max_value=92 * 24),
    opens=st.integers(min_value=1, max_value=24 * 14),
)
def test_usual_reminders_are_never_at_fault(hours: int, opens: int) -> None:
    begins = NOW + timedelta(hours=opens)
    ends = begins + timedelta(hours=hours)
    assert faults(begins, ends, usual_reminders(begins, ends), NOW) == []


@pytest.mark.parametrize(
    ("opens", "closes", "reminders", "words"),
    [
        (NOW, CLOSES, [], "later than now"),
        (OPENS, OPENS + timedelta(hours=23), [], "a day at least"),
        (OPENS, OPENS + timedelta(days=93), [], "Three months"),
        (OPENS, CLOSES, [OPENS + timedelta(hours=5)], "too soon"),
        (OPENS, CLOSES, [CLOSES - timedelta(hours=2)], "too late to be of help"),
        (OPENS, CLOSES, [OPENS + timedelta(days=2, hours=12)], "8 in the morning"),
        (OPENS, CLOSES, [OPENS + timedelta(days=n) for n in range(1, 7)], "pestering"),
    ],
)
def test_days_that_cannot_be_are_said_plainly(
    opens: datetime, closes: datetime, reminders: list[datetime], words: str
) -> None:
    (fault,) = faults(opens, closes, reminders, NOW)
    assert words in fault
