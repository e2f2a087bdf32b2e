import itertools
from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from conferences.clock_picture import APART, MARGIN, WIDTH, apart, clock_picture
from conferences.complaint_clock import ComplaintClock

BREACH = date(2027, 6, 15)
days = st.dates(min_value=date(1993, 1, 1), max_value=date(2090, 12, 31))
spans = st.integers(0, 900).map(lambda count: timedelta(days=count))


def test_the_days_stand_in_their_order_and_the_limit_stands_out() -> None:
    picture = clock_picture(ComplaintClock(BREACH, date(2027, 7, 1)), date(2027, 8, 1))
    assert [mark.number for mark in picture.marks] == [1, 2, 3, 4, 5, 6]
    assert [mark.on for mark in picture.marks] == sorted(mark.on for mark in picture.marks)
    (limit,) = (mark for mark in picture.marks if mark.tone)
    assert limit.on == date(2028, 12, 29)
    assert picture.today is not None


def test_today_is_left_out_before_the_breach_and_after_everything() -> None:
    clock = ComplaintClock(BREACH)
    assert clock_picture(clock, BREACH - timedelta(days=1)).today is None
    assert clock_picture(clock, clock.latest_possible + timedelta(days=1)).today is None


@given(days, st.none() | spans, st.none() | spans, days)
def test_every_picture_stays_within_its_frame(
    breach: date, until_begun: timedelta | None, until_ended: timedelta | None, today: date
) -> None:
    began = None if until_begun is None else breach + until_begun
    ended = None if began is None or until_ended is None else began + until_ended
    picture = clock_picture(ComplaintClock(breach, began, ended), today)
    places = [mark.x for mark in picture.marks]
    assert places == sorted(places)
    assert places[0] >= MARGIN
    assert places[-1] <= WIDTH - MARGIN
    assert all(later - earlier >= APART for earlier, later in itertools.pairwise(places))
    assert all(s.x >= MARGIN and s.x + s.width <= WIDTH - MARGIN + 1 for s in picture.spans)


def test_marks_that_are_far_enough_apart_stay_where_they_are() -> None:
    assert apart([20, 100, 300]) == [20, 100, 300]
    assert apart([340, 341, 342]) == [306, 326, 346]
