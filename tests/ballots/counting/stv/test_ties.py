"""Ties: the first point at which those who tie differ, and on from there."""

from ballots.counting.stv.ties import Point, narrow

POINTS = [
    Point("stage 1", (0, 3, 4, 5)),
    Point("stage 2", (0, 6, 5, 5)),
    Point("stage 3", (0, 7, 7, 7)),
]


def test_the_earliest_point_and_the_most_recent_may_decide_otherwise():
    assert narrow([1, 2], POINTS, min) == ([1], "stage 1")
    assert narrow([1, 2], POINTS[::-1], min) == ([2], "stage 2")
    assert narrow([1, 2], POINTS, max) == ([2], "stage 1")


def test_those_who_stand_out_together_are_parted_by_a_later_point():
    assert narrow([1, 2, 3], POINTS[::-1], min) == ([2], "stage 1")


def test_those_who_were_equal_all_along_are_all_left():
    assert narrow([2, 3], POINTS[1:], max) == ([2, 3], "")


def test_one_who_came_later_had_no_votes_before():
    assert narrow([1, 4], POINTS, min) == ([4], "stage 1")
