"""A member's own page: the entry with its source, and the devices."""

import re
from datetime import timedelta

import pytest
import time_machine
from django.urls import reverse
from django.utils import timezone
from django_otp.oath import totp

from members import services
from members.enums import Channel, Office
from members.models import Authenticator, PrintedCode
from tests.factories.members import make_body, make_member, make_officer, make_union, signed_in
from tests.members.queries import MemberQueries

pytestmark = [pytest.mark.django_db, pytest.mark.sqlite_too]


def test_entry_shows_its_source_and_date():
    member = services.member_create(
        actor=None,
        membership_number="L-0417",
        name="Asha Bellweather",
        branch=make_body("B01", name="Northmoor Council Branch"),
        email="asha@example.org",
        source="Membership system",
        as_at=timezone.localdate().replace(month=1, day=5),
    )

    page = signed_in(member).get("/me/").content.decode()

    for word in ("L-0417", "Northmoor Council Branch", "asha@example.org", "Membership system"):
        assert word in page
    assert "5 Jan" in page
    assert member.pseudonym in page
    assert reverse("audit:person", args=[member.pseudonym]) in page


@pytest.mark.parametrize("path", ["/me/", "/me/authenticator/"])
def test_own_pages_are_for_those_signed_in(client, path: str):
    assert client.get(path)["Location"] == f"/sign-in/?next={path}"


@pytest.mark.parametrize(
    "path",
    [
        "/me/authenticator/remove/",
        "/me/printed-codes/",
        "/me/printed-codes/cancel/",
    ],
)
def test_acts_on_devices_need_a_form_with_its_token(path: str):
    browser = signed_in(make_member(), enforce_csrf_checks=True)

    assert browser.get(path).status_code == 405
    assert browser.post(path).status_code == 403


def test_own_pages_are_kept_by_no_cache():
    browser = signed_in(make_member())

    for path in ("/me/", "/me/authenticator/"):
        assert "no-store" in browser.get(path)["Cache-Control"]
    assert "no-store" in browser.post("/me/printed-codes/")["Cache-Control"]


def test_authenticator_is_enrolled_by_qr_without_script_or_outside_service():
    member = make_member(number="L-0417")
    browser = signed_in(member)

    page = browser.get("/me/authenticator/").content.decode()
    device = Authenticator.objects.get()
    answer = browser.post("/me/authenticator/", {"passcode": f"{totp(device.bin_key):06}"})

    [drawing] = re.findall(r"<svg[^>]*>.*?</svg>", page[page.index('class="qr"') :], re.DOTALL)[:1]
    assert "<path" in drawing
    assert "style=" not in drawing
    assert answer["Location"] == "/me/"
    device.refresh_from_db()
    assert device.confirmed


def test_wrong_code_of_an_authenticator_is_explained_and_changes_nothing():
    browser = signed_in(make_member())
    browser.get("/me/authenticator/")
    wrong = f"{(totp(Authenticator.objects.get().bin_key) + 1) % 1_000_000:06}"

    page = browser.post("/me/authenticator/", {"passcode": wrong}).content.decode()

    assert "not right" in page
    assert not Authenticator.objects.get().confirmed


def test_authenticator_is_removed():
    member = make_member()
    device = services.authenticator_begin(member=member)
    services.authenticator_confirm(member=member, passcode=f"{totp(device.bin_key):06}")
    browser = signed_in(member)
    assert "In use since" in browser.get("/me/").content.decode()

    browser.post("/me/authenticator/remove/")

    assert "Set up an app" in browser.get("/me/").content.decode()


def test_printed_codes_are_shown_once_and_counted_down():
    member = make_member()
    browser = signed_in(member)

    sheet = browser.post("/me/printed-codes/").content.decode()
    codes = re.findall(r"<code>(\S+ \S+)</code>", sheet)

    assert len(codes) == 10
    page = browser.get("/me/").content.decode()
    assert "10 codes left" in page
    assert not [code for code in codes if code in page]
    services.member_sign_in(
        identifier=member.membership_number, channel=Channel.PRINTED, passcode=codes[0]
    )
    assert "9 codes left" in browser.get("/me/").content.decode()


def test_sheet_is_cancelled():
    browser = signed_in(make_member())
    browser.post("/me/printed-codes/")

    browser.post("/me/printed-codes/cancel/")

    assert not PrintedCode.objects.exists()


def test_own_page_takes_the_same_queries_for_one_office_and_three():
    union, asked = make_union(), []
    for offices in (1, 3):
        officer = make_officer(Office.TELLER, union)
        for office in (Office.SOC_MEMBER, Office.SOC_CHAIR)[: offices - 1]:
            services.appointment_make(actor=None, member=officer, office=office, body=union)
        browser = signed_in(officer)
        with MemberQueries() as page:
            browser.get("/me/")
        asked.append(len(page.asked))
    assert asked[0] == asked[1]


def test_authenticator_signs_in(client):
    member = make_member(number="A1")
    device = services.authenticator_begin(member=member)
    services.authenticator_confirm(member=member, passcode=f"{totp(device.bin_key):06}")
    client.post("/sign-in/", {"identifier": "A1", "channel": "authenticator"})

    with time_machine.travel(timezone.now() + timedelta(seconds=60)):
        code = f"{totp(device.bin_key):06}"
        answer = client.post("/sign-in/code/", {"passcode": f"{code[:3]} {code[3:]}"})

    assert answer.status_code == 302
