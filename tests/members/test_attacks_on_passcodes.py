"""What somebody tries who knows a membership number, or has a browser that another has used."""

import re
from collections.abc import Iterator
from contextlib import suppress
from typing import Any
from uuid import UUID

import pytest
import time_machine
from django.core import mail
from django.db import connection
from django.test import Client, TestCase
from django.test.utils import CaptureQueriesContext
from django.urls import URLResolver, reverse
from django.urls.converters import IntConverter, SlugConverter, StringConverter, UUIDConverter
from django.utils import timezone
from django_otp.plugins.otp_totp.models import TOTPDevice

from audit.refusal import Refusal
from members import passcodes, services
from members.contacts.seals import BadSeal
from members.enums import Channel, Office
from members.models import Authenticator, KnownBrowser, PasscodeDevice
from members.models.passcodes import MOST_SENT_AN_HOUR, from_browser
from members.services.passcodes import LIFETIME
from members.urls import urlpatterns
from tests.factories.members import make_member, make_officer, make_union, signed_in

pytestmark = pytest.mark.django_db

ENTRIES = {"authenticator": "000000", "printed": "33333333"}
WAYS_IN = ("email", "sms", "voice", "authenticator", "printed")


def ask(browser: Client, identifier: str, channel: str = "email") -> None:
    with TestCase.captureOnCommitCallbacks(execute=True):
        browser.post("/sign-in/", {"identifier": identifier, "channel": channel})


def mailed() -> str:
    found = re.findall(r"^ +([3-9A-Z]{3} ?[3-9A-Z]{3})$", str(mail.outbox[-1].body), re.MULTILINE)
    return str(found[-1])


def enter(browser: Client, passcode: str) -> bool:
    """Try a passcode; tell whether it let somebody in."""
    return browser.post("/sign-in/code/", {"passcode": passcode}).status_code == 302


def sign_in(member: Any) -> Client:
    browser = Client()
    ask(browser, member.email)
    assert enter(browser, mailed())
    return browser


# --- guessing -------------------------------------------------------------------------------------


def test_tries_at_one_passcode_are_few_however_patient_the_guesser():
    member = make_member()
    passcode = services.passcode_issue(member=member, purpose=from_browser("b"))
    wrong = ("4" if passcode[0] == "3" else "3") + passcode[1:]
    tries = 0
    with time_machine.travel(timezone.now(), tick=False) as clock:
        begun = timezone.now()
        while timezone.now() - begun < LIFETIME:
            with pytest.raises(Refusal) as answer:
                services.passcode_verify(
                    member=member, channel=Channel.EMAIL, passcode=wrong, browser="b"
                )
            tries += answer.value.code == "passcode-wrong"
            device = PasscodeDevice.objects.get()
            clock.shift(device.wait_seconds or 1)

    assert tries <= 12
    an_hour = MOST_SENT_AN_HOUR * tries / len(passcodes.ALPHABET) ** passcodes.MAILED_LENGTH
    assert an_hour < 1 / 400_000


def test_browsers_in_turn_are_sent_no_more_than_a_dozen_an_hour_together():
    member = make_member()
    sent = 0
    with time_machine.travel(timezone.now(), tick=False) as clock:
        for number in range(MOST_SENT_AN_HOUR + 8):
            with suppress(Refusal):
                services.passcode_issue(member=member, purpose=from_browser(f"b{number}"))
                sent += 1
            clock.shift(60)
    assert sent == MOST_SENT_AN_HOUR


def test_browser_that_its_owner_knows_is_sent_one_whatever_strangers_ask_for():
    member = make_member()
    services.browser_remember(member=member, browser="mine")
    for number in range(MOST_SENT_AN_HOUR):
        services.passcode_issue(member=member, purpose=from_browser(f"b{number}"))
    with pytest.raises(Refusal):
        services.passcode_issue(member=member, purpose=from_browser("strange"))

    assert services.passcode_issue(member=member, purpose=from_browser("mine"))


def test_guess_from_a_browser_that_asked_for_nothing_is_told_nothing_of_others():
    member = make_member()
    for_a_vote = services.passcode_issue(member=member, purpose="ballot:7")

    with pytest.raises(Refusal) as answer:
        services.passcode_verify(
            member=member, channel=Channel.EMAIL, passcode=for_a_vote, browser="strange"
        )

    assert answer.value.code == "passcode-wrong"


