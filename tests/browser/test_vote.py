"""A vote from end to end, as the people in the hall see it."""

import re
from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect

from audit.store.write_guard import recorded_writes
from ballots.models import Ballot
from tests.browser.people import come_back, open_the_vote, others_vote, sign_in_with_passcode, votes
from tests.pages.halls import Hall

pytestmark = pytest.mark.browser

NOW = "/c/NDC27/now/"
CHAIR = "/c/NDC27/chair/"
HALL = "/c/NDC27/hall/"


@pytest.fixture
def chair(desk: Page, hall: Hall, base_url: str) -> Page:
    """The chair, at their desk."""
    come_back(desk, hall.chair, base_url)
    return desk


def press(page: Page, name: str) -> None:
    page.get_by_role("button", name=name, exact=True).click()


def test_delegate_signs_in_with_a_passcode_on_a_phone_and_votes(hall: Hall, phone: Page) -> None:
    open_the_vote(hall)
    sign_in_with_passcode(phone, hall.delegate)
    phone.goto(NOW)

    phone.get_by_role("button", name="For", exact=True).click()
    expect(phone.locator(".receipt")).to_contain_text("For")
    phone.get_by_role("button", name="Against").click()
    expect(phone.locator(".receipt")).to_contain_text("Against")

    assert votes(hall) == {"against": 1}


def test_delegate_without_javascript_casts_the_same_vote(hall: Hall, plain_phone: Page) -> None:
    open_the_vote(hall)
    sign_in_with_passcode(plain_phone, hall.delegate)
    plain_phone.goto(NOW)

    plain_phone.get_by_role("button", name="For", exact=True).click()
    expect(plain_phone.locator(".receipt")).to_contain_text("For")

    assert votes(hall) == {"for": 1}


def test_screen_reader_user_hears_that_a_vote_is_open_and_the_time_left(
    hall: Hall, phone: Page, base_url: str
) -> None:
    hall.put_the_motion()
    come_back(phone, hall.delegate, base_url)
    phone.goto(NOW)
    expect(phone.locator("html")).to_have_attribute("data-live-state", "live")

    hall.press("open_vote", accessible=True)

    heard = phone.get_by_role("status").filter(has_text="Voting is open")
    expect(heard).to_have_text(re.compile(r"^Voting is open\. 2:[0-3]\d left\.$"))


def test_chair_opens_extends_closes_and_declares(hall: Hall, chair: Page) -> None:
    hall.put_the_motion()
    chair.goto(CHAIR)

    press(chair, "Open the vote")
    before = chair.locator("[data-closes-at]").get_attribute("data-closes-at")
    chair.locator("summary", has_text="Extend the vote").click()
    press(chair, "Extend the vote")
    expect(chair.locator("[data-closes-at]")).not_to_have_attribute("data-closes-at", before or "")
    others_vote(hall)
    press(chair, "Close in 10 seconds")
    press(chair, "Declare the result")

    expect(chair.locator(".result__verdict")).to_contain_text("CARRIED")


def test_seconds_typed_outlive_an_extension_by_another_and_count_from_what_is_shown(
    hall: Hall, chair: Page, phone: Page, base_url: str
) -> None:
    come_back(phone, hall.teller, base_url)
    for page, address in ((chair, CHAIR), (phone, "/c/NDC27/teller/")):
        page.goto(address)
        expect(page.locator("html")).to_have_attribute("data-live-state", "live")
    open_the_vote(hall)
    before = hall.ballot.closes_at
    assert before
    chair.locator("summary", has_text="Extend the vote").click()
    chair.get_by_label("Seconds more").fill("90")
    shown = chair.locator("[data-closes-at]").get_attribute("data-closes-at")
    phone.get_by_label("Seconds more").fill("40")
    press(phone, "Extend the vote")  # which vote, and until when, the board has brought to it
    expect(phone.get_by_text("The vote is open for 40 seconds more.")).to_be_visible()
    clock = chair.locator("[data-closes-at]")
    expect(clock).not_to_have_attribute("data-closes-at", shown or "")
    expect(chair.get_by_label("Seconds more")).to_have_value("90")
    shown = clock.get_attribute("data-closes-at")
    press(chair, "Extend the vote")
    expect(clock).not_to_have_attribute("data-closes-at", shown or "")
    assert hall.ballot.closes_at == before + timedelta(seconds=130)


