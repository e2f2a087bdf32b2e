"""The priority ballot: an order by totals, in which equals share a place."""

from ballots.counting.crosses import TOO_MANY
from ballots.counting.lots import Lots
from ballots.counting.record import Ending
from ballots.counting.rules import priority
from tests.ballots.counting.elections import contest, papers

CAST = papers((3, 1, 2), (2, 2, 3), (1, 3), (4, 1, 2, 3))


def test_equal_choices_count_once_each_times_the_weight():
    count = priority.count(contest("ABC", 2), CAST, Lots())
    assert count.stages[0].votes == (3, 5, 3)
    assert count.figures["order"] == [["B"], ["A", "C"]]
    assert (count.elected, count.ending) == ((), Ending.COMPLETE)
    assert count.papers.invalid == {TOO_MANY: 4}
    assert "A and C have equal totals and share a place." in count.stages[0].explanation


def test_points_fall_by_one_from_choice_to_choice():
    count = priority.count_points(contest("ABC", 2), CAST, Lots())
    assert count.stages[0].votes == (14, 11, 4)
    assert count.figures["order"] == [["A"], ["B"], ["C"]]
