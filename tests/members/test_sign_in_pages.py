"""The way in, as a browser goes it, and every way of being kept out."""

import re
from collections.abc import Iterator
from datetime import timedelta

import pytest
import time_machine
from django.core import mail
from django.test import Client, TestCase
from django.utils import timezone

from config import celery_app
from members import services
from members.days import day_purpose
from members.enums import Office
from members.models import Member, PasscodeDevice, SessionEpoch
from members.services.passcodes import passcode_issue
from tests.factories.members import make_member, make_officer, make_union, signed_in
from tests.members.queries import MemberQueries

pytestmark = [pytest.mark.django_db, pytest.mark.sqlite_too]

WRONG = "That did not work. Check the passcode, wait a few seconds and try again."


@pytest.fixture
def with_a_broker() -> Iterator[None]:
    """As in production: a task goes to a broker, and a worker does the rest."""
    celery_app.conf.task_always_eager = False
    yield
    celery_app.conf.task_always_eager = True


def ask(browser: Client, identifier: str, channel: str = "email", onward: str = "") -> str:
    # Mail is sent once the transaction is committed; here it stands for the commit.
    with TestCase.captureOnCommitCallbacks(execute=True):
        answer = browser.post(
            "/sign-in/", {"identifier": identifier, "channel": channel, "next": onward}
        )
    assert (answer.status_code, answer["Location"]) == (302, "/sign-in/code/")
    return browser.get("/sign-in/code/").content.decode()


def mailed() -> str:
    [found] = re.findall(
        r"^    ([3-9A-Z]{3} [3-9A-Z]{3})$", str(mail.outbox[-1].body), re.MULTILINE
    )
    return str(found)


def test_member_signs_in_with_a_mailed_passcode_pasted_with_spaces():
    member = make_member("Asha Bellweather")
    browser = Client()

    page = ask(browser, member.email, onward="/me/")
    answer = browser.post("/sign-in/code/", {"passcode": f"  {mailed().lower()} "})

    assert 'autocomplete="one-time-code"' in page
    assert (answer.status_code, answer["Location"]) == (302, "/me/")
    assert "Asha Bellweather" in browser.get("/me/").content.decode()


def test_mail_names_neither_union_nor_vote_and_its_subject_has_no_passcode():
    make_union()
    member = make_member("Asha Bellweather", number="L00417")

    ask(Client(), "l00417")

    [sent] = mail.outbox
    assert sent.to == [member.email]
    assert sent.subject == "Your passcode"
    assert "Asha" in sent.body
    assert "417" in sent.body
    for word in ("Bellweather", "L00417", "union", "lantern", "ballot", "vote", "conference"):
        assert word.lower() not in sent.body.lower()
    assert sent.extra_headers["Auto-Submitted"] == "auto-generated"


def test_pages_are_the_same_for_a_member_and_a_stranger():
    make_member(number="A1")
    pages = []
    for identifier in ("A1", "Z9"):
        browser = Client()
        page = ask(browser, identifier)
        page += browser.post("/sign-in/code/", {"passcode": "333 333"}).content.decode()
        assert WRONG in page
        pages.append(re.sub(r'"[^"]{64}"|data-server-now="[^"]+"', "", page))

    assert pages[0].replace("A1", "Z9") == pages[1]


@pytest.mark.parametrize("channel", ["email", "authenticator", "printed"])
def test_nobody_is_looked_up_before_a_passcode_is_sent_in(channel: str, with_a_broker):
    make_member(number="A1")

    for identifier in ("A1", "Z9"):
        with MemberQueries() as page:
            ask(Client(), identifier, channel)
        assert page.asked == []


def test_stranger_and_member_without_address_are_sent_nothing():
    make_member(number="A1", email="")

    for identifier in ("A1", "Z9", "nobody@example.org"):
        ask(Client(), identifier)

    assert mail.outbox == []


def test_shared_address_is_told_to_use_a_number():
    for number in ("B1", "B2"):
        make_member(number=number, email="home@example.org")

    for _ in range(3):
        ask(Client(), "home@example.org")

    [sent] = mail.outbox
    assert "your own number" in sent.body
    assert not PasscodeDevice.objects.exists()


def test_second_passcode_is_not_sent_at_once():
    member = make_member()
    browser = Client()

    for _ in range(3):
        ask(browser, member.email)

    assert len(mail.outbox) == 1


def test_wrong_passcode_is_counted_and_the_next_try_waits():
    member = make_member()
    browser = Client()
    ask(browser, member.email)

    with time_machine.travel(timezone.now(), tick=False) as clock:
        first = browser.post("/sign-in/code/", {"passcode": "333333"}).content.decode()
        second = browser.post("/sign-in/code/", {"passcode": mailed()}).content.decode()
        clock.shift(3)
        third = browser.post("/sign-in/code/", {"passcode": mailed()})

    assert WRONG in first
    assert "before you try again" in second
    assert third.status_code == 302
    # The hasty try was not made at all, and the right one cleared the slate.
    assert PasscodeDevice.objects.get().throttling_failure_count == 0