def test_wait_is_said_in_seconds():
    member = make_member()
    services.passcode_issue(member=member)
    with time_machine.travel(timezone.now(), tick=False) as clock:
        for shift in (1, 2, 0):
            with pytest.raises(Refusal):
                services.passcode_verify(member=member, channel=Channel.EMAIL, passcode="333333")
            clock.shift(shift)
        with pytest.raises(Refusal) as answer:
            services.passcode_verify(member=member, channel=Channel.EMAIL, passcode="333333")

    assert "Wait 4 seconds" in answer.value.message
    assert answer.value.facts["wait_seconds"] == 4


# --- keeping the owner out ------------------------------------------------------------------------


def test_stranger_who_asks_and_guesses_neither_voids_a_passcode_nor_makes_its_owner_wait():
    member = make_member()
    owner, stranger = Client(), Client()
    ask(owner, member.email)
    passcode = mailed()

    ask(stranger, member.membership_number)
    for _ in range(3):
        assert not enter(stranger, "333333")

    assert enter(owner, passcode)


def test_stranger_who_guesses_at_a_sheet_does_not_make_a_known_browser_wait():
    member = make_member()
    [code, *_] = services.printed_codes_issue(member=member, actor=member)
    owner = sign_in(member)
    owner.post("/sign-out/")
    stranger = Client()
    ask(stranger, member.membership_number, "printed")
    assert not enter(stranger, "33333333")
    other_stranger = Client()
    ask(other_stranger, member.membership_number, "printed")
    assert not enter(other_stranger, code)

    ask(owner, member.membership_number, "printed")

    assert enter(owner, code)


def test_known_browser_cannot_be_claimed_by_writing_its_name():
    member = make_member()
    sign_in(member)
    [known] = KnownBrowser.objects.all()
    thief = Client()
    thief.cookies["browser"] = known.browser

    ask(thief, member.email, "printed")

    assert thief.session["sign_in"]["browser"] != known.browser


def test_hall_behind_one_address_gets_in():
    browser = Client(REMOTE_ADDR="192.0.2.1")
    for number in range(500):
        answer = browser.post("/sign-in/", {"identifier": f"L{number}", "channel": "printed"})
        assert answer.status_code == 302
    member = make_member()
    [code, *_] = services.printed_codes_issue(member=member, actor=member)
    ask(browser, member.membership_number, "printed")
    assert enter(browser, code)


# --- a passcode in the wrong hands ----------------------------------------------------------------


def test_passcode_opens_in_no_browser_but_the_one_that_asked():
    member = make_member()
    owner, thief = Client(), Client()
    ask(owner, member.email)
    passcode = mailed()
    ask(thief, member.email, "email")

    assert not enter(thief, passcode)
    assert enter(owner, passcode)


def test_passcode_of_another_member_and_of_a_vote_open_nothing():
    member, other = make_member(), make_member()
    browser = Client()
    ask(browser, member.email)
    foreign = services.passcode_issue(member=other)
    with time_machine.travel(timezone.now(), tick=False) as clock:
        assert not enter(browser, foreign)
        clock.shift(3)
        assert not enter(browser, services.passcode_issue(member=member, purpose="ballot:7"))


def test_passcode_is_not_played_again_after_signing_out():
    member = make_member()
    browser = sign_in(member)
    passcode = mailed()
    browser.post("/sign-out/")
    browser.post("/sign-in/", {"identifier": member.email, "channel": "printed"})
    session = browser.session
    session["sign_in"] = {**session["sign_in"], "channel": "email"}
    session.save()

    assert not enter(browser, passcode)


# --- sessions -------------------------------------------------------------------------------------


def test_session_planted_before_sign_in_is_not_signed_in_after_it():
    member = make_member()
    browser = Client(enforce_csrf_checks=False)
    ask(browser, member.email)
    planted = browser.cookies["tellers"].value

    assert enter(browser, mailed())

    thief = Client()
    thief.cookies["tellers"] = planted
    assert browser.cookies["tellers"].value != planted
    assert thief.get("/me/").status_code == 302


def test_token_of_forms_changes_at_sign_in():
    member = make_member()
    browser = Client()
    ask(browser, member.email)
    browser.get("/sign-in/code/")
    before = browser.cookies["csrftoken"].value

    assert enter(browser, mailed())

    assert browser.cookies["csrftoken"].value != before


# --- who is a member ------------------------------------------------------------------------------


