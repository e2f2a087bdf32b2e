"""What must happen because time has passed happens, once, whoever acts or not."""

import threading
from datetime import timedelta

import pytest
import time_machine
from django.db import OperationalError
from django.utils import timezone

from audit.models import Entry, Head, Unplaced
from ballots import services
from ballots.models import Ballot
from config import timekeeper
from config.timekeeper import Duty, Timekeeper, close_ballots
from tests.factories.ballots import Hall, cast_by, make_hall
from tests.live.streams import wait_until

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.sqlite_too]


@pytest.fixture
def hall() -> Hall:
    return make_hall(delegates=2)


def state(ballot: Ballot) -> str:
    return Ballot.objects.values_list("state", flat=True).get(pk=ballot.pk)


def test_ballot_closes_when_its_time_is_up_and_not_before(hall: Hall) -> None:
    ballot = hall.open(window_seconds=60)
    close_ballots()
    assert state(ballot) == "open"

    with time_machine.travel(timezone.now() + timedelta(seconds=60)):
        close_ballots()
        close_ballots()
    assert state(ballot) == "closed"
    assert Entry.objects.filter(kind="ballot.closed", subject=ballot.log_name).count() == 1


def test_ballot_that_was_extended_in_time_stays_open(hall: Hall) -> None:
    ballot = hall.open(window_seconds=60)
    services.ballot_extend(ballot=ballot, actor=hall.chair, seconds=60)
    with time_machine.travel(timezone.now() + timedelta(seconds=90)):
        close_ballots()

    assert state(ballot) == "open"


def test_running_timekeeper_gives_entries_their_places_and_stops_when_told(hall: Hall) -> None:
    keeper = Timekeeper()
    thread = threading.Thread(target=keeper.run)
    thread.start()
    try:
        cast_by(hall.delegates[0], hall.open())
        wait_until(lambda: not Unplaced.objects.exists())
        assert Head.objects.order_by("-size")[0].size == Entry.objects.count()
    finally:
        keeper.stopped.set()
        thread.join(5)
    assert not thread.is_alive()


@pytest.mark.parametrize("trouble", [OperationalError("gone"), RuntimeError("a mistake of ours")])
def test_timekeeper_goes_on_when_a_duty_fails(
    trouble: Exception, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    done = threading.Event()

    def fails_once() -> None:
        if not caplog.records:
            raise trouble
        done.set()

    monkeypatch.setattr(timekeeper, "close_ballots", fails_once)
    keeper = Timekeeper()
    thread = threading.Thread(target=keeper.run)
    thread.start()
    try:
        assert done.wait(5)
    finally:
        keeper.stopped.set()
        thread.join(5)
    assert "fails_once failed and will be tried again" in caplog.text


def test_duty_is_due_at_once() -> None:
    assert Duty(lambda: None, every=60).due == 0
