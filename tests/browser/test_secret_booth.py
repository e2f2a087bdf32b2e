"""The booth: what is marked leaves it only as a ballot that the server's own check accepts."""

import json
import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pytest
from django.utils import timezone
from playwright.sync_api import BrowserType, Page, Route, expect

from ballots.sealing.audit.spoilt import NotAsSaid, audit
from ballots.sealing.ballots import seal, tracker
from ballots.sealing.ranked import decode
from tests.browser.booths import SITE, Booth, a_vote, an_election, opened
from tests.browser.conftest import PATIENCE_MS

pytestmark = [pytest.mark.browser, pytest.mark.django_db]


@pytest.fixture(scope="module")
def chromium(
    base_url: str,  # the database before the browser
    browser_type: BrowserType,
    browser_type_launch_args: dict[str, Any],
) -> Iterator[Callable[..., Page]]:
    """One browser for the module; a context of its own for each page."""
    browser = browser_type.launch(**browser_type_launch_args)

    def new_page(**options: Any) -> Page:
        screen = {"viewport": {"width": 390, "height": 844}, "reduced_motion": "reduce"}
        page = browser.new_context(**(screen | options)).new_page()
        page.set_default_timeout(PATIENCE_MS)
        return page

    yield new_page
    browser.close()


@pytest.fixture
def page(chromium: Callable[..., Page]) -> Iterator[Page]:
    """A page on which nothing may go wrong unseen: no error, and no word on the console."""
    said: list[str] = []
    page = chromium()
    page.on("pageerror", lambda error: said.append(str(error)))
    page.on("console", lambda message: said.append(message.text))
    yield page
    page.context.close()
    assert [words for words in said if not words.startswith("Failed to load resource")] == []


def cast(page: Page) -> None:
    page.get_by_role("button", name="Encrypt and cast").click()
    expect(page.get_by_role("heading", name="Your vote is cast")).to_be_focused()


def test_vote_is_sealed_by_keyboard_alone_and_can_be_counted(
    page: Page, assert_accessible: Callable[[Page], None]
) -> None:
    booth = Booth(a_vote()).open(page)
    assert_accessible(page)
    page.get_by_role("radio", name="For").focus()
    page.keyboard.press("ArrowDown")
    expect(page.locator("[data-words]")).to_have_text("Against")
    page.keyboard.press("Tab")  # start again
    page.keyboard.press("Tab")
    expect(page.get_by_role("button", name="Encrypt and cast")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="Your vote is cast")).to_be_focused()
    group = booth.election.group
    assert opened(booth) == [1, group.g, 1]
    shown = page.get_by_role("region", name="Your vote is cast")
    expect(shown).to_contain_text("Recorded. Your tracker:")
    expect(shown).to_contain_text(tracker(booth.cast[0].encode()))
    link = page.get_by_role("link", name="Find my ballot").get_attribute("href")
    assert link
    assert link.endswith(f"?tracker={quote(tracker(booth.cast[0].encode()), safe='')}")
    assert_accessible(page)


def test_crosses_are_sealed_no_more_than_allowed_and_changed_to_a_blank_paper(page: Page) -> None:
    booth = Booth(an_election("plurality")).open(page)
    for name in ("Carys Dunn", "Aled Bevan"):
        page.get_by_label(name).check()
    page.get_by_label("Dilwyn Prosser").click()
    expect(page.get_by_label("Dilwyn Prosser")).not_to_be_checked()
    expect(page.locator("[data-words]")).to_have_text("Aled Bevan, Carys Dunn")
    cast(page)
    g = booth.election.group.g
    assert opened(booth) == [1, g, 1, g, 1]

    page.get_by_role("link", name="Change my vote").click()
    page.get_by_label("Bronwen Tallis").check()
    page.get_by_label("Hand in a blank paper").check()
    expect(page.get_by_label("Bronwen Tallis")).not_to_be_checked()
    cast(page)
    assert opened(booth) == [g, 1, 1, 1, 1]


def test_paper_is_ranked_moved_and_sealed(
    page: Page, assert_accessible: Callable[[Page], None]
) -> None:
    booth = Booth(an_election("ers97")).open(page)
    for name in ("Dilwyn Prosser", "Aled Bevan", "Carys Dunn"):
        page.get_by_role("button", name=name).first.click()
    page.get_by_role("button", name="Move Carys Dunn up").press("Enter")
    expect(page.get_by_text("Carys Dunn is your 2nd preference.")).to_be_attached()
    expect(page.get_by_role("button", name="Move Carys Dunn up")).to_be_focused()
    assert_accessible(page)
    cast(page)
    assert decode(booth.election.group, opened(booth)[0], 4) == (3, 0, 2, 1)


