"""A delegate on a bad line: whatever comes late, twice or never, the page tells no untruth."""

import re

import pytest
from playwright.sync_api import APIResponse, Page, Route, expect

from ballots.enums import Choice
from ballots.models import Cast
from tests.browser.people import ballot_of, come_back, open_the_vote, others_vote, votes
from tests.factories.ballots import cast_by
from tests.pages.elections import opened
from tests.pages.halls import Hall

pytestmark = pytest.mark.browser

NOW = "/c/NDC27/now/"
CAST = "**/ballots/*/cast/"
OWN = "**/now/own/"


class Held:
    """Requests that the line holds back: the server has answered each, and nobody knows it yet."""

    def __init__(self, page: Page, address: str) -> None:
        """Hold back every answer from this address."""
        self.page = page
        self.answers: list[tuple[Route, APIResponse]] = []
        self.is_over = False
        page.route(address, self._hold)

    def _hold(self, route: Route) -> None:
        if self.is_over:
            route.continue_()
        else:
            self.answers.append((route, route.fetch()))

    def wait(self, count: int = 1) -> None:
        """Wait until the server has answered so many."""
        for _ in range(300):
            if len(self.answers) >= count:
                return
            self.page.wait_for_timeout(100)
        raise AssertionError(len(self.answers))

    def let_go(self) -> None:
        """Let every answer arrive, and hold back no more."""
        self.is_over = True
        for route, answer in self.answers:
            route.fulfill(response=answer)

    def lose(self) -> None:
        """Lose every answer, and hold back no more."""
        self.is_over = True
        for route, _answer in self.answers:
            route.abort()


def press(page: Page, name: str) -> None:
    page.get_by_role("button", name=name, exact=True).click()


def live(page: Page) -> Page:
    expect(page.locator("html")).to_have_attribute("data-live-state", "live")
    return page


@pytest.fixture
def delegate(hall: Hall, phone: Page, base_url: str) -> Page:
    """A delegate who keeps Now open, in the middle of a vote."""
    open_the_vote(hall)
    come_back(phone, hall.delegate, base_url)
    phone.goto(NOW)
    return live(phone)


def take_it_again_by_card(hall: Hall) -> None:
    """End the show of hands, and open the card vote that replaces it."""
    others_vote(hall)
    hall.press("close_vote")
    hall.press("challenge", reason="The count was close")
    hall.press("order_card_vote")


def test_answer_that_comes_late_is_not_shown_in_the_next_vote(hall: Hall, delegate: Page) -> None:
    held = Held(delegate, CAST)
    press(delegate, "For")
    held.wait()
    assert votes(hall) == {"for": 1}
    take_it_again_by_card(hall)
    expect(delegate.locator("#vote")).to_have_attribute("data-form", "card_vote")
    held.let_go()
    delegate.wait_for_timeout(1_000)

    expect(delegate.locator("#my-vote .receipt")).to_have_count(0)
    choice = delegate.get_by_role("button", name="For", exact=True)
    expect(choice).to_have_attribute("aria-pressed", "false")
    late = delegate.get_by_role("status").filter(has_text="An answer came late")
    expect(late).to_contain_text("Recorded")
    press(delegate, "Dismiss")
    expect(late).to_have_count(0)


def test_refusal_that_comes_with_the_close_is_not_swept_away(hall: Hall, delegate: Page) -> None:
    held: list[Route] = []
    delegate.route(CAST, lambda route: held.append(route))  # noqa: PLW0108 - a route marks it
    press(delegate, "For")
    others_vote(hall)
    hall.press("close_vote")
    expect(delegate.locator(".choices")).to_have_count(0)
    held[0].continue_()
    expect(delegate.locator(".notice--refused")).to_be_visible()
    hall.press("declare")
    expect(delegate.get_by_text("CARRIED", exact=True)).to_be_visible()
    expect(delegate.locator(".notice--refused")).to_be_visible()


def test_answer_of_a_poll_never_takes_the_place_of_a_later_push(hall: Hall, delegate: Page) -> None:
    held = Held(delegate, f"**{NOW}")
    delegate.evaluate("dispatchEvent(new Event('online'))")
    held.wait()
    others_vote(hall)
    hall.press("close_vote")
    expect(delegate.locator(".choices")).to_have_count(0)
    held.let_go()
    delegate.wait_for_timeout(2_000)
    expect(delegate.locator(".choices")).to_have_count(0)


