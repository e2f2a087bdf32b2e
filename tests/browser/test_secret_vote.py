"""A secret vote in a real browser against the real server: from the door to the tracker."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from ballots.models import ArchiveRecord, RollEntry, SealedBallot
from ballots.secret.credentials import credential_of
from tests.browser.people import come_back, read_passcode
from tests.factories.ballots import make_hall
from tests.factories.secret import make_sealed

pytestmark = pytest.mark.browser


def test_voter_steps_up_checks_one_ballot_casts_one_changes_it_and_finds_it(
    transactional_db: None,
    phone: Page,
    base_url: str,
    assert_accessible: Callable[[Page], None],
) -> None:
    sealed = make_sealed(make_hall(delegates=3))
    voter = sealed.hall.delegates[0]
    secret = credential_of(sealed.vote, sealed.line(0))
    come_back(phone, voter, base_url)
    phone.emulate_media(reduced_motion="reduce")
    phone.goto(f"/ballots/{sealed.ballot.pk}/")
    phone.get_by_role("link", name="To the booth").click()
    phone.get_by_role("button", name="Send me a code").click()
    phone.get_by_label("Your passcode").fill(read_passcode(phone, voter))
    phone.get_by_role("button", name="To my paper").click()

    phone.get_by_text("Against", exact=True).click()
    phone.get_by_text("Check this encryption first").click()
    phone.get_by_role("button", name="Encrypt, and let me decide").click()
    phone.get_by_role("button", name="Open it and check it").click()
    randomness = phone.locator("[data-numbers] li").all_text_contents()
    assert len(randomness) == 3
    phone.get_by_role("button", name="Back to my paper").click()
    phone.get_by_role("button", name="Encrypt and cast").click()
    expect(phone.get_by_role("heading", name="Your vote is cast")).to_be_visible()
    first = SealedBallot.objects.get()

    phone.get_by_role("link", name="Change my vote").click()
    phone.get_by_text("Abstain", exact=True).click()
    phone.get_by_role("button", name="Encrypt and cast").click()
    shown = phone.get_by_role("region", name="Your vote is cast")
    expect(shown).to_be_visible()
    last = SealedBallot.objects.exclude(pk=first.pk).get()
    expect(shown).to_contain_text(last.tracker)
    assert_accessible(phone)
    phone.get_by_role("link", name="Find my ballot").click()
    expect(phone.get_by_text("it counts").first).to_be_visible()

    assert RollEntry.objects.get(ballot=sealed.ballot, voter=voter).voted
    kept = "\n".join(ArchiveRecord.objects.values_list("body", flat=True))
    assert last.tracker
    for unseen in (secret, *randomness):
        assert unseen not in kept
