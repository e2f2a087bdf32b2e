"""An officer sets up a key, signs from a desk, and puts the pen down, on a phone and a desk."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.browser.people import come_back
from tests.pages.halls import Hall

pytestmark = pytest.mark.browser

Check = Callable[[Page], None]

PAGE, KEYS, DESK = "/me/signature/", "/officers/keys/", "/c/NDC27/teller/"
PHRASE = "lanterns above a quiet harbour"


def set_up(page: Page, phrase: str = PHRASE) -> None:
    page.get_by_label("New pass-phrase").fill(phrase)
    page.get_by_label("The same again").fill(phrase)
    page.get_by_role("button", name="Make my key").click()


def test_officer_signs_for_a_sitting(
    hall: Hall, phone: Page, assert_accessible: Check, base_url: str
) -> None:
    phone.emulate_media(reduced_motion="reduce")
    come_back(phone, hall.teller, base_url)
    phone.goto(DESK)
    phone.get_by_role("link", name="Take up your pen").click()
    expect(phone.get_by_role("heading", name="Set up your key")).to_be_visible()
    assert_accessible(phone)
    set_up(phone, "too short")
    expect(phone.get_by_role("alert")).to_contain_text("at least 15 characters")
    assert_accessible(phone)
    set_up(phone)
    expect(phone.get_by_text("You hold your pen until")).to_be_visible()
    expect(phone.get_by_text("You sign")).to_be_visible()
    assert_accessible(phone)
    phone.goto(PAGE)
    expect(phone.get_by_role("heading", name="You sign as Ngozi Farrant")).to_be_visible()
    phone.get_by_text("Change the pass-phrase").click()
    phone.get_by_text("The pass-phrase is lost").click()
    assert_accessible(phone)
    phone.get_by_role("button", name="Put the pen down").click()
    phone.get_by_label("Pass-phrase", exact=True).fill("not this one")
    phone.get_by_role("button", name="Take up the pen").click()
    expect(phone.get_by_role("alert")).to_contain_text("not the pass-phrase of your key")
    assert_accessible(phone)


def test_second_officer_confirms_the_fingerprint(
    hall: Hall, phone: Page, desk: Page, assert_accessible: Check, base_url: str
) -> None:
    come_back(phone, hall.teller, base_url)
    phone.goto(PAGE)
    set_up(phone)
    expect(phone.get_by_role("heading", name="You sign as")).to_be_visible()
    come_back(desk, hall.returning_officer, base_url)
    desk.goto(KEYS)
    assert_accessible(desk)
    desk.get_by_role("button", name="I compared it").click()
    expect(desk.get_by_text("Compared by Tobias Lockwell")).to_be_visible()
    assert_accessible(desk)


def test_scripts_cannot_read_the_pen(hall: Hall, phone: Page, base_url: str) -> None:
    come_back(phone, hall.teller, base_url)
    phone.goto(PAGE)
    set_up(phone)
    expect(phone.get_by_role("heading", name="You sign as")).to_be_visible()
    [pen] = [cookie for cookie in phone.context.cookies() if cookie["name"] == "pen"]
    assert (pen["httpOnly"], pen["sameSite"]) == (True, "Strict")
    assert "pen=" not in phone.evaluate("document.cookie")


def test_pen_is_taken_up_without_javascript(hall: Hall, plain_phone: Page, base_url: str) -> None:
    come_back(plain_phone, hall.teller, base_url)
    plain_phone.goto(f"{PAGE}?next={DESK}")
    set_up(plain_phone)
    expect(plain_phone).to_have_url(f"{base_url}{DESK}")
    expect(plain_phone.get_by_text("You hold your pen until")).to_be_visible()
