"""An election on a phone: ranked by touch and by keys, kept through a bad network, cast once."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from ballots import services
from ballots.models import Ballot, Cast
from ballots.selectors import paper_of
from tests.browser.people import come_back
from tests.pages.elections import opened, voted
from tests.pages.halls import Hall

pytestmark = pytest.mark.browser


@pytest.fixture
def ballot(hall: Hall) -> Ballot:
    return opened(hall)


def tap(phone: Page, *names: str) -> None:
    for name in names:
        phone.get_by_role("button", name=name).first.tap()


def test_candidates_are_ranked_by_touch_reviewed_moved_and_cast(
    hall: Hall,
    ballot: Ballot,
    phone: Page,
    base_url: str,
    assert_accessible: Callable[[Page], None],
) -> None:
    come_back(phone, hall.delegate, base_url)
    phone.goto(f"/vote/{ballot.pk}/")
    tap(phone, "Bronwen Tallis", "Carys Dunn", "Efa Rhydderch", "Aled Bevan")
    expect(phone.get_by_text("Aled Bevan is your 4th preference.")).to_be_attached()
    tap(phone, "Carys Dunn")
    expect(phone.get_by_text("3 of 6 ranked")).to_be_visible()
    expect(phone.get_by_role("button", name="Aled Bevan")).to_have_attribute("aria-pressed", "true")
    assert_accessible(phone)

    phone.reload()  # as a phone does that ran out of memory
    expect(phone.get_by_text("3 of 6 ranked")).to_be_visible()
    phone.get_by_role("button", name="Review my paper").tap()
    expect(phone.get_by_role("heading", name="You have ranked")).to_be_focused()
    phone.get_by_role("button", name="Move Aled Bevan up").tap()
    expect(phone.get_by_text("Aled Bevan is your 2nd preference.")).to_be_attached()
    assert_accessible(phone)

    phone.go_back()  # to the paper, which is as the review left it
    expect(phone.locator("#tap-c1")).to_contain_text("your 2nd preference")
    phone.get_by_role("button", name="Review my paper").tap()
    phone.get_by_role("button", name="Cast this paper").tap()
    expect(phone.locator(".receipt")).to_contain_text("Recorded")
    assert paper_of(ballot, hall.delegate) == [2, 1, 5]

    phone.get_by_role("link", name="See or change my paper").tap()
    expect(phone.get_by_role("heading", name="What you cast")).to_be_visible()
    assert_accessible(phone)


def test_ranking_by_keyboard_says_every_preference(
    hall: Hall, ballot: Ballot, desk: Page, base_url: str
) -> None:
    come_back(desk, hall.delegate, base_url)
    desk.goto(f"/vote/{ballot.pk}/")
    desk.get_by_role("button", name="Dilwyn Prosser").focus()
    desk.keyboard.press("Enter")
    expect(desk.get_by_text("Dilwyn Prosser is your 1st preference.")).to_be_attached()
    desk.keyboard.press("Tab")
    desk.keyboard.press("Space")
    expect(desk.get_by_text("Efa Rhydderch is your 2nd preference.")).to_be_attached()
    desk.get_by_role("button", name="Review my paper").press("Enter")
    down = desk.get_by_role("button", name="Move Dilwyn Prosser down")
    down.press("Enter")
    expect(desk.get_by_text("Dilwyn Prosser is your 2nd preference.")).to_be_attached()
    expect(down).to_be_focused()
    desk.get_by_role("button", name="Cast this paper").press("Enter")
    expect(desk.locator(".receipt")).to_contain_text("Recorded")
    assert paper_of(ballot, hall.delegate) == [5, 4]


def test_paper_that_was_not_sent_says_so_and_stays_and_counts_once(
    hall: Hall, ballot: Ballot, phone: Page, base_url: str
) -> None:
    come_back(phone, hall.delegate, base_url)
    phone.goto(f"/vote/{ballot.pk}/")
    tap(phone, "Efa Rhydderch")
    phone.get_by_role("button", name="Review my paper").tap()
    cast = phone.get_by_role("button", name="Cast this paper")
    expect(cast).to_be_visible()
    phone.context.set_offline(True)
    cast.tap()
    expect(phone.locator("[data-not-sent]")).to_contain_text("Not sent yet: Cast this paper")
    expect(phone.locator(".ranking")).to_contain_text("Efa Rhydderch")
    assert not Cast.objects.exists()
    phone.context.set_offline(False)
    cast.dblclick()
    expect(phone.locator(".receipt")).to_contain_text("Recorded")
    expect(phone.locator("[data-not-sent]")).to_have_count(0)
    assert Cast.objects.count() == 1
    assert phone.evaluate("sessionStorage.length") == 0


def test_wall_and_now_follow_an_election_without_a_reload(
    hall: Hall, phone: Page, screen: Page, base_url: str
) -> None:
    come_back(phone, hall.delegate, base_url)
    phone.goto("/c/NDC27/now/")
    screen.goto("/c/NDC27/hall/")
    for page in (phone, screen):
        page.evaluate("window.sameDocument = true")
    ballot = opened(hall)
    expect(phone.get_by_role("link", name="Health and safety officer")).to_be_visible()
    expect(screen.get_by_text("Bronwen Tallis")).to_be_visible()
    voted(hall, ballot, [2], [1], [2], [2])
    expect(screen.get_by_text("4 of 4")).to_be_visible()
    services.ballot_close(ballot=ballot, actor=hall.returning_officer)
    services.election_count(ballot=ballot, actor=hall.returning_officer)
    services.ballot_declare(ballot=ballot, actor=hall.returning_officer)
    for page in (phone, screen):
        expect(page.get_by_text("Elected").first).to_be_visible()
        assert page.evaluate("window.sameDocument"), "the page was loaded again"
