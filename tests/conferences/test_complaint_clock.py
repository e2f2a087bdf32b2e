from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ballots.declaring.time_limit import last_day_of_months
from conferences.complaint_clock import LONGEST_MONTHS, ComplaintClock, ImpossibleDatesError

days = st.dates(min_value=date(1993, 1, 1), max_value=date(2100, 12, 31))
spans = st.integers(0, 1500).map(lambda count: timedelta(days=count))


@pytest.mark.parametrize(
    ("first", "months", "last"),
    [
        (date(2027, 6, 15), 6, date(2027, 12, 14)),
        (date(2027, 6, 1), 6, date(2027, 11, 30)),
        (date(2027, 8, 28), 6, date(2028, 2, 27)),
        (date(2027, 8, 29), 6, date(2028, 2, 28)),
        (date(2027, 8, 30), 6, date(2028, 2, 29)),
        (date(2027, 8, 31), 6, date(2028, 2, 29)),
        (date(2026, 8, 29), 6, date(2027, 2, 28)),
        (date(2026, 8, 31), 6, date(2027, 2, 28)),
        (date(2026, 9, 1), 6, date(2027, 2, 28)),
        (date(2027, 12, 31), 6, date(2028, 6, 30)),
        (date(2028, 2, 29), 12, date(2029, 2, 28)),
        (date(2028, 3, 1), 12, date(2029, 2, 28)),
    ],
)
def test_months_end_on_the_day_before_or_at_the_end_of_a_short_month(
    first: date, months: int, last: date
) -> None:
    assert last_day_of_months(months, starting_with=first) == last


@given(days, days, st.integers(1, 36))
def test_months_that_begin_later_never_end_sooner(one: date, other: date, months: int) -> None:
    earlier, later = sorted((one, other))
    ends = [last_day_of_months(months, starting_with=day) for day in (earlier, later)]
    assert ends == sorted(ends)


@given(days, st.integers(1, 36))
def test_months_are_as_many_as_they_say(first: date, months: int) -> None:
    last = last_day_of_months(months, starting_with=first)
    after = last + timedelta(days=1)
    passed = (after.year - first.year) * 12 + after.month - first.month
    assert passed == months or (after.day == 1 and passed == months + 1)
    assert 28 * months <= (after - first).days <= 31 * months


@given(days)
def test_without_a_procedure_six_months_from_the_breach(breach: date) -> None:
    clock = ComplaintClock(breach)
    assert clock.last_day == clock.first_limit == last_day_of_months(6, starting_with=breach)
    assert clock.may_still_move


@given(days, spans, st.none() | spans)
def test_no_complaint_comes_later_than_24_months(
    breach: date, until_begun: timedelta, until_ended: timedelta | None
) -> None:
    began = breach + until_begun
    ended = None if until_ended is None else began + until_ended
    clock = ComplaintClock(breach, began, ended)
    assert breach < clock.first_limit <= clock.last_day <= clock.latest_possible
    assert clock.latest_possible <= last_day_of_months(LONGEST_MONTHS, starting_with=breach)


@given(days, spans, st.none() | spans)
def test_a_procedure_begun_too_late_extends_nothing(
    breach: date, late: timedelta, until_ended: timedelta | None
) -> None:
    began = ComplaintClock(breach).first_limit + timedelta(days=1) + late
    ended = None if until_ended is None else began + until_ended
    clock = ComplaintClock(breach, began, ended)
    assert not clock.procedure_counts
    assert clock.last_day == clock.first_limit
    assert not clock.may_still_move


@given(days, spans)
def test_ending_the_procedure_never_gives_more_time_than_going_on(
    breach: date, until_ended: timedelta
) -> None:
    going_on = ComplaintClock(breach, breach)
    ended = ComplaintClock(breach, breach, breach + until_ended)
    assert ended.last_day <= going_on.last_day
    assert ended.runs_from <= breach + until_ended


def test_a_procedure_of_more_than_a_year_counts_as_one_year() -> None:
    clock = ComplaintClock(date(2027, 6, 15), date(2027, 7, 1), date(2029, 1, 5))
    assert clock.runs_from == date(2028, 6, 30)
    assert clock.last_day == date(2028, 12, 29)
    assert "one year of the internal procedure" in clock.sentence


def test_the_worst_case_is_just_under_24_months() -> None:
    assert ComplaintClock(date(2027, 6, 15)).latest_possible == date(2029, 6, 12)


def test_the_last_day_is_still_in_time() -> None:
    clock = ComplaintClock(date(2027, 6, 15))
    assert not clock.is_out_of_time(date(2027, 12, 14))
    assert clock.is_out_of_time(date(2027, 12, 15))
    assert clock.sentence == (
        "In time until 14 December 2027: six months starting with the day of the breach."
    )


@pytest.mark.parametrize(
    "impossible",
    [
        (date(2027, 6, 15), date(2027, 6, 14), None),
        (date(2027, 6, 15), None, date(2027, 6, 16)),
        (date(2027, 6, 15), date(2027, 6, 20), date(2027, 6, 19)),
    ],
)
def test_refused_when_the_dates_are_impossible(
    impossible: tuple[date, date | None, date | None],
) -> None:
    with pytest.raises(ImpossibleDatesError):
        ComplaintClock(*impossible)
