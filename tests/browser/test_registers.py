"""The registers and the scrutiny pack, on a returning officer's phone and at the desk."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect

from conferences.services import (
    complaint_begin_procedure,
    complaint_receive,
    departure_enter,
    incident_open,
)
from tests.browser.people import come_back
from tests.pages.halls import Hall

pytestmark = pytest.mark.browser

HOME = "/c/NDC27/registers/"
PAGES = [
    HOME,
    f"{HOME}incidents/",
    f"{HOME}incidents/1/",
    f"{HOME}departures/1/",
    f"{HOME}complaints/1/",
    f"{HOME}access/",
    "/c/NDC27/scrutiny-pack/",
]


@pytest.fixture
def entered(hall: Hall) -> Hall:
    """Enter one of each."""
    officer, today = hall.returning_officer, timezone.localdate()
    incident_open(
        conference=hall.conference,
        actor=hall.teller,
        started_at=timezone.now(),
        what="The hall screen is dark, the phones go on.",
        effect="No vote is touched.",
    )
    departure_enter(
        conference=hall.conference,
        actor=officer,
        rule="Rule 12.4",
        reason="Only one teller could be found.",
        departed_on=today,
    )
    complaint = complaint_receive(
        conference=hall.conference,
        actor=officer,
        complainant="Dafydd Rowe-Sample",
        about="That the vote was closed too early.",
        rule="Standing order 14",
        breach_on=today - timedelta(days=60),
        received_on=today - timedelta(days=50),
    )
    complaint_begin_procedure(
        complaint=complaint, actor=officer, began_on=today - timedelta(days=40)
    )
    return hall


def test_the_registers_are_accessible_and_fit_a_phone(
    entered: Hall,
    phone: Page,
    desk: Page,
    assert_accessible: Callable[[Page], None],
    base_url: str,
) -> None:
    for page in (phone, desk):
        come_back(page, entered.returning_officer, base_url)
        page.emulate_media(reduced_motion="reduce")
        for address in PAGES:
            page.goto(address)
            expect(page.locator("h1")).to_be_attached()
            page.eval_on_selector_all("details", "all => all.forEach(each => each.open = true)")
            assert_accessible(page)
            width = page.evaluate("document.documentElement.scrollWidth")
            assert width <= page.evaluate("window.innerWidth"), address
