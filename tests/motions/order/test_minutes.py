"""The minutes that business takes, from the speaking times; and an hour at most without a break."""

from datetime import time

from conferences.standing_orders import SpeakingTimes, VoteWindows
from motions.order.minutes import Slot, ToTake, long_stretches, reckoned, seconds_for

TIMES, WINDOWS = SpeakingTimes(), VoteWindows()


def seconds(motion: ToTake, *, seconder_needed: bool = True) -> int:
    return seconds_for(motion, TIMES, WINDOWS, seconder_needed=seconder_needed)


def test_motion_takes_its_speeches_its_vote_and_a_minute() -> None:
    assert seconds(ToTake()) == 60 + 300 + 180 + 2 * 180 + 180 + 90
    assert seconds(ToTake(), seconder_needed=False) == seconds(ToTake()) - 180
    assert seconds(ToTake(by_card=True)) == seconds(ToTake()) + 300 - 90
    assert seconds(ToTake(shares_debate=True)) == seconds(ToTake()) - 2 * 180
    assert seconds(ToTake(amendments=2)) == seconds(ToTake()) + 2 * (180 + 180 + 180 + 90)


def test_items_are_set_beside_the_time_until_the_next() -> None:
    first, last = reckoned(
        [Slot(time(10), is_break=False, seconds=18 * 60 + 1), Slot(time(10, 15), is_break=False)]
    )
    assert (first.has, first.needs, first.over) == (15, 19, 4)
    assert (last.has, last.needs, last.over) == (None, 0, 0)
    assert reckoned([]) == []


def test_more_than_an_hour_without_a_break_is_found() -> None:
    slots = [
        Slot(time(10), is_break=False),
        Slot(time(11), is_break=True),  # sixty minutes are not too long
        Slot(time(11, 15), is_break=False),
        Slot(time(12, 20), is_break=True),
        Slot(time(13, 30), is_break=False),
        Slot(time(15), is_break=False),
    ]
    found = [(each.begins, each.minutes) for each in long_stretches(slots)]
    assert found == [(time(11, 15), 65), (time(13, 30), 90)]
    assert long_stretches([]) == []