def test_throttle_cannot_be_shaken_off_by_a_fresh_browser():
    member = make_member()
    ask(Client(), member.email)
    with time_machine.travel(timezone.now(), tick=False):
        for passcode in ("333333", mailed()):
            browser = Client()
            ask(browser, member.email)
            answer = browser.post("/sign-in/code/", {"passcode": passcode})
            assert WRONG in answer.content.decode()


def test_slip_of_the_pen_costs_no_try():
    member = make_member()
    browser = Client()
    ask(browser, member.email)

    page = browser.post("/sign-in/code/", {"passcode": "K7P X3O"}).content.decode()

    assert "did not count as a try" in page
    assert PasscodeDevice.objects.get().throttling_failure_count == 0


def test_expired_passcode_gets_a_clear_answer():
    member = make_member()
    browser = Client()
    ask(browser, member.email)

    with time_machine.travel(timezone.now() + timedelta(minutes=16)):
        page = browser.post("/sign-in/code/", {"passcode": mailed()}).content.decode()

    assert "has run out" in page
    assert "_auth_user_id" not in browser.session


def test_code_page_without_a_beginning_goes_back_to_the_start():
    answer = Client().get("/sign-in/code/")

    assert (answer.status_code, answer["Location"]) == (302, "/sign-in/")


@pytest.mark.parametrize(
    "onward", ["https://evil.example/", "//evil.example", "javascript:alert(1)"]
)
def test_sign_in_never_leads_to_another_site(onward: str):
    member = make_member()
    browser = Client()
    ask(browser, member.email, onward=onward)

    assert browser.post("/sign-in/code/", {"passcode": mailed()})["Location"] == "/"


def test_sign_in_is_not_spoilt_by_an_address_that_is_no_page():
    member = make_member()
    browser = Client()
    ask(browser, member.email, onward="nowhere")

    answer = browser.post("/sign-in/code/", {"passcode": mailed()})

    assert (answer.status_code, answer["Location"]) == (302, "nowhere")
    assert browser.get("/me/").status_code == 200


def test_forged_form_is_refused_and_sends_nothing():
    member = make_member()
    browser = Client(enforce_csrf_checks=True)

    answer = browser.post("/sign-in/", {"identifier": member.email, "channel": "email"})

    assert answer.status_code == 403
    assert mail.outbox == []


@pytest.mark.parametrize(
    "sent",
    [
        {"identifier": "A" * 300, "channel": "email"},
        {"identifier": "A1", "channel": "pigeon"},
        {"identifier": "", "channel": "email"},
        {"identifier": "A1"},
    ],
)
def test_form_filled_in_wrongly_is_explained(sent: dict[str, str]):
    page = Client().post("/sign-in/", sent)

    assert page.status_code == 200
    assert "There is a problem" in page.content.decode()


def test_body_of_ten_megabytes_is_refused():
    sent = {"identifier": "A" * 10 * 1024**2, "channel": "email"}

    assert Client().post("/sign-in/", sent).status_code == 400


def test_sign_out_ends_the_sessions_of_every_device():
    member = make_member()
    phone, laptop = signed_in(member), signed_in(member)
    kept = phone.cookies["tellers"].value

    answer = phone.post("/sign-out/")

    assert answer.status_code == 302
    assert laptop.get("/me/").status_code == 302
    thief = Client()
    thief.cookies["tellers"] = kept
    assert thief.get("/me/").status_code == 302
    assert SessionEpoch.objects.get().epoch == 1


def test_sign_out_needs_a_form():
    browser = signed_in(make_member())

    assert browser.get("/sign-out/").status_code == 405
    assert browser.get("/me/").status_code == 200


def test_session_of_a_member_who_is_no_longer_active_ends():
    member = make_member()
    browser = signed_in(member)
    union = make_union()
    officer = make_officer(Office.MEMBERSHIP_OFFICER, union)

    services.member_suspend(actor=officer, member=member)

    assert browser.get("/me/").status_code == 302
    ask(Client(), member.email)
    assert mail.outbox == []


def test_signed_in_page_takes_one_query_for_the_member():
    browser = signed_in(make_member())

    with MemberQueries() as page:
        browser.get("/sign-in/")
    assert len(page.asked) == 1


def test_printed_code_signs_in():
    member = make_member(number="A1")
    [code, *_] = services.printed_codes_issue(member=member, actor=member)
    browser = Client()

    ask(browser, "A1", "printed")

    assert browser.post("/sign-in/code/", {"passcode": code.lower()}).status_code == 302
    assert Member.objects.get(pk=browser.session["_auth_user_id"]) == member


def test_passcode_sent_ahead_for_the_day_signs_in_at_the_page():
    member = make_member()
    today = timezone.localdate()
    code = passcode_issue(
        member=member, purpose=day_purpose("NDC27", today), lifetime=timedelta(hours=30)
    )
    browser = Client()
    browser.post("/sign-in/", {"identifier": member.email, "channel": "email"})
    assert "or eight if it was sent ahead" in browser.get("/sign-in/code/").text

    answer = browser.post("/sign-in/code/", {"passcode": code})

    assert len(code) == 8
    assert answer.status_code == 302
    assert browser.get("/me/").status_code == 200