@pytest.mark.parametrize("channel", WAYS_IN)
def test_answers_do_not_tell_who_is_a_member(channel: str):
    union = make_union()
    make_member(number="AAA1", email="mine@example.org")
    gone = make_member(number="AAA2", email="gone@example.org")
    for number in ("AAA3", "AAA4"):
        make_member(number=number, email="both@example.org")
    registrar = make_officer(Office.MEMBERSHIP_OFFICER, union)
    services.member_suspend(actor=registrar, member=gone)
    Client().get("/sign-in/")  # what a first request loads

    entry = ENTRIES.get(channel, "333333")
    told = set()
    for identifier in ("AAA1", "AAA2", "AAA3", "ZZZ9"):
        browser = Client()
        # As in production: what is sent is sent elsewhere, and the page does not wait for it.
        asked = browser.post("/sign-in/", {"identifier": identifier, "channel": channel})
        with CaptureQueriesContext(connection) as queries:
            answer = browser.post("/sign-in/code/", {"passcode": entry})
        told.add((_unlike(asked, identifier), _unlike(answer, identifier), len(queries)))
    assert len(told) == 1


def _unlike(answer: Any, identifier: str) -> str:
    """Give status, headers and bytes, without what differs between any two answers."""
    body = re.sub(
        r'data-server-now="[^"]+"|"[A-Za-z0-9]{64}"', "", answer.content.decode()
    ).replace(identifier, "?")
    headers = sorted((name, value) for name, value in answer.headers.items() if name != "Expires")
    return f"{answer.status_code} {headers} {body}"


@pytest.mark.parametrize("channel", ["email", "authenticator", "printed"])
def test_wrong_passcode_takes_as_many_queries_for_a_member_as_for_a_stranger(channel: str):
    member = make_member(number="AAA1")
    device = services.authenticator_begin(member=member)
    Authenticator.objects.filter(pk=device.pk).update(confirmed=True)
    services.printed_codes_issue(member=member, actor=member)
    counts = set()
    for identifier in ("AAA1", "ZZZ9"):
        browser = Client()
        ask(browser, identifier, channel)
        entry = ENTRIES.get(channel, "333333")
        with CaptureQueriesContext(connection) as queries:
            browser.post("/sign-in/code/", {"passcode": entry})
        counts.add(len(queries))
    assert len(counts) == 1


# --- forms, pages, letters ------------------------------------------------------------------------


STAND_INS = {UUIDConverter: UUID(int=7), IntConverter: 7, StringConverter: "x", SlugConverter: "x"}


def addresses(patterns: Any = urlpatterns) -> Iterator[str]:
    """Give an address for every page of this room."""
    for pattern in patterns:
        if isinstance(pattern, URLResolver):
            yield from addresses(pattern.url_patterns)
        else:
            needed = {
                name: STAND_INS[type(converter)]
                for name, converter in pattern.pattern.converters.items()
            }
            yield reverse(f"members:{pattern.name}", kwargs=needed)


@pytest.fixture
def officer() -> Any:
    union = make_union()
    return make_officer(Office.GENERAL_SECRETARY, union)


def test_every_form_of_this_room_is_refused_without_its_token(officer: Any):
    browser = signed_in(officer, enforce_csrf_checks=True)
    answers = {path: browser.post(path).status_code for path in addresses()}
    by_programs = {path for path in answers if path.startswith("/delivery/")}  # these are signed
    let_by = {path for path, status in answers.items() if status != 403}
    assert let_by <= by_programs
    assert len(answers) > 40


def test_every_page_about_people_is_kept_by_no_cache_and_tells_no_other_site(officer: Any):
    browser = signed_in(officer)
    for path in addresses():
        if path in {"/mailbox/", "/roles/"}:
            continue  # the demo's, open to anyone; the table of who may do what, which names nobody
        page = browser.get(path)
        if page.status_code == 200 and page["Content-Type"].startswith("text/html"):
            assert "no-store" in page["Cache-Control"], path
        assert page["Referrer-Policy"] == "same-origin", path


def test_name_with_a_line_break_adds_no_line_to_the_head_of_a_message():
    member = make_member("Asha\r\nBcc: everyone@example.org Bellweather")

    ask(Client(), member.membership_number)

    [sent] = mail.outbox
    head = sent.message().as_bytes().partition(b"\n\n")[0]
    assert b"everyone" not in head
    assert sent.recipients() == [member.email]


# --- at rest --------------------------------------------------------------------------------------


def test_secret_of_an_app_is_not_in_the_database_and_opens_for_its_owner_only():
    mine, other = make_member(), make_member()
    device = services.authenticator_begin(member=mine)
    theirs = services.authenticator_begin(member=other)

    kept = TOTPDevice.objects.get(pk=device.pk).key
    assert device.bin_key.hex() not in kept
    assert len(kept) == 80

    TOTPDevice.objects.filter(pk=theirs.pk).update(key=kept)
    with pytest.raises(BadSeal):
        _ = Authenticator.objects.get(pk=theirs.pk).bin_key