def test_hall_screen_and_phones_follow_without_a_reload(
    hall: Hall, chair: Page, screen: Page, phone: Page, base_url: str
) -> None:
    hall.put_the_motion()
    come_back(phone, hall.delegate, base_url)
    for page, address in ((screen, HALL), (phone, NOW), (chair, CHAIR)):
        page.goto(address)
    for page in (screen, phone):
        page.evaluate("window.sameDocument = true")

    press(chair, "Open the vote")
    expect(screen.get_by_text("Time left to vote")).to_be_visible()
    phone.get_by_role("button", name="For", exact=True).click()
    expect(phone.locator(".receipt")).to_contain_text("For")
    expect(screen.get_by_text("1 of 4")).to_be_visible()

    others_vote(hall)
    expect(screen.get_by_text("4 of 4")).to_be_visible()
    hall.press("close_vote")
    expect(screen.get_by_text("The chair will declare the result")).to_be_visible()
    press(chair, "Declare the result")
    for page in (screen, phone):
        expect(page.get_by_text("CARRIED", exact=True)).to_be_visible()
        assert page.evaluate("window.sameDocument"), "the page was loaded again"


def test_phone_that_was_away_sees_where_the_hall_is(hall: Hall, phone: Page, base_url: str) -> None:
    hall.put_the_motion()
    come_back(phone, hall.delegate, base_url)
    phone.goto(NOW)
    phone.context.set_offline(True)
    expect(phone.locator("[data-live-status]")).to_contain_text("You are offline")
    hall.press("open_vote")
    phone.context.set_offline(False)
    expect(phone.get_by_role("button", name="For", exact=True)).to_be_visible()


def test_words_under_way_when_the_line_was_cut_do_not_say_that_the_page_is_live(
    hall: Hall, phone: Page, base_url: str
) -> None:
    phone.add_init_script(
        "window.EventSource = class extends EventSource {"
        " constructor(...args) { super(...args); window.stream = this; } }"
    )
    hall.put_the_motion()
    come_back(phone, hall.delegate, base_url)
    phone.goto(NOW)
    expect(phone.locator("[data-live-status]")).to_have_text("Live")
    phone.context.set_offline(True)
    phone.evaluate("stream.dispatchEvent(new MessageEvent('clock', { data: String(Date.now()) }))")
    expect(phone.locator("[data-live-status]")).to_contain_text("You are offline")


def test_press_that_was_not_sent_says_so_until_one_is_answered(
    hall: Hall, phone: Page, base_url: str
) -> None:
    open_the_vote(hall)
    come_back(phone, hall.delegate, base_url)
    phone.goto(NOW)
    notice = phone.locator("[data-not-sent]")
    phone.context.set_offline(True)
    press(phone, "Against")
    expect(notice).to_contain_text("Not sent yet: Against at ")
    phone.context.set_offline(False)
    expect(phone.locator("[data-live-status]")).to_have_text("Live")
    hall.press("extend", seconds=60)
    expect(notice).to_contain_text("press again: it counts once")
    assert not votes(hall)

    press(phone, "Against")
    expect(phone.locator(".receipt")).to_contain_text("Against")
    expect(notice).to_have_count(0)
    assert votes(hall) == {"against": 1}


def test_press_that_was_not_sent_says_so_after_the_close_until_dismissed(
    hall: Hall, phone: Page, base_url: str
) -> None:
    open_the_vote(hall)
    come_back(phone, hall.delegate, base_url)
    phone.goto(NOW)
    notice = phone.locator("[data-not-sent]")
    phone.context.set_offline(True)
    press(phone, "For")
    expect(notice).to_be_visible()
    with recorded_writes():
        Ballot.objects.filter(pk=hall.ballot.pk).update(closes_at=timezone.now())
    hall.press("close_vote")
    phone.context.set_offline(False)
    expect(phone.locator(".choices")).to_have_count(0)
    expect(notice).to_contain_text("Count only on what a receipt shows")
    phone.wait_for_timeout(3_000)  # by then the server was asked, and knows of no vote of theirs

    press(phone, "Dismiss")
    expect(notice).to_have_count(0)
