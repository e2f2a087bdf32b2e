"""Ways in that need no mail, set up and used on a phone; and a roll imported at a desk."""

import re
from base64 import b32decode
from collections.abc import Callable

import pytest
from django_otp.oath import totp
from playwright.sync_api import Page, expect

from members.enums import Office
from members.models import Authenticator, Member
from tests.browser.people import come_back
from tests.factories.members import make_body, make_officer
from tests.pages.halls import Hall

pytestmark = pytest.mark.browser


def sign_in_by(page: Page, member: Member, way: str, passcode: str) -> None:
    page.goto("/sign-in/?next=/me/")
    page.get_by_label("Membership number or e-mail address").fill(member.membership_number)
    page.get_by_label(way).check()
    page.get_by_role("button", name="Continue").click()
    page.locator("input.passcode").fill(passcode)
    page.get_by_role("button", name="Sign in").click()
    expect(page.get_by_role("heading", name=member.name)).to_be_visible()


def test_authenticator_is_enrolled_and_signs_in_without_script(
    hall: Hall, plain_phone: Page, base_url: str
) -> None:
    come_back(plain_phone, hall.delegate, base_url)
    plain_phone.goto("/me/")
    plain_phone.get_by_role("link", name="Set up an app").click()
    expect(plain_phone.get_by_role("img", name="QR code")).to_be_visible()
    plain_phone.get_by_text("I cannot scan").click()
    key = b32decode(plain_phone.locator("details code").inner_text().replace(" ", ""))
    plain_phone.locator("input.passcode").fill(f"{totp(key):06}")
    plain_phone.get_by_role("button", name="The app is ready").click()
    expect(plain_phone.get_by_text("Your authenticator app is ready")).to_be_visible()
    plain_phone.get_by_role("button", name="Sign out everywhere").click()

    # A code opens once, and this half minute's was used to enrol: go back to the one before it.
    Authenticator.objects.update(last_t=-1)
    sign_in_by(plain_phone, hall.delegate, "Authenticator app", f"{totp(key):06}")


def test_printed_code_signs_in_on_a_phone(
    hall: Hall, phone: Page, base_url: str, assert_accessible: Callable[[Page], None]
) -> None:
    come_back(phone, hall.delegate, base_url)
    phone.goto("/me/")
    phone.get_by_role("button", name="Show a new sheet on the screen").click()
    expect(phone.get_by_role("heading", name="Your ten codes")).to_be_visible()
    assert_accessible(phone)
    code = phone.locator(".codes code").first.inner_text()
    phone.context.clear_cookies()

    sign_in_by(phone, hall.delegate, "Printed code", code.lower())

    expect(phone.get_by_text("9 codes left")).to_be_visible()


def test_roll_is_looked_at_and_imported_at_a_desk(
    hall: Hall, desk: Page, base_url: str, assert_accessible: Callable[[Page], None]
) -> None:
    officer = make_officer(Office.MEMBERSHIP_OFFICER, hall.conference.body)
    branch = make_body(parent=hall.conference.body)
    roll = f"Number;Name;Branch\nN1;Zoë Umber;{branch.code}\nN2;Nobody;B99\n"
    come_back(desk, officer, base_url)
    desk.goto("/me/")
    desk.get_by_role("link", name="Import a membership roll").click()
    assert_accessible(desk)
    desk.get_by_label("CSV file").set_input_files(
        {"name": "roll.csv", "mimeType": "text/csv", "buffer": roll.encode("cp1252")}
    )
    desk.get_by_role("button", name="Look at it first").click()

    expect(desk.get_by_role("cell", name=re.compile("no branch .B99"))).to_be_visible()
    assert_accessible(desk)
    desk.get_by_label("Where is this roll from?").fill("Monthly extract")
    desk.get_by_role("button", name="Import 1 member").click()

    expect(desk.get_by_text("Imported: 1 new")).to_be_visible()
    assert Member.objects.get(membership_number="N1").name == "Zoë Umber"
