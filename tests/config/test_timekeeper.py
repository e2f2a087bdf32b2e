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
from conferences.services import check_out
from config import timekeeper
from config.timekeeper import Duty, Timekeeper, close_ballots
from live.models import Outbox
from members.models import PasscodeDevice
from members.services import passcode_issue
from tests.factories.ballots import Hall, cast_by, make_hall
from tests.factories.members import make_member
from tests.live.streams import wait_until
from tests.pages import halls as pages

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
        thread.join(60)
    assert not thread.is_alive()


def test_running_timekeeper_forgets_passcodes_that_ran_out() -> None:
    with time_machine.travel(timezone.now() - timedelta(days=3)):
        passcode_issue(member=make_member())
    assert PasscodeDevice.objects.exclude(sealed="").exists()
    keeper = Timekeeper()
    thread = threading.Thread(target=keeper.run)
    thread.start()
    try:
        wait_until(lambda: not PasscodeDevice.objects.exclude(sealed="").exists())
    finally:
        keeper.stopped.set()
        thread.join(60)


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
        assert done.wait(60)
    finally:
        keeper.stopped.set()
        thread.join(60)
    assert "fails_once failed and will be tried again" in caplog.text


def test_duty_is_due_at_once() -> None:
    assert Duty(lambda: None, every=60).due == 0


def newest(event: str) -> Outbox:
    return Outbox.objects.filter(event=event).latest("id")


def test_turnout_is_shown_when_it_has_changed_and_only_then() -> None:
    hall = pages.make_hall()
    hall.put_the_motion()
    hall.press("open_vote")
    keeper = Timekeeper()
    keeper.show_turnout()
    assert not Outbox.objects.filter(event="progress").exists()

    cast_by(hall.delegate, hall.ballot)
    keeper.show_turnout()
    first = newest("progress")
    assert "<strong>1</strong> of 4" in first.html
    assert newest("teller").id > first.id
    keeper.show_turnout()
    assert newest("progress") == first


def test_desk_and_chair_are_shown_at_once_that_somebody_could_not_vote() -> None:
    hall = pages.make_hall()
    hall.put_the_motion()
    hall.press("open_vote")
    keeper = Timekeeper()
    keeper.show_turnout()
    services.unable_report(ballot=hall.ballot, voter=hall.delegate, reason="The page did not open.")
    keeper.show_turnout()
    assert "1 could not vote." in newest("teller").html
    assert "1 delegate reports that they could not vote." in newest("chair").html
    told = newest("chair")
    keeper.show_turnout()
    assert newest("chair") == told


def test_presence_is_shown_to_wall_and_desks_when_somebody_leaves() -> None:
    hall = pages.make_hall()
    keeper = Timekeeper()
    keeper.show_presence()
    before = Outbox.objects.count()
    keeper.show_presence()
    assert Outbox.objects.count() == before

    leaving = hall.credentials[-1]
    check_out(credential=leaving, actor=leaving.member)
    keeper.show_presence()
    assert {row.event for row in Outbox.objects.all()[before:]} == {"hall", "teller", "chair"}
    assert "<strong>3</strong>" in newest("hall").html or "3 delegates" in newest("hall").html


def test_chair_is_shown_that_a_vote_may_be_closed_once_everyone_has_voted() -> None:
    hall = pages.make_hall()
    hall.put_the_motion()
    hall.press("open_vote")
    keeper = Timekeeper()
    roll = list(hall.ballot.roll.select_related("voter"))

    def offered() -> bool:
        keeper.show_turnout()
        shown = Outbox.objects.filter(event="chair").order_by("-pk")[0].html
        return "Close in 10 seconds" in shown

    for line in roll[1:]:
        cast_by(line.voter, hall.ballot)
    assert not offered()
    cast_by(roll[0].voter, hall.ballot)
    assert offered()
