"""The count of an election as people read it, on a phone and at a desk."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from ballots import services
from ballots.models import Ballot
from tests.factories.booths import make_booth

pytestmark = pytest.mark.browser

RANKINGS = ([1, 2], [1, 2], [1, 3], [1, 4], [2, 3], [2], [3, 2], [3, 4], [4, 3], [4], [4, 2])


def declared() -> Ballot:
    """Hold an election whose ties are broken by a seed, so that lots are shown too."""
    booth = make_booth(voters=len(RANKINGS))
    officer = booth.hall.returning_officer
    ballot = booth.open()
    services.seed_fix(ballot=ballot, actor=officer, seed="4 2 6 1 3", source="Five dice")
    booth.cast(ballot, *RANKINGS)
    booth.close(ballot)
    booth.count(ballot)
    return booth.declare(ballot)


def overflows(page: Page) -> bool:
    wide = "document.documentElement.scrollWidth > document.documentElement.clientWidth"
    return bool(page.evaluate(wide))


def test_count_is_read_on_a_phone_and_at_a_desk(
    phone: Page, desk: Page, assert_accessible: Callable[[Page], None], base_url: str
) -> None:
    ballot = declared()
    for page in (phone, desk):
        page.goto(f"{base_url}/ballots/{ballot.pk}/count/")
        expect(page.get_by_role("heading", name="Stage by stage")).to_be_visible()
        for folded in page.locator("details").all():
            folded.evaluate("each => each.open = true")
        assert not overflows(page)
        assert_accessible(page)
        area = page.get_by_role("region", name="The result sheet, stages across")
        area.focus()
        expect(area).to_be_focused()
        expect(page.get_by_role("img", name="The flow of votes")).to_be_attached()
        page.goto(f"{base_url}/ballots/{ballot.pk}/")
        page.get_by_role("link", name="The count, stage by stage").click()
        page.get_by_role("link", name="The same papers under other rules").click()
        expect(page.get_by_text("Indicative: this decides nothing.")).to_be_visible()
        assert not overflows(page)
        assert_accessible(page)


def test_count_is_read_without_scripts(plain_phone: Page, base_url: str) -> None:
    ballot = declared()
    plain_phone.goto(f"{base_url}/ballots/{ballot.pk}/count/")
    plain_phone.get_by_text("Votes and transfers").first.click()
    expect(plain_phone.get_by_text("Where the papers went").first).to_be_visible()
    expect(plain_phone.get_by_text("Count it yourself")).to_be_visible()