def test_answer_of_a_poll_never_takes_the_place_of_a_later_vote(hall: Hall, delegate: Page) -> None:
    press(delegate, "For")
    expect(delegate.locator(".receipt")).to_contain_text("For")
    held = Held(delegate, f"**{NOW}")
    delegate.evaluate("dispatchEvent(new Event('online'))")
    held.wait()
    press(delegate, "Against")
    expect(delegate.locator(".receipt")).to_contain_text("Against")
    held.let_go()
    delegate.wait_for_timeout(2_000)
    expect(delegate.locator(".receipt")).to_contain_text("Against")


def test_vote_whose_answer_was_lost_is_shown_as_recorded(hall: Hall, delegate: Page) -> None:
    held = Held(delegate, CAST)
    press(delegate, "For")
    held.wait()
    held.lose()
    expect(delegate.locator(".receipt")).to_contain_text("For", timeout=8_000)
    expect(delegate.locator("[data-not-sent]")).to_have_count(0)


def test_what_is_one_s_own_is_asked_for_until_it_comes(hall: Hall, delegate: Page) -> None:
    held = Held(delegate, CAST)
    press(delegate, "For")
    held.wait()
    lost: list[Route] = []

    def lose(route: Route) -> None:
        lost.append(route)
        route.abort() if len(lost) < 4 else route.continue_()

    delegate.route(OWN, lose)
    delegate.context.set_offline(True)
    held.lose()
    expect(delegate.locator("[data-not-sent]")).to_be_visible()
    delegate.context.set_offline(False)
    live(delegate)
    expect(delegate.locator("[data-not-sent]")).to_have_count(0)
    expect(delegate.locator(".receipt")).to_contain_text("For")


def test_page_without_the_script_that_keeps_one_s_own_does_not_take_it_away(
    hall: Hall, phone: Page, base_url: str
) -> None:
    open_the_vote(hall)
    cast_by(hall.delegate, hall.ballot, Choice.FOR)
    come_back(phone, hall.delegate, base_url)
    phone.route("**/now*.js", lambda route: route.abort())
    phone.goto(NOW)
    expect(phone.locator("#my-vote .receipt")).to_contain_text("For")
    hall.press("extend", seconds=60)
    phone.wait_for_timeout(3_000)
    expect(phone.locator("#my-vote .receipt")).to_contain_text("For")
    phone.unroute("**/now*.js")
    live(phone)
    expect(phone.locator("#my-vote .receipt")).to_contain_text("For")


def test_page_without_the_script_that_warns_votes_as_plain_html(
    hall: Hall, phone: Page, base_url: str
) -> None:
    open_the_vote(hall)
    come_back(phone, hall.delegate, base_url)
    phone.route("**/live*.js", lambda route: route.abort())
    phone.goto(NOW)
    with phone.expect_navigation():
        press(phone, "For")
    expect(phone.locator(".receipt")).to_contain_text("For")


def test_press_after_signing_out_in_another_tab_leads_to_signing_in(
    hall: Hall, delegate: Page
) -> None:
    other = delegate.context.new_page()
    other.goto(NOW)
    press(other, "Sign out")
    expect(other.get_by_role("link", name="Sign in").first).to_be_visible()
    other.close()
    press(delegate, "I need more time")
    expect(delegate).to_have_url(re.compile(r"/sign-in/\?next=/c/NDC27/now/$"))


def test_same_paper_in_another_tab_shows_the_vote_too(hall: Hall, delegate: Page) -> None:
    other = delegate.context.new_page()
    other.goto(NOW)
    live(other)
    press(delegate, "For")
    expect(other.locator(".receipt")).to_contain_text("For")
    press(other, "Against")
    expect(delegate.locator(".receipt")).to_contain_text("Against")


def test_vote_page_shows_a_vote_whose_answer_was_lost(
    hall: Hall, phone: Page, base_url: str
) -> None:
    open_the_vote(hall)
    come_back(phone, hall.delegate, base_url)
    phone.goto(f"/ballots/{ballot_of(hall).pk}/")
    held = Held(phone, CAST)
    press(phone, "For")
    held.wait()
    held.lose()
    expect(phone.locator(".receipt")).to_contain_text("For")
    expect(phone.locator("[data-not-sent]")).to_have_count(0)


def test_paper_that_no_answer_comes_to_says_so_and_can_be_sent_again(
    hall: Hall, phone: Page, base_url: str
) -> None:
    ballot = opened(hall)
    come_back(phone, hall.delegate, base_url)
    phone.clock.install()
    phone.goto(f"/vote/{ballot.pk}/")
    phone.get_by_role("button", name="Efa Rhydderch").first.tap()
    press(phone, "Review my paper")
    expect(phone.get_by_role("button", name="Cast this paper")).to_be_visible()
    held = Held(phone, f"**/vote/{ballot.pk}/")
    press(phone, "Cast this paper")
    held.wait()
    phone.clock.run_for(25_000)
    expect(phone.locator("[data-not-sent]")).to_contain_text("press again: it counts once")
    held.is_over = True
    press(phone, "Cast this paper")
    expect(phone.locator(".receipt")).to_contain_text("Recorded")
    assert Cast.objects.count() == 1


