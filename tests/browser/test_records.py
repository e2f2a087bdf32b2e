"""Two officers destroy a record, and members see what is held about them, in a browser."""

from collections.abc import Callable
from datetime import timedelta

import pytest
import time_machine
from django.utils import timezone
from playwright.sync_api import Page, expect

from audit.store.sequencer import sequence_all
from members import services
from members.enums import Office
from members.models import Member
from members.retention import NAMELESS
from tests.browser.people import ballot_of, come_back
from tests.factories.members import make_member, make_officer
from tests.pages.halls import Hall

pytestmark = pytest.mark.browser

Check = Callable[[Page], None]
THREE_YEARS = timedelta(days=3 * 366)


def left_long_ago(hall: Hall) -> Member:
    with time_machine.travel(timezone.now() - THREE_YEARS):
        member = make_member("Asha Bellweather", branch=hall.branches[0])
        return services.member_suspend(actor=None, member=member)


def fits(page: Page) -> bool:
    fitting: bool = page.evaluate(
        "document.documentElement.scrollWidth <= document.documentElement.clientWidth"
    )
    return fitting


def test_one_officer_asks_and_another_destroys(
    hall: Hall, phone: Page, desk: Page, assert_accessible: Check, base_url: str
) -> None:
    gone = left_long_ago(hall)
    keeper = make_officer(Office.MEMBERSHIP_OFFICER, hall.conference.body, "Winifred Tarn")
    come_back(phone, keeper, base_url)
    phone.goto("/records/")
    assert fits(phone)
    assert_accessible(phone)
    phone.get_by_role("button", name="Ask to destroy").click()
    expect(phone.get_by_role("button", name="Take it back")).to_be_visible()
    expect(phone.get_by_role("button", name="Destroy these records")).to_have_count(0)
    assert fits(phone)
    assert_accessible(phone)

    come_back(desk, hall.returning_officer, base_url)
    desk.goto("/records/")
    desk.get_by_role("link", name="The register entry of a person who has left").click()
    assert_accessible(desk)
    desk.get_by_role("button", name="Destroy these records").click()
    expect(desk.get_by_role("heading", name="Certificate of destruction")).to_be_visible()
    assert_accessible(desk)
    gone.refresh_from_db()
    assert gone.name == NAMELESS


def test_member_takes_away_everything_held_about_them_without_a_script(
    hall: Hall, plain_phone: Page, base_url: str
) -> None:
    come_back(plain_phone, hall.delegate, base_url)
    plain_phone.goto("/me/")
    plain_phone.get_by_role("link", name="What we hold about me").click()
    expect(plain_phone.get_by_text(hall.delegate.pseudonym)).to_be_visible()
    with plain_phone.expect_download() as coming:
        plain_phone.get_by_role("button", name="Take it all away").click()
    assert coming.value.suggested_filename == "about-me.zip"


def test_what_is_held_and_how_people_voted_can_be_read_by_everyone(
    hall: Hall, phone: Page, desk: Page, assert_accessible: Check, base_url: str
) -> None:
    hall.decide_the_motion()
    sequence_all()
    come_back(phone, hall.delegate, base_url)
    scrutineer = make_officer(Office.SCRUTINEER, hall.conference.body, "Idris Penhale")
    come_back(desk, scrutineer, base_url)
    disclosures = f"/ballots/{ballot_of(hall).pk}/disclosures/"
    for page, address in [(phone, "/me/data/"), (phone, disclosures), (desk, disclosures)]:
        page.goto(address)
        expect(page.locator("h1").first).to_be_attached()
        assert fits(page)
        assert_accessible(page)
