"""What the database vouches for by itself, and what is looked at exactly."""

from datetime import timedelta

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from audit.recording import entry
from ballots.enums import Choice
from ballots.models import Ballot, Cast, RollEntry
from ballots.reconciling_votes import not_as_logged
from tests.factories.ballots import Hall, cast_by, make_hall
from tests.factories.booths import make_booth

pytestmark = pytest.mark.django_db


@pytest.fixture
def hall() -> Hall:
    return make_hall(delegates=4)


def set_back_to_the_first(ballot: Ballot) -> None:
    first = Cast.objects.filter(roll_entry__ballot=ballot).earliest("at")
    with entry(actor=None) as log:
        log.record("test.prepared", subject="test")
        RollEntry.objects.filter(pk=first.roll_entry_id).update(cast=first)


def leaves_read(ballot: Ballot) -> bool:
    """Say whether entries were read out of the database to be looked at."""
    with CaptureQueriesContext(connection) as asked:
        assert list(not_as_logged(ballot)) == []
    return any('"audit_entry"."leaf"' in one["sql"] for one in asked.captured_queries)


def test_votes_as_casting_writes_them_need_no_look(hall: Hall) -> None:
    ballot = hall.open()
    for delegate in hall.delegates[:3]:
        cast_by(delegate, ballot, Choice.AGAINST)
    cast_by(hall.delegates[0], ballot, Choice.FOR)
    assert not leaves_read(ballot)


def test_sealed_papers_need_no_look() -> None:
    booth = make_booth(voters=3)
    ballot = booth.open()
    booth.cast(ballot, [1, 2], [])
    assert not leaves_read(ballot)


def test_votes_that_crossed_on_their_way_are_looked_at_and_stand(hall: Hall) -> None:
    ballot = hall.open()
    start = timezone.now()
    for seconds, choice in enumerate((Choice.FOR, Choice.AGAINST), start=1):
        with time_machine.travel(start + timedelta(seconds=seconds)):
            cast_by(hall.delegates[1], ballot, choice)
    set_back_to_the_first(ballot)
    assert leaves_read(ballot)


def test_vote_set_back_to_a_much_earlier_one_is_named(hall: Hall) -> None:
    ballot = hall.open(window_seconds=3_600)
    start = timezone.now()
    for minutes, choice in ((1, Choice.FOR), (5, Choice.AGAINST)):
        with time_machine.travel(start + timedelta(minutes=minutes)):
            cast_by(hall.delegates[1], ballot, choice)
    set_back_to_the_first(ballot)
    assert list(not_as_logged(ballot)) == ["credential:NDC27/B01-2"]


@pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite has no such settings")
def test_the_rest_of_the_transaction_runs_as_if_nothing_was_looked_at(hall: Hall) -> None:
    def settings() -> list[str]:
        with connection.cursor() as cursor:
            cursor.execute("SELECT setting FROM pg_settings ORDER BY name")
            return [value for (value,) in cursor.fetchall()]

    before = settings()
    assert list(not_as_logged(hall.open())) == []
    assert settings() == before
