"""Checking in: with a session of the day, or the passcode of the day."""

from datetime import date, timedelta

import pytest
import time_machine

from conferences.models import Credential
from conferences.services import check_out
from conferences.services.days import day_codes_post, day_pass_end
from members.days import day_purpose
from members.enums import Office
from members.models import Dispatch, PasscodeDevice
from members.services.passcodes import passcode_issue
from tests.factories.conferences import refused
from tests.factories.members import make_officer
from tests.pages.halls import Hall, make_hall

pytestmark = pytest.mark.django_db

DAY = date(2027, 6, 15)


@pytest.fixture
def hall() -> Hall:
    hall = make_hall()
    check_out(credential=hall.credentials[0], actor=hall.delegate)
    return hall


def is_in(hall: Hall) -> bool:
    return Credential.objects.get(pk=hall.credentials[0].pk).is_present


def test_check_in_with_a_session_of_today(hall: Hall) -> None:
    hall.as_(hall.delegate).post("/c/NDC27/check-in/")
    assert is_in(hall)


def test_check_in_asks_for_the_passcode_of_the_day_when_the_session_is_of_another(
    hall: Hall,
) -> None:
    with time_machine.travel("2027-06-14T13:00:00+00:00") as clock:
        phone = hall.as_(hall.delegate)
        clock.move_to("2027-06-14T23:30:00+00:00")  # half past midnight in London
        assert phone.post("/c/NDC27/check-in/")["Location"] == "/c/NDC27/day/"
        assert not is_in(hall)
        assert "You signed in on another day." in phone.get("/c/NDC27/day/").text
        code = passcode_issue(member=hall.delegate, purpose=day_purpose("NDC27", DAY))
        wrong = phone.post("/c/NDC27/day/", {"passcode": "MMMMMM"})
        assert "That passcode is not right. Wait 1 second" in wrong.content.decode()
        clock.shift(2)
        assert phone.post("/c/NDC27/day/", {"passcode": code.lower()})["Location"].endswith("/now/")
        again = phone.get("/c/NDC27/day/", follow=True)
        assert "You are checked in already" in again.text
    assert is_in(hall)


def test_whoever_signed_in_today_is_asked_for_no_passcode_of_the_day(hall: Hall) -> None:
    answer = hall.as_(hall.delegate).get("/c/NDC27/day/", follow=True)
    assert "You signed in for today" in answer.text
    assert answer.redirect_chain == [("/c/NDC27/now/", 302)]


def test_codes_of_a_day_go_to_everyone_with_a_credential(hall: Hall) -> None:
    officer = make_officer(Office.RETURNING_OFFICER, hall.conference.body)
    with time_machine.travel("2027-06-14T17:00:00+00:00"):
        posting = day_codes_post(conference=hall.conference, day=DAY, actor=officer)
    assert posting.addressed == len(hall.credentials)
    assert set(Dispatch.objects.values_list("purpose", flat=True)) == {"day:NDC27/2027-06-15"}
    assert posting.lifetime == timedelta(hours=30)


@pytest.mark.parametrize(
    ("day", "now", "code"),
    [
        (date(2027, 6, 14), "2027-06-13T12:00:00+00:00", "day-not-of-the-conference"),
        (DAY, "2027-06-16T12:00:00+00:00", "day-over"),
    ],
)
def test_codes_of_a_day_refused_when(hall: Hall, day: date, now: str, code: str) -> None:
    with time_machine.travel(now), refused(code):
        day_codes_post(conference=hall.conference, day=day, actor=None)


def test_unused_code_of_the_day_ends_with_its_credential(hall: Hall) -> None:
    passcode_issue(member=hall.delegate, purpose=day_purpose("NDC27", DAY))
    day_pass_end(credential=hall.credentials[0])
    assert PasscodeDevice.objects.get().sealed == ""
