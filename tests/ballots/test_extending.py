"""Two officers move a closing time that was announced; the hall's votes are extended at once."""

from datetime import timedelta

import pytest

from audit.models import Entry
from ballots.services import ballot_extend
from tests.factories.ballots import Hall, make_hall
from tests.factories.conferences import refused

A_DAY = 86_400


@pytest.fixture
def hall(db: None) -> Hall:
    return make_hall(delegates=2)


def test_announced_closing_time_is_moved_by_two_officers_who_give_the_same(hall: Hall) -> None:
    ballot = hall.open(window_seconds=A_DAY)
    before = ballot.closes_at
    assert before
    asked = ballot_extend(ballot=ballot, actor=hall.teller, seconds=7200)
    assert (asked.closes_at, asked.extension_asked_by) == (before, hall.teller)
    with refused("second-person"):
        ballot_extend(ballot=ballot, actor=hall.teller, seconds=7200)
    other = ballot_extend(ballot=ballot, actor=hall.chair, seconds=3600)
    assert (other.closes_at, other.extension_asked_by) == (before, hall.chair)
    moved = ballot_extend(ballot=ballot, actor=hall.teller, seconds=3600)
    assert moved.closes_at == before + timedelta(hours=1)
    assert moved.extension_asked_by is None
    kinds = [
        kind
        for kind in Entry.objects.values_list("kind", flat=True)
        if kind.startswith("ballot.exten")
    ]
    assert kinds.count("ballot.extension_asked") == 2
    assert kinds.count("ballot.extended") == 1


def test_vote_before_the_hall_is_extended_at_once(hall: Hall) -> None:
    ballot = hall.open(window_seconds=90)
    moved = ballot_extend(ballot=ballot, actor=hall.chair, seconds=30)
    assert ballot.closes_at
    assert moved.closes_at == ballot.closes_at + timedelta(seconds=30)
