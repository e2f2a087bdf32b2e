"""What may be known of a vote: who has voted, never how; and no figure that tells on a person."""

from datetime import timedelta
from uuid import uuid4

import pytest
import time_machine
from hypothesis import given
from hypothesis import strategies as st
from pytest_django import DjangoAssertNumQueries

from ballots.declaring.withholding import SMALL_GROUP_FLOOR, withheld
from ballots.enums import VotingForm
from ballots.models import Ballot
from ballots.selectors import (
    Turnout,
    ballots_due_to_close,
    count,
    figures_by_body,
    own_vote,
    turnout,
    who_has_voted,
)
from ballots.services import (
    RollLine,
    ballot_close,
    ballot_declare,
    ballot_open,
    unable_report,
)
from tests.factories.ballots import Hall, cast_by, make_hall
from tests.factories.members import make_body, make_member


@pytest.fixture
def hall() -> Hall:
    return make_hall(delegates=3)


def declared(hall: Hall, ballot: Ballot) -> Ballot:
    assert ballot.closes_at
    with time_machine.travel(ballot.closes_at + timedelta(seconds=1)):
        return ballot_declare(ballot=ballot_close(ballot=ballot, actor=None), actor=hall.chair)


def voted_by_branches(hall: Hall, sizes: list[int]) -> Ballot:
    """Have branches of these sizes vote for, every one of their delegates."""
    roll = []
    for size in sizes:
        branch = make_body(parent=hall.union)
        roll += [
            RollLine(make_member(branch=branch), branch, 1, f"credential:{uuid4()}")
            for _ in range(size)
        ]
    ballot = ballot_open(ballot=hall.create(), actor=hall.teller, roll=roll, window_seconds=90)
    for line in roll:
        cast_by(line.voter, ballot, "for")
    return ballot


@pytest.mark.django_db
def test_turnout_counts_roll_marks_and_reports_in_one_query(
    hall: Hall, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    ballot = hall.open()
    cast_by(hall.delegates[0], ballot)
    cast_by(hall.delegates[0], ballot, "against")
    unable_report(ballot=ballot, voter=hall.delegates[1], reason="No signal")
    with django_assert_num_queries(1):
        assert turnout(ballot) == Turnout(roll=3, voted=1, unable=1)
    assert turnout(ballot).percent == "33.33"
    assert not turnout(ballot).is_complete


@pytest.mark.django_db
def test_who_has_voted_says_whether_and_never_how(
    hall: Hall, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    ballot, (first, second, third) = hall.open(), hall.delegates
    cast_by(second, ballot)
    marks = {first.pk: False, second.pk: True, third.pk: False}
    with django_assert_num_queries(1):
        assert who_has_voted(ballot, hall.branch) == marks
    assert who_has_voted(ballot) == marks
    assert who_has_voted(ballot, hall.union) == {}


@pytest.mark.django_db
def test_own_vote_is_ones_own_only(hall: Hall) -> None:
    ballot = hall.open()
    receipt = cast_by(hall.delegates[0], ballot, "against")
    assert own_vote(ballot, hall.delegates[0]) == receipt
    assert own_vote(ballot, hall.delegates[1]) is None


@pytest.mark.django_db
def test_count_refused_while_the_vote_is_open_or_void(hall: Hall) -> None:
    ballot = hall.open()
    cast_by(hall.delegates[0], ballot)
    with pytest.raises(ValueError, match="closed"):
        count(ballot)
    void = hall.void(ballot)
    with pytest.raises(ValueError, match="void"):
        count(void)


@pytest.mark.django_db
def test_ballots_due_to_close_are_those_whose_time_is_up(hall: Hall) -> None:
    ballot = hall.open()
    assert not ballots_due_to_close().exists()
    assert ballot.closes_at
    with time_machine.travel(ballot.closes_at + timedelta(seconds=1)):
        assert list(ballots_due_to_close()) == [ballot]


@pytest.mark.django_db
def test_figures_by_body_wait_for_the_declaration(hall: Hall) -> None:
    assert figures_by_body(voted_by_branches(hall, [5])) == []


@pytest.mark.django_db
def test_figures_by_body_of_a_card_vote_are_shown_whole(hall: Hall) -> None:
    ballot = hall.open(form=VotingForm.CARD_VOTE, weights=[1_190, 1_240, 860])
    cast_by(hall.delegates[0], ballot, "for")
    cast_by(hall.delegates[1], ballot, "against")
    (part,) = figures_by_body(declared(hall, ballot))
    assert (part.roll, part.voted) == (3, 2)
    assert part.votes == {"for": 1_190, "against": 1_240, "abstain": 0}


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("sizes", "shown"),
    [
        pytest.param([5, 6, 7], [True, True, True], id="all large enough"),
        pytest.param([1, 6, 7], [False, False, True], id="one small: the next smallest hides it"),
        pytest.param([2, 3, 7], [False, False, True], id="two small that hide each other"),
        pytest.param([4], [False], id="a single small one"),
    ],
)
def test_figures_by_body_of_a_show_tell_turnout_only_and_not_of_a_few(
    hall: Hall, sizes: list[int], shown: list[bool]
) -> None:
    parts = figures_by_body(declared(hall, voted_by_branches(hall, sizes)))
    in_order = sorted(parts, key=lambda part: part.roll)
    assert [part.voted is not None for part in in_order] == shown
    assert all(part.votes is None for part in parts)


@given(voted=st.dictionaries(st.integers(), st.integers(min_value=0, max_value=30), max_size=12))
def test_withheld_figures_cannot_be_worked_out_from_the_total(voted: dict[int, int]) -> None:
    hidden = withheld(voted)
    assert {group for group in voted if voted[group] < SMALL_GROUP_FLOOR} <= hidden
    together = sum(voted[group] for group in hidden)
    assert not hidden or len(hidden) == len(voted) or not 0 < together < SMALL_GROUP_FLOOR
