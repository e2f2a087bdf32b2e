"""axe looks at every page, as each person who uses it, in each phase of a vote (WCAG 2.2 AA)."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from members.models import Member
from tests.browser.people import ballot_of, come_back, open_the_vote, others_vote
from tests.pages.halls import Hall

pytestmark = pytest.mark.browser

Check = Callable[[Page], None]

NEEDS_NOBODY = ["/", "/sign-in/", "/mailbox/", "/design/", "/log/", "/nowhere/"]
OF_A_MEMBER = ["/me/", "/me/authenticator/"]
OF_THE_CONFERENCE = ["/c/NDC27/", "/c/NDC27/motions/", "/c/NDC27/motions/M1/", "/c/NDC27/hall/"]
DELEGATE = "/c/NDC27/now/"


def look(page: Page, addresses: list[str], check: Check) -> None:
    for address in addresses:
        page.goto(address)
        expect(page.locator("h1").first).to_be_attached()
        check(page)


def desks(hall: Hall) -> list[tuple[Member, str]]:
    """Name each desk in the hall, and who sits at it."""
    return [
        (hall.chair, "/c/NDC27/chair/"),
        (hall.teller, "/c/NDC27/teller/"),
        (hall.returning_officer, "/c/NDC27/returning-officer/"),
    ]


def look_everywhere(hall: Hall, phone: Page, desk: Page, check: Check, base_url: str) -> None:
    ballot = f"/ballots/{ballot_of(hall).pk}/"
    come_back(phone, hall.delegate, base_url)
    look(phone, [*OF_THE_CONFERENCE, DELEGATE, ballot], check)
    for officer, address in desks(hall):
        come_back(desk, officer, base_url)
        look(desk, [address], check)


@pytest.mark.usefixtures("hall")
def test_pages_for_anyone(phone: Page, desk: Page, assert_accessible: Check) -> None:
    look(phone, NEEDS_NOBODY, assert_accessible)
    look(desk, NEEDS_NOBODY, assert_accessible)


def test_pages_of_a_member(
    hall: Hall, phone: Page, assert_accessible: Check, base_url: str
) -> None:
    come_back(phone, hall.delegate, base_url)
    look(phone, [*OF_A_MEMBER, *OF_THE_CONFERENCE, DELEGATE], assert_accessible)


def test_pages_while_a_vote_is_open(
    hall: Hall, phone: Page, desk: Page, assert_accessible: Check, base_url: str
) -> None:
    open_the_vote(hall)
    look_everywhere(hall, phone, desk, assert_accessible, base_url)


def test_pages_once_a_vote_is_counted_and_declared(
    hall: Hall, phone: Page, desk: Page, assert_accessible: Check, base_url: str
) -> None:
    open_the_vote(hall)
    others_vote(hall)
    hall.press("close_vote")
    look_everywhere(hall, phone, desk, assert_accessible, base_url)
    hall.press("declare")
    look_everywhere(hall, phone, desk, assert_accessible, base_url)


def test_pages_that_answer_a_slip(hall: Hall, phone: Page, assert_accessible: Check) -> None:
    phone.goto("/sign-in/")
    phone.get_by_label("Membership number or e-mail address").fill(hall.delegate.membership_number)
    phone.get_by_role("button", name="Continue").click()
    phone.get_by_label("Passcode").fill("000 000")
    phone.get_by_role("button", name="Sign in").click()
    expect(phone.get_by_role("alert").or_(phone.locator(".field__error")).first).to_be_visible()
    assert_accessible(phone)