def test_ballot_is_opened_spoilt_and_checked_elsewhere_then_another_is_cast(
    page: Page, assert_accessible: Callable[[Page], None], tmp_path: Path
) -> None:
    booth = Booth(a_vote()).open(page)
    page.get_by_text("Abstain").click()
    page.get_by_text("Check this encryption first").click()
    page.get_by_role("button", name="Encrypt, and let me decide").click()
    expect(page.get_by_role("heading", name="is sealed, and not cast")).to_be_focused()
    noted = page.locator("[data-stage=decide] [data-tracker]").inner_text()
    assert_accessible(page)
    page.get_by_role("button", name="Open it and check it").click()
    expect(page.get_by_role("heading", name="this ballot is spoilt")).to_be_focused()
    expect(page.locator("[data-opened]")).to_have_text("Abstain")
    assert_accessible(page)
    with page.expect_download() as download:
        page.get_by_role("link", name="Save it, to check elsewhere").click()
    download.value.save_as(tmp_path / "spoilt.json")
    raw = (tmp_path / "spoilt.json").read_bytes()
    assert audit(raw).answers == (("Should it be so?", "Abstain"),)
    assert audit(raw).tracker == noted
    said_other = json.loads(raw)
    said_other["openings"][0]["answers"] = [0, 1, 0]
    with pytest.raises(NotAsSaid):
        audit(json.dumps(said_other).encode())

    page.get_by_role("button", name="Back to my paper").click()
    cast(page)
    assert tracker(booth.cast[0].encode()) != noted
    assert booth.cast[0] != said_other["ballot"]
    assert opened(booth) == [1, 1, booth.election.group.g]


def test_voter_is_shown_and_keeps_for_which_election_the_ballot_was_encrypted(
    page: Page, assert_accessible: Callable[[Page], None]
) -> None:
    """A server that handed one voter another key could open that vote: here it shows."""
    booth = Booth(a_vote()).open(page)
    page.get_by_text("Against").click()
    cast(page)
    shown = page.get_by_role("region", name="Your vote is cast")
    shown.get_by_text("Which key it was encrypted with").click()
    expect(shown.locator("[data-fingerprint]")).to_have_text(booth.election.fingerprint)
    assert_accessible(page)
    with page.expect_download() as download:
        page.get_by_role("link", name="Keep my receipt").click()
    kept = Path(download.value.path()).read_text()
    assert f"Fingerprint of the election: {booth.election.fingerprint}\n" in kept


def test_ballot_whose_tracker_was_shown_is_the_one_that_is_cast(page: Page) -> None:
    booth = Booth(a_vote()).open(page)
    page.get_by_text("Against").click()
    page.get_by_text("Check this encryption first").click()
    page.get_by_role("button", name="Encrypt, and let me decide").click()
    expect(page.get_by_role("heading", name="is sealed, and not cast")).to_be_focused()
    noted = page.locator("[data-stage=decide] [data-tracker]").inner_text()
    page.get_by_role("button", name="Cast this ballot").click()
    expect(page.get_by_role("heading", name="Your vote is cast")).to_be_focused()
    assert tracker(booth.cast[0].encode()) == noted


def test_nothing_secret_leaves_the_page_or_stays_in_it(page: Page) -> None:
    booth = Booth(an_election("ers97")).open(page)
    for name in ("Dilwyn Prosser", "Aled Bevan"):
        page.get_by_role("button", name=name).first.click()
    page.get_by_text("Check this encryption first").click()
    page.get_by_role("button", name="Encrypt, and let me decide").click()
    page.get_by_role("button", name="Open it and check it").click()
    randomness = page.locator("[data-numbers] li").text_content()
    assert randomness
    page.get_by_role("button", name="Back to my paper").click()
    page.get_by_text("Use your own program").click()
    page.get_by_role("button", name="Show my credential").click()
    expect(page.locator("[data-credential-words]").first).to_have_text(booth.secret)
    cast(page)

    posted = [request for request in booth.requests if request[0] == "POST"]
    assert [body for _method, _url, body in posted] == booth.cast
    asked = "\n".join(" ".join(request) for request in booth.requests)
    for secret in (booth.secret, randomness, "Dilwyn", "1. ", "[2,0,0,1]"):
        assert secret not in asked
    paths = {url.removeprefix(SITE) for method, url, _body in booth.requests if method == "GET"}
    assert {path for path in paths if not path.startswith("/static/")} == {booth.path}
    stored = page.evaluate("[localStorage.length, sessionStorage.length, location.href]")
    assert stored == [0, 0, f"{SITE}{booth.path}"]
    left = page.content()
    assert booth.secret not in left
    assert page.locator("[aria-pressed=true]").count() == 0
    assert page.locator("[data-ranking] li").count() == 0


