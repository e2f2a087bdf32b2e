"""Now in a real Chromium: the vote path as it is read out, a cut line, a push, and its bytes."""

import gzip
import re
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest
from django.contrib.staticfiles import finders
from django.test import Client
from django.utils import timezone
from playwright.sync_api import Page, Route, expect

from audit.store.write_guard import recorded_writes
from ballots.enums import Choice
from tests.browser.people import ballot_of, come_back, open_the_vote, votes
from tests.factories.ballots import cast_by
from tests.pages.halls import Hall, make_hall

NOW = "/c/NDC27/now/"
FIRST_LOAD_BYTES = 60_000
LISTEN = """() => {
  window.heard = [];
  const announcer = document.querySelector("body > [role=status]");
  new MutationObserver(() => announcer.textContent && window.heard.push(announcer.textContent))
    .observe(announcer, { childList: true });
}"""


@pytest.fixture
def hall_with_a_vote(db: None) -> tuple[Hall, Client]:
    """A hall in the middle of a vote, and a delegate's browser, without a server."""
    hall = make_hall()
    open_the_vote(hall)
    return hall, hall.as_(hall.delegate)


@pytest.fixture
def delegate(hall: Hall, phone: Page, base_url: str) -> Page:
    """A delegate who keeps Now open, before the vote."""
    hall.put_the_motion()
    come_back(phone, hall.delegate, base_url)
    phone.goto(NOW)
    expect(phone.locator("html")).to_have_attribute("data-live-state", "live")
    return phone


@pytest.mark.browser
def test_vote_path_is_read_out_in_order_with_every_choice_in_full(
    hall: Hall, delegate: Page, assert_accessible: Callable[[Page], None]
) -> None:
    hall.press("open_vote")

    expect(delegate.locator("#vote")).to_match_aria_snapshot(r"""
      - text: Vote open
      - time: /\d:\d\d/
      - text: /Closes at \d\d:\d\d:\d\d/
      - 'heading "That motion 1: Shorter working week pilots 1 be carried" [level=2]'
      - paragraph: /^If carried, this becomes a resolution of Lantern/
      - paragraph:
        - text: You have
        - strong: one vote
        - text: .
      - 'form "That motion 1: Shorter working week pilots 1 be carried"':
        - button "For": For I want us to agree to this.
        - button "Against": Against I want us not to agree to this.
        - button "Abstain": /^Abstain I take no side\. It is counted and shown/
      - button "I need more time"
      - status
      - group: I could not vote
      - paragraph: /^Show of hands · Simple majority\. Carried if more votes are for it/
      - paragraph:
        - strong: "0"
        - text: of 4 have voted 0%
      - progressbar "Turnout"
    """)
    choice = delegate.get_by_role("button", name="Abstain", exact=True)
    expect(choice).to_have_accessible_description(re.compile("I take no side. It is counted"))
    heard = delegate.get_by_role("status").filter(has_text="Voting is open")
    expect(heard).to_have_count(1)
    assert_accessible(delegate)

    delegate.get_by_role("button", name="For", exact=True).click()
    expect(delegate.get_by_role("button", name="For", exact=True, pressed=True)).to_be_visible()
    expect(delegate.locator("#my-vote")).to_match_aria_snapshot(r"""
      - paragraph: /Recorded \d\d:\d\d:\d\d. For/
      - paragraph: /Receipt \w{4}-\w{4}/
      - paragraph:
        - link "My receipt, and how to check it"
      - paragraph: You may change your vote until the vote closes. The last one counts.
    """)
    assert_accessible(delegate)


@pytest.mark.browser
@pytest.mark.parametrize(
    ("hall", "presses"),
    [(2, ["open_vote"]), (3, ["by_secret_ballot", "open_vote"])],
    indirect=["hall"],
    ids=["show", "secret"],
)
def test_opening_of_a_vote_is_read_out_once_however_often_the_page_is_pushed(
    hall: Hall, delegate: Page, presses: list[str]
) -> None:
    delegate.evaluate(LISTEN)
    for key in presses:
        hall.press(key)
    clock = delegate.locator("#vote [data-closes-at]")
    expect(clock).to_be_visible()
    expect(delegate.get_by_role("status").filter(has_text="Voting is open")).to_have_count(1)

    before = clock.get_attribute("data-closes-at") or ""
    hall.press("extend", seconds=60)
    expect(clock).not_to_have_attribute("data-closes-at", before)
    expect(delegate.get_by_role("status").filter(has_text="There is more time")).to_have_count(1)
    delegate.context.set_offline(offline=True)
    expect(delegate.locator("html")).to_have_attribute("data-live-state", "offline")
    delegate.context.set_offline(offline=False)
    expect(delegate.locator("html")).to_have_attribute("data-live-state", "live")

    heard = delegate.evaluate("window.heard")
    assert len([words for words in heard if words.startswith("Voting is open")]) == 1
    assert len([words for words in heard if words.startswith("There is more time")]) == 1


@pytest.mark.browser
def test_push_that_comes_while_the_page_still_loads_takes_no_receipt_away(
    hall: Hall, phone: Page, base_url: str
) -> None:
    """On a bad line the stream could speak before the script that keeps one's own was there."""
    open_the_vote(hall)
    cast_by(hall.delegate, hall.ballot, Choice.FOR)
    come_back(phone, hall.delegate, base_url)
    held: list[Route] = []

    def hold(route: Route) -> None:
        held.append(route)

    phone.route("**/now*.js", hold)
    phone.goto(NOW, wait_until="commit")
    expect(phone.locator("#my-vote .receipt")).to_contain_text("For")
    phone.wait_for_timeout(2_000)
    held[0].continue_()

    expect(phone.locator("html")).to_have_attribute("data-live-state", "live")
    clock = phone.locator("[data-closes-at]").first
    before = clock.get_attribute("data-closes-at") or ""
    hall.press("extend", seconds=60)
    expect(clock).not_to_have_attribute("data-closes-at", before)
    expect(phone.locator("#my-vote .receipt")).to_contain_text("For")