def test_paper_without_the_script_that_warns_is_plain_html(
    hall: Hall, phone: Page, base_url: str
) -> None:
    ballot = opened(hall)
    come_back(phone, hall.delegate, base_url)
    phone.route("**/live*.js", lambda route: route.abort())
    phone.goto(f"/vote/{ballot.pk}/")
    phone.get_by_role("textbox").first.fill("1")
    with phone.expect_navigation():
        press(phone, "Review my paper")
    with phone.expect_navigation():
        press(phone, "Cast this paper")
    expect(phone.locator(".receipt")).to_contain_text("Recorded")


def test_wall_says_that_its_program_did_not_come_and_fetches_it_by_itself(
    hall: Hall, screen: Page
) -> None:
    screen.clock.install()
    screen.route("**/live*.js", lambda route: route.abort())
    screen.goto("/c/NDC27/hall/")
    expect(screen.locator(".screen__stale")).to_contain_text("No connection since")
    screen.unroute("**/live*.js")
    screen.clock.run_for(16_000)
    live(screen)
    expect(screen.locator(".screen__stale")).to_be_hidden()


def test_what_is_typed_is_not_lost_to_a_line_that_is_cut(hall: Hall, delegate: Page) -> None:
    delegate.get_by_text("Raise a point of order").click()
    words = delegate.get_by_label("The point, in a sentence")
    words.fill("Rule 4 asks for a card vote here.")
    delegate.context.set_offline(offline=True)
    press(delegate, "Raise it now")
    expect(delegate.locator("[data-not-sent]")).to_contain_text("Not sent yet: Raise it now")
    expect(words).to_have_value("Rule 4 asks for a card vote here.")
    delegate.context.set_offline(offline=False)
    live(delegate)
    press(delegate, "Raise it now")
    expect(delegate.get_by_text("is with the chair").first).to_be_visible()


def test_vote_page_does_not_say_that_an_extended_vote_is_closed(
    hall: Hall, phone: Page, base_url: str
) -> None:
    open_the_vote(hall)
    come_back(phone, hall.delegate, base_url)
    phone.clock.install()
    phone.goto(f"/ballots/{ballot_of(hall).pk}/")
    before = phone.locator("[data-closes-at]").get_attribute("data-closes-at")
    hall.press("extend", seconds=600)
    phone.clock.fast_forward(95_000)
    phone.clock.run_for(2_000)
    clock = phone.locator("[data-closes-at]")
    expect(clock).not_to_have_attribute("data-closes-at", before or "")
    expect(clock).to_have_text(re.compile(r"\d+:\d\d"))


def test_chair_s_page_fetches_again_what_a_bad_line_lost(
    hall: Hall, desk: Page, base_url: str
) -> None:
    come_back(desk, hall.chair, base_url)
    desk.route("**/htmx*.js", lambda route: route.abort())
    desk.goto("/c/NDC27/chair/")
    expect(desk.locator("html")).to_have_attribute("data-live-state", "arriving")
    desk.wait_for_timeout(1_000)
    desk.unroute("**/htmx*.js")
    live(desk)
    expect(desk.locator("datalist option").first).to_be_attached()


def test_style_that_the_line_lost_is_fetched_again(hall: Hall, phone: Page, base_url: str) -> None:
    """Without its style Now tells a voter that they have no vote."""
    open_the_vote(hall)
    come_back(phone, hall.delegate, base_url)
    lost: list[Route] = []

    def lose(route: Route) -> None:
        lost.append(route)
        if len(lost) < 3:
            route.abort()
        else:
            route.continue_()

    phone.route("**/css/now*.css", lose)
    phone.goto(NOW)
    expect(phone.get_by_text("Your credential does not carry a vote")).to_be_hidden()
    assert len(lost) == 3


def test_vote_whose_answer_was_lost_is_shown_though_it_closed_meanwhile(
    hall: Hall, delegate: Page
) -> None:
    held = Held(delegate, CAST)
    press(delegate, "For")
    held.wait()
    for line in ballot_of(hall).roll.filter(cast=None).select_related("voter"):
        cast_by(line.voter, ballot_of(hall), Choice.AGAINST)
    hall.press("close_vote")
    expect(delegate.locator(".choices")).to_have_count(0)
    held.lose()
    expect(delegate.locator(".receipt")).to_contain_text("For")
    expect(delegate.locator("[data-not-sent]")).to_have_count(0)