def test_ballot_without_an_answer_is_sent_again_the_same(page: Page) -> None:
    lost: list[str | None] = []

    def answers(booth: Booth, route: Route) -> None:
        if len(lost) < 1:
            lost.append(route.request.post_data)
            return route.abort()
        return booth.record(route)

    booth = Booth(a_vote(), answers=answers).open(page)
    page.get_by_text("Abstain").click()
    page.get_by_role("button", name="Encrypt and cast").click()
    expect(page.get_by_role("heading", name="No answer came")).to_be_focused()
    page.get_by_role("button", name="Send it again").click()
    expect(page.get_by_role("heading", name="Your vote is cast")).to_be_focused()
    assert booth.cast == lost


def test_ballot_waits_on_a_device_without_a_connection_and_is_sent_when_it_is_back(
    page: Page, assert_accessible: Callable[[Page], None]
) -> None:
    booth = Booth(a_vote()).open(page)
    page.get_by_text("Abstain").click()
    page.context.set_offline(True)
    page.get_by_role("button", name="Encrypt and cast").click()
    expect(page.get_by_role("heading", name="Not sent yet")).to_be_focused()
    assert_accessible(page)
    assert booth.cast == []
    page.context.set_offline(False)
    expect(page.get_by_role("heading", name="Your vote is cast")).to_be_focused()
    assert len(booth.cast) == 1


@pytest.mark.parametrize(
    ("found", "words"),
    [
        ("counts", "it was found there by its tracker"),
        ("missing", "This vote has closed. Your ballot did not arrive"),
    ],
)
def test_whether_a_ballot_arrived_before_the_close_is_found_out_by_its_tracker(
    page: Page, found: str, words: str
) -> None:
    sent: list[str] = []

    def answers(_booth: Booth, route: Route) -> None:
        sent.append(route.request.post_data or "")
        if len(sent) == 1:
            return route.abort()
        told = {"code": "ballot-closed", "message": "This vote has closed."}
        return route.fulfill(status=409, json=told)

    asked: list[str] = []

    def listed(route: Route) -> None:
        asked.append(route.request.url)
        html = f'<section data-found="{found}"></section>'
        route.fulfill(body=html, content_type="text/html")

    Booth(a_vote(), answers=answers).open(page)
    page.route("**/sealed/**", listed)
    page.get_by_text("Abstain").click()
    page.get_by_role("button", name="Encrypt and cast").click()
    page.get_by_role("button", name="Send it again").click()
    expect(page.get_by_text(words)).to_be_visible()
    assert [url.partition("?tracker=")[2] for url in asked] == [
        quote(tracker(sent[0].encode()), safe="")
    ]


def test_ballot_that_was_exchanged_for_another_is_not_called_cast(page: Page) -> None:
    def answers(booth: Booth, route: Route) -> None:
        booth.cast.append(route.request.post_data or "")
        route.fulfill(json={"tracker": "A" * 43, "height": 4, "head": "ab" * 32, "receipt": "v4"})

    booth = Booth(a_vote(), answers=answers).open(page)
    page.get_by_text("Abstain").click()
    page.get_by_role("button", name="Encrypt and cast").click()
    expect(page.get_by_text("your vote may have been exchanged")).to_be_visible()
    expect(page.get_by_text(tracker(booth.cast[0].encode())).first).to_be_visible()
    expect(page.get_by_role("heading", name="Your vote is cast")).to_be_hidden()


