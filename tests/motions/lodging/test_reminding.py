"""Branches with papers not yet sent are reminded of a deadline, once at each time."""

from datetime import datetime, timedelta

import pytest
import time_machine

from members.models import Dispatch
from motions.lodging.reminding import branches_remind
from motions.models import Reminder
from tests.factories.conferences import Sitting
from tests.factories.lodging import BranchDesk, make_desk

pytestmark = pytest.mark.django_db


@pytest.fixture
def desk(sitting: Sitting) -> BranchDesk:
    return make_desk(sitting)


def remind(at: datetime) -> int:
    with time_machine.travel(at, tick=False):
        return branches_remind()


def test_branch_is_reminded_a_week_and_a_day_before_once_each(desk: BranchDesk) -> None:
    desk.drafted()
    desk.drafted()
    closes = desk.deadline()
    moments = [timedelta(days=8), timedelta(days=7), timedelta(days=3), timedelta(hours=24)]
    assert [remind(closes - each) for each in moments] == [0, 1, 0, 1]
    assert remind(closes - timedelta(hours=1)) == 0
    assert remind(closes + timedelta(seconds=1)) == 0
    told = Dispatch.objects.filter(what="branch-deadline")
    assert told.count() == 4
    assert {one.member for one in told} == {desk.first, desk.second}
    assert told[0].facts["papers"] == "2 papers"
    assert told[0].facts["closes"] == "Friday 26 February 2027, noon"


def test_nobody_is_reminded_of_what_is_lodged(desk: BranchDesk) -> None:
    desk.lodged()
    assert remind(desk.deadline() - timedelta(hours=2)) == 0


def test_draft_of_the_last_day_is_reminded_of_once_and_a_deadline_that_moves_again(
    desk: BranchDesk,
) -> None:
    desk.drafted()
    closes = desk.deadline()
    assert [remind(closes - timedelta(hours=hours)) for hours in (3, 2)] == [1, 0]
    assert Reminder.objects.count() == 2
    Reminder.objects.update(deadline=closes - timedelta(days=10))  # as it was before it moved
    assert remind(closes - timedelta(hours=2)) == 1
