"""The returning officer signs a declaration in the browser, and a member reads it on a phone."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from audit.store.sequencer import sequence_all
from tests.browser.people import ballot_of, come_back, open_the_vote, others_vote
from tests.pages.halls import Hall

pytestmark = pytest.mark.browser


def test_a_declaration_is_signed_and_read(
    hall: Hall,
    desk: Page,
    phone: Page,
    assert_accessible: Callable[[Page], None],
    base_url: str,
) -> None:
    open_the_vote(hall)
    others_vote(hall)
    hall.press("close_vote")
    hall.press("declare")
    sequence_all()
    come_back(desk, hall.returning_officer, base_url)
    desk.emulate_media(reduced_motion="reduce")
    desk.goto("/c/NDC27/returning-officer/")
    desk.get_by_role("link", name="Sign the declaration").click()
    expect(desk.get_by_text("Every sum comes out.")).to_be_visible()
    assert_accessible(desk)
    desk.get_by_role("button", name="Sign the declaration").click()
    desk.get_by_label("I have no reason to think so").check()
    desk.get_by_label("gave the security that was reasonably practicable").check()
    desk.get_by_label("I was able").check()
    desk.get_by_label("was not inspected").check()
    desk.get_by_label("Your full name, to sign").fill(hall.returning_officer.name)
    desk.get_by_role("button", name="Sign the declaration").click()
    expect(desk.get_by_text("Signed. The declaration is public from now on.")).to_be_visible()

    phone.emulate_media(reduced_motion="reduce")
    phone.goto(f"/ballots/{ballot_of(hall).pk}/")
    phone.get_by_role("link", name="The returning officer's declaration").click()
    expect(phone.get_by_text("(3) I was able to act without interference;")).to_be_visible()
    assert_accessible(phone)
    assert phone.evaluate("document.documentElement.scrollWidth") == 390
    paper = phone.request.get(f"/ballots/{ballot_of(hall).pk}/declaration.pdf")
    assert paper.body().startswith(b"%PDF-")