@pytest.mark.browser
def test_vote_is_cast_and_changed_by_keyboard_and_focus_outlives_a_push(
    hall: Hall, delegate: Page
) -> None:
    hall.press("open_vote")
    delegate.get_by_role("button", name="For", exact=True).focus()
    delegate.keyboard.press("Enter")
    expect(delegate.locator(".receipt")).to_contain_text("For")
    delegate.keyboard.press("Tab")
    delegate.keyboard.press("Space")
    expect(delegate.locator(".receipt")).to_contain_text("Against")
    before = delegate.locator("#vote [data-closes-at]").get_attribute("data-closes-at")

    hall.press("extend", seconds=60)

    clock = delegate.locator("#vote [data-closes-at]")
    expect(clock).not_to_have_attribute("data-closes-at", before or "")
    expect(delegate.get_by_role("button", name="Against", exact=True)).to_be_focused()
    expect(delegate.locator(".receipt")).to_contain_text("Against")
    assert votes(hall) == {"against": 1}


@pytest.mark.browser
def test_vote_pressed_without_a_line_is_not_sent_later_and_the_truth_comes_back(
    hall: Hall, delegate: Page
) -> None:
    hall.press("open_vote")
    choice = delegate.get_by_role("button", name="For", exact=True)
    expect(choice).to_be_visible()
    delegate.context.set_offline(offline=True)
    choice.click()
    expect(delegate.get_by_role("alert")).to_contain_text("Not sent yet: For")
    assert not votes(hall)
    cast_by(hall.delegate, ballot_of(hall), Choice.ABSTAIN)  # on another device, meanwhile

    delegate.context.set_offline(offline=False)

    expect(delegate.locator(".receipt")).to_contain_text("Abstain")
    expect(delegate.get_by_role("alert")).to_have_count(0)
    assert votes(hall) == {"abstain": 1}


@pytest.mark.browser
def test_two_presses_at_once_are_both_sent_and_the_last_one_counts(
    hall: Hall, delegate: Page
) -> None:
    hall.press("open_vote")
    delegate.get_by_role("button", name="For", exact=True).dispatch_event("click")
    delegate.get_by_role("button", name="Against", exact=True).dispatch_event("click")

    expect(delegate.locator(".receipt")).to_contain_text("Against")
    assert votes(hall) == {"against": 1}


@pytest.mark.browser
def test_more_time_is_one_press_and_everybody_s_clock_follows(hall: Hall, delegate: Page) -> None:
    hall.press("open_vote")
    clock = delegate.locator("#vote [data-closes-at]")
    expect(clock).to_be_visible()
    ballot = ballot_of(hall)
    ballot.closes_at = timezone.now() + timedelta(seconds=25)
    with recorded_writes():
        ballot.save(update_fields=["closes_at"])
    before = clock.get_attribute("data-closes-at")

    delegate.get_by_role("button", name="I need more time").click()

    expect(delegate.locator("#more-time-said")).to_contain_text("open until")
    expect(clock).not_to_have_attribute("data-closes-at", before or "")
    assert ballot.times_asked.count() == 1


@pytest.mark.browser
def test_points_of_a_motion_are_words_and_not_points_of_order(hall: Hall, delegate: Page) -> None:
    point = delegate.locator("#words-before-conference .point").first
    expect(point).to_contain_text("publish a model claim")
    expect(point).to_have_css("border-top-width", "0px")


@pytest.mark.browser
def test_nothing_is_lost_at_400_percent(hall: Hall, delegate: Page) -> None:
    hall.press("open_vote")
    delegate.set_viewport_size({"width": 320, "height": 256})
    expect(delegate.get_by_role("button", name="Abstain", exact=True)).to_be_visible()

    assert delegate.evaluate("document.documentElement.scrollWidth") <= 320


@pytest.mark.browser
def test_now_reads_and_votes_as_plain_html(hall: Hall, plain_phone: Page, base_url: str) -> None:
    open_the_vote(hall)
    come_back(plain_phone, hall.delegate, base_url)
    plain_phone.goto(NOW)

    expect(plain_phone.get_by_role("link", name="Reload this page")).to_be_visible()
    expect(plain_phone.get_by_text("You have one vote.")).to_be_visible()
    plain_phone.get_by_role("button", name="Abstain", exact=True).click()
    expect(plain_phone.locator(".receipt")).to_contain_text("Abstain")


def test_first_load_of_now_stays_below_60_kb(hall_with_a_vote: tuple[Hall, Client]) -> None:
    _hall, client = hall_with_a_vote
    page = client.get(NOW, headers={"Accept-Encoding": "gzip"})
    html = page.content if page.get("Content-Encoding") else gzip.compress(page.content)
    text = client.get(NOW).text
    asked = set(re.findall(r'(?:href|src)="(/static/[^"]+\.(?:css|js|woff2|svg))"', text))
    assert len(asked) >= 7
    sizes = {address: _wire_bytes(address) for address in asked}
    assert len(html) + sum(sizes.values()) < FIRST_LOAD_BYTES, sizes | {"html": len(html)}


def _wire_bytes(address: str) -> int:
    """Give what a file takes over the wire, as WhiteNoise serves it, with its headers."""
    found = finders.find(address.removeprefix("/static/"))
    assert isinstance(found, str), address
    content = Path(found).read_bytes()
    return 400 + (len(content) if found.endswith("woff2") else len(gzip.compress(content, 9)))