def test_paper_without_a_mark_is_not_sealed_and_one_that_is_refused_keeps_its_marks(
    page: Page,
) -> None:
    def answers(_booth: Booth, route: Route) -> None:
        told = {"code": "ballot-closed", "message": "This vote has closed."}
        route.fulfill(status=409, json=told)

    booth = Booth(a_vote(), answers=answers).open(page)
    press = page.get_by_role("button", name="Encrypt and cast")
    press.click()
    expect(page.get_by_role("alert")).to_contain_text("Mark your paper first.")
    assert not [request for request in booth.requests if request[0] == "POST"]
    page.get_by_text("Abstain").click()
    press.click()
    expect(page.get_by_role("alert")).to_contain_text("This vote has closed.")
    expect(page.get_by_role("radio", name="Abstain")).to_be_checked()
    expect(press).to_be_enabled()


def test_ballot_of_another_program_is_cast_and_what_is_none_is_not(page: Page) -> None:
    booth = Booth(a_vote()).open(page)
    page.get_by_text("Use your own program").click()
    press = page.get_by_role("button", name="Cast this sealed ballot")
    own = page.get_by_label("The sealed ballot that it made")
    own.fill("my vote is: for")
    press.click()
    expect(page.get_by_text("That is not a sealed ballot")).to_be_visible()
    own.fill(seal(Booth(a_vote()).election, booth.secret, [[1, 0, 0]]).decode())
    press.click()
    expect(page.get_by_text("This ballot was made for another vote")).to_be_visible()
    made = seal(booth.election, booth.secret, [[1, 0, 0]]).decode()
    own.fill(f"{made}\n")
    press.click()
    expect(page.get_by_role("heading", name="Your vote is cast")).to_be_focused()
    assert booth.cast == [made]


@pytest.mark.parametrize(
    ("altered", "words"),
    [
        ("booth.js", "This vote is encrypted by your own browser"),
        ("sealing.js", "This browser cannot seal a ballot here"),
    ],
)
def test_altered_script_is_not_run(chromium: Callable[..., Page], altered: str, words: str) -> None:
    page = chromium()
    Booth(a_vote(), altered=altered).open(page)
    expect(page.get_by_role("heading", name=words)).to_be_visible()
    expect(page.get_by_role("button", name="Encrypt and cast")).not_to_be_visible()
    page.context.close()


def test_program_that_a_bad_line_lost_is_fetched_again(chromium: Callable[..., Page]) -> None:
    page = chromium()
    booth = Booth(a_vote(), lost=["sealing.js"] * 2).open(page)
    page.get_by_text("Abstain").click()
    cast(page)
    assert len(booth.cast) == 1
    page.context.close()


def test_press_before_a_program_that_never_comes_is_told_why(chromium: Callable[..., Page]) -> None:
    page = chromium()
    Booth(a_vote(), lost=["sealing.js"] * 9).open(page)
    page.get_by_text("Abstain").click()
    page.get_by_role("button", name="Encrypt and cast").click()
    expect(page.get_by_text("could not be fetched as it was published")).to_be_visible()
    page.wait_for_timeout(500)
    expect(page.get_by_text("could not be fetched as it was published")).to_be_visible()
    page.context.close()


def test_ballot_that_no_answer_comes_to_is_not_waited_for_for_good(page: Page) -> None:
    held: list[Route] = []

    def answers(booth: Booth, route: Route) -> None:
        if held:
            return booth.record(route)
        return held.append(route)

    Booth(a_vote(), answers=answers).open(page)
    page.get_by_text("Abstain").click()
    page.get_by_role("button", name="Encrypt and cast").click()
    expect(page.get_by_role("heading", name="No answer came")).to_be_focused()
    page.get_by_role("button", name="Send it again").click()
    expect(page.get_by_role("heading", name="Your vote is cast")).to_be_focused()


def test_clock_of_the_booth_is_right_though_its_program_came_late(page: Page) -> None:
    ballot = a_vote()
    Booth(ballot, late=("booth.js", 5)).open(page)
    clock = page.locator("[data-clock-left]")
    expect(clock).to_contain_text("left")
    minutes, seconds = re.findall(r"\d+", clock.inner_text())
    assert ballot.closes_at
    left = (ballot.closes_at - timezone.now()).total_seconds()
    assert abs(int(minutes) * 60 + int(seconds) - left) < 3


def test_browser_without_javascript_is_told_of_help(
    chromium: Callable[..., Page],
) -> None:
    page = chromium(java_script_enabled=False)
    Booth(a_vote()).open(page)
    expect(page.get_by_text("or vote with help: call the helpdesk on").first).to_be_visible()
    expect(page.get_by_role("radio", name="For")).not_to_be_visible()
    assert page.locator("form [name=mark], form [data-at]").count() == 0  # to be sent by nothing
    page.context.close()
