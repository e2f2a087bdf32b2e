"""At 200 % zoom a desk of 1,280 pixels has 640 to show: nothing is cut off or scrolls aside.

WCAG 2.2, 1.4.4. And the delivery board, which officers look at on their phones as well.
"""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect

from audit.recording import entry
from ballots.models import Ballot
from ballots.services.posting import ballot_passcodes_post
from members.enums import DispatchState, Office
from members.models import Contact, Dispatch
from members.services.contact_checks import contact_check_open
from tests.browser.people import come_back
from tests.factories.ballots import Hall as Voters
from tests.factories.members import make_officer
from tests.pages.halls import Hall

pytestmark = pytest.mark.browser

RIGHT_OF_WORDS = """
(link) => {
  const words = document.createRange();
  words.selectNodeContents(link.lastChild);
  return words.getBoundingClientRect().right;
}
"""
ZOOMED = {"viewport": {"width": 640, "height": 400}, "device_scale_factor": 2}


@pytest.fixture
def ballot(hall: Hall) -> Ballot:
    """A vote whose passcodes were sent: one came back, and one voter has no address."""
    voters = [each.member for each in hall.credentials]
    with entry(actor=None) as log:
        Contact.objects.filter(member=voters[0]).update(failure="bounced")
        log.record("contact.changed", subject=voters[0])
    people = (hall.chair, hall.returning_officer, hall.teller)
    vote = Voters(hall.conference.body, hall.branches[0], *people, voters)
    ballot = vote.open(steps_up=True, window_seconds=3600)
    ballot_passcodes_post(ballot=ballot, actor=hall.returning_officer)
    bounced = Dispatch.objects.filter(member=voters[1])
    bounced.update(state=DispatchState.BOUNCED, reason="bounced")
    return ballot


def assert_fits(page: Page) -> None:
    over = page.evaluate("document.documentElement.scrollWidth - innerWidth")
    assert over <= 0, f"{page.url} scrolls aside by {over} pixels"


def test_delivery_board_on_a_phone(
    hall: Hall,
    ballot: Ballot,
    phone: Page,
    base_url: str,
    assert_accessible: Callable[[Page], None],
) -> None:
    come_back(phone, hall.returning_officer, base_url)
    phone.goto(f"/ballots/{ballot.pk}/delivery/")
    expect(phone.get_by_role("heading", name="2 voters were not reached")).to_be_visible()
    assert_accessible(phone)
    assert_fits(phone)

    table = phone.get_by_role("region", name="By branch")
    table.focus()  # wider than a phone: the table alone moves aside, by the arrow keys too
    phone.keyboard.press("ArrowRight")
    # not wait_for_function: what it asks again runs as words in the page, which our policy refuses
    expect(table).not_to_have_js_property("scrollLeft", 0)


def test_pages_fit_at_twice_their_size(
    hall: Hall, ballot: Ballot, open_page: Callable[..., Page], base_url: str
) -> None:
    contact_check_open(
        actor=make_officer(Office.MEMBERSHIP_OFFICER, hall.conference.body),
        label="Before the ballot",
        opens_at=timezone.now(),
        closes_at=timezone.now() + timedelta(days=9),
    )
    page = open_page(ZOOMED)
    page.goto("/sign-in/")
    assert_fits(page)
    page.get_by_label("Membership number or e-mail address").fill(hall.delegate.membership_number)
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="Enter your passcode")).to_be_visible()
    assert_fits(page)
    for member, address in (
        (hall.delegate, "/me/contact/"),
        (hall.delegate, "/me/"),
        (hall.delegate, f"/ballots/{ballot.pk}/booth/"),
        (hall.returning_officer, f"/ballots/{ballot.pk}/delivery/"),
    ):
        come_back(page, member, base_url)
        page.goto(address)
        expect(page.locator("h1").first).to_be_visible()
        assert_fits(page)


def test_long_name_leaves_the_way_out_free_on_the_narrowest_phone(
    phone: Page, hall: Hall, base_url: str
) -> None:
    with entry(actor=None) as log:
        hall.chair.name = "Bartholomew Featherstonehaugh-Cholmondeley"
        hall.chair.save(update_fields=["name"])
        log.record("test.prepared", subject="test")
    come_back(phone, hall.chair, base_url)
    phone.set_viewport_size({"width": 360, "height": 740})
    phone.goto("/c/NDC27/now/")
    name = phone.get_by_role("link", name="Signed in as")
    words = name.evaluate(RIGHT_OF_WORDS)
    out = phone.get_by_role("button", name="Sign out").bounding_box()
    assert out
    assert words <= out["x"]
