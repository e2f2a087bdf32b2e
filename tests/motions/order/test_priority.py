"""The priority ballot of the branches, from its paper to the line drawn through its result."""

from datetime import UTC, datetime, timedelta

import pytest
import time_machine

from audit.models import Entry
from ballots.models import RollEntry
from ballots.services import ballot_close, ballot_declare, election_count
from motions.models import Motion, PriorityBallot
from motions.order.priority import (
    priority_ballot_apply,
    priority_ballot_open,
    priority_ballot_set_up,
)
from motions.scrutiny import votes_of
from motions.states import MotionState
from tests.factories.booths import cast_paper
from tests.factories.conferences import Sitting, refused

pytestmark = pytest.mark.django_db

IN_TIME = datetime(2027, 5, 5, 12, tzinfo=UTC)


def lines(sitting: Sitting, waiting: Motion) -> list[list[Motion]]:
    m9, m10, m5, m6, m12 = (sitting.motion(n) for n in ("M9", "M10", "M5", "M6", "M12"))
    return [[m9, m10], [m5], [m12], [m6], [waiting]]


@pytest.fixture
def priority(sitting: Sitting, waiting: Motion) -> PriorityBallot:
    return priority_ballot_set_up(
        conference=sitting.conference,
        actor=sitting.clerk,
        items=lines(sitting, waiting),
        ranks=3,
        line=2,
    )


def test_branches_rank_and_the_line_is_drawn(
    sitting: Sitting, priority: PriorityBallot, waiting: Motion
) -> None:
    assert next(str(each) for each in priority.items.all()).startswith("M9/M10 Pay strategy")
    with refused("not-declared"):
        priority_ballot_apply(priority=priority, actor=sitting.clerk)
    with time_machine.travel(IN_TIME):
        ballot = priority_ballot_open(priority=priority, actor=sitting.returning_officer)
        roll = list(RollEntry.objects.filter(ballot=ballot).select_related("voter"))
        assert len(roll) == 7  # one paper a branch, whatever its size
        assert {line.weight for line in roll} == {1}
        for line, ranking in zip(roll, ((1, 2), (1, 3), (1, 2), (2, 1), (1, 2, 4)), strict=False):
            cast_paper(line.voter, ballot, ranking)
    assert ballot.closes_at
    with time_machine.travel(ballot.closes_at + timedelta(seconds=1)):
        ballot = ballot_close(ballot=ballot, actor=None)
        election_count(ballot=ballot, actor=sitting.returning_officer)
        ballot_declare(ballot=ballot, actor=sitting.chair)
    places = [(item.number, item.place, item.points) for item in priority.items.all()]
    # 4 x 3 + 1 x 2; 3 x 2 + 3; a second of two points; a third of one; nothing.
    assert places == [(1, 1, 14), (2, 2, 9), (3, 3, 2), (4, 4, 1), (5, 5, 0)]
    priority = priority_ballot_apply(priority=priority, actor=sitting.clerk)
    waiting.refresh_from_db()
    assert waiting.standing == MotionState.NOT_PRIORITISED
    assert sitting.motion("M6").standing == MotionState.SCHEDULED  # on the agenda already
    leaves = [bytes(row.leaf).decode() for row in Entry.objects.order_by("-at")[:4]]
    assert any(f'"count_sha256":"{priority.result_sha256}"' in leaf for leaf in leaves)
    assert ballot in votes_of(sitting.conference)
    with refused("applied-already"):
        priority_ballot_apply(priority=priority, actor=sitting.clerk)


def test_paper_is_refused_when(sitting: Sitting, waiting: Motion) -> None:
    items = lines(sitting, waiting)
    for given, ranks, line, code in (
        (items, 0, 2, "ranks"),
        (items, 5, 2, "nothing-to-choose"),
        (items, 3, 5, "line"),
        ([*items, items[0]], 3, 2, "named-twice"),
        ([*items, []], 3, 2, "named-twice"),
        ([*items, [sitting.motion("M18")]], 3, 2, "cannot-be-ranked"),
    ):
        with refused(code):
            priority_ballot_set_up(
                conference=sitting.conference,
                actor=sitting.clerk,
                items=given,
                ranks=ranks,
                line=line,
            )


def test_ballot_opens_in_its_time_alone(sitting: Sitting, priority: PriorityBallot) -> None:
    for days, code in ((-30, "too-early"), (30, "too-late")):
        with time_machine.travel(IN_TIME + timedelta(days=days)), refused(code):
            priority_ballot_open(priority=priority, actor=sitting.returning_officer)
    with refused("under-way"):
        priority_ballot_set_up(
            conference=sitting.conference, actor=sitting.clerk, items=[], ranks=3, line=2
        )
