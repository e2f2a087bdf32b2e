"""Posts and nominations on a phone and at a desk: axe finds nothing, and nothing is too wide."""

from collections.abc import Callable
from datetime import timedelta

import pytest
import time_machine
from django.utils import timezone
from playwright.sync_api import Page, expect

from ballots.counting.contest import Reserved
from conferences.models import Nomination
from conferences.services import nominations_close, statement_write
from members.models import Member
from tests.browser.people import come_back
from tests.factories.elections import Field, make_field
from tests.pages.halls import Hall

pytestmark = pytest.mark.browser

HOME = "/c/NDC27/elections/"
STATEMENT = "I have been a steward for nine years.\n\nI ask for your vote to be heard in time."


@pytest.fixture
def fields(hall: Hall) -> tuple[Field, Field]:
    """One post whose nominations are open, and one whose candidates are known."""
    with time_machine.travel(timezone.now() - timedelta(days=3)):
        known = make_field(
            hall,
            reference="E2",
            title="Delegation to congress",
            seats=2,
            rule="plurality",
            ron=True,
            reserved=[Reserved("women", 1)],
        )
        for place, name in enumerate(("Ann Umber", "Bo Vale", "Cerys Adeyemi-Ward")):
            nomination = known.stands(name, *["women"] * (place != 1))
            statement_write(nomination=nomination, actor=nomination.nominee, text=STATEMENT)
    nominations_close(post=known.post, actor=None)
    running = make_field(hall, clerk=known.clerk)
    running.nominate(hall.delegate)
    return running, known


def addresses(nominee: Member) -> list[str]:
    chosen = f"?q={nominee.first_name}&nominee={nominee.pk}"
    return [
        HOME,
        f"{HOME}E1/",
        f"{HOME}E2/",
        f"{HOME}E1/nominate/?q=delegate",
        f"{HOME}E1/nominate/{chosen}",
        f"{HOME}E1/my-nomination/",
    ]


def test_the_pages_of_an_election_are_accessible_and_fit_a_phone(
    fields: tuple[Field, Field],
    phone: Page,
    desk: Page,
    assert_accessible: Callable[[Page], None],
    base_url: str,
) -> None:
    running, _known = fields
    come_back(phone, running.leader, base_url)
    come_back(desk, running.officer, base_url)
    nominee = Nomination.objects.get(post=running.post).nominee
    looks = [
        (phone, addresses(nominee)),
        (desk, [HOME, f"{HOME}E1/desk/", f"{HOME}E2/desk/"]),
    ]
    for page, places in looks:
        page.emulate_media(reduced_motion="reduce")
        for address in places:
            page.goto(address)
            expect(page.locator("h1")).to_be_attached()
            page.eval_on_selector_all("details", "all => all.forEach(each => each.open = true)")
            assert_accessible(page)
            width = page.evaluate("document.documentElement.scrollWidth")
            assert width <= page.evaluate("window.innerWidth"), address
