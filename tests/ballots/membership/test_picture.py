"""Turnout over time, drawn."""

from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from ballots.membership.picture import HEIGHT, WIDTH, turnout_picture

OPENS = datetime(2027, 9, 6, 10, tzinfo=UTC)


def test_nothing_is_drawn_of_nothing() -> None:
    assert turnout_picture([], roll=10, closes_at=OPENS) is None
    assert turnout_picture([(OPENS, 0), (OPENS, 0)], roll=0, closes_at=OPENS) is None


@given(
    growth=st.lists(st.integers(min_value=0, max_value=50), min_size=1, max_size=40),
    days=st.integers(min_value=1, max_value=92),
)
def test_line_only_rises_and_stays_in_the_picture(growth: list[int], days: int) -> None:
    points = [(OPENS, 0)]
    for number, more in enumerate(growth, start=1):
        at = OPENS + timedelta(days=days) * number / len(growth)
        points.append((at, points[-1][1] + more))
    drawn = turnout_picture(
        points,
        roll=max(1, points[-1][1]),
        closes_at=OPENS + timedelta(days=days),
        messages=[OPENS, OPENS - timedelta(days=1)],
    )
    assert drawn is not None
    places = [tuple(map(float, pair.split(","))) for pair in drawn.line.split()]
    assert all(0 <= x <= WIDTH and 0 <= y <= HEIGHT for x, y in places)
    assert sorted(places, key=lambda place: place[0]) == places
    assert sorted((y for _x, y in places), reverse=True) == [y for _x, y in places]
    assert len(drawn.messages) == 1
    assert 2 <= len(drawn.days) <= 8
