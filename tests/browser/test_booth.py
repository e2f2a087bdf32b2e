"""Stepping up on a phone: the passcode at the booth's door, and the paper behind it."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from audit.recording import entry
from ballots.guard import Attestation
from ballots.papers import FOR_AGAINST_ABSTAIN
from ballots.services import ballot_extend
from conferences.services.indicative import indicative_vote_open, indicative_vote_propose
from tests.browser.people import ballot_of, come_back, read_passcode, votes
from tests.pages.halls import Hall

pytestmark = pytest.mark.browser


def open_indicative_vote(hall: Hall) -> None:
    with entry(actor=None) as log:
        hall.conference.standing_orders |= {"step_up": "elections"}
        hall.conference.save(update_fields=["standing_orders"])
        log.record("test.prepared", subject=hall.conference)
    vars(hall.conference).pop("orders", None)  # read again, if it was read before
    ballot = indicative_vote_propose(
        conference=hall.conference,
        actor=hall.returning_officer,
        title="Hybrid conferences",
        question="Should branches be able to take part from home in 2028?",
        options=FOR_AGAINST_ABSTAIN,
        class_code="SURVEY",
        attestation=Attestation.all_no(),
        enabling_rule="Sample Rule 12.9",
    )
    indicative_vote_open(ballot=ballot, conference=hall.conference, actor=hall.teller)


def test_delegate_steps_up_on_a_phone_and_votes(
    hall: Hall, phone: Page, base_url: str, assert_accessible: Callable[[Page], None]
) -> None:
    open_indicative_vote(hall)
    come_back(phone, hall.delegate, base_url)
    phone.emulate_media(reduced_motion="reduce")
    phone.goto("/c/NDC27/now/")
    expect(phone.get_by_role("button", name="For", exact=True)).not_to_be_visible()
    phone.get_by_role("link", name="To the passcode").click()
    assert_accessible(phone)

    phone.get_by_role("button", name="Send me a code").click()
    code = read_passcode(phone, hall.delegate)
    field = phone.get_by_label("Your passcode")
    expect(field).to_be_focused()
    field.fill(f" {code[:3]} {code[3:]} ".lower())
    field.press("Enter")

    choice = phone.get_by_role("button", name="For", exact=True)
    expect(choice).to_be_in_viewport()
    ballot_extend(ballot=ballot_of(hall), actor=hall.teller, seconds=60)  # a push knows nobody
    expect(choice).to_be_visible()
    assert_accessible(phone)
    choice.click()
    expect(phone.locator(".receipt")).to_contain_text("For")
    assert votes(hall) == {"for": 1}
