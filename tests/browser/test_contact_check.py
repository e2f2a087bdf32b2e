"""A contact check on a phone: one tap, one field; and the desk that asked for it."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect

from members.enums import ContactKind, Office
from members.models import Member
from members.services.contact_changes import contact_change
from members.services.contact_checks import contact_check_open
from members.services.contact_freezes import contact_freeze_set
from tests.browser.people import come_back
from tests.factories.members import make_officer
from tests.pages.halls import Hall

pytestmark = pytest.mark.browser

NOW = timezone.now
CONTACTS = "/officers/contacts/"


def test_contact_check_is_one_tap_or_one_field(
    hall: Hall,
    phone: Page,
    desk: Page,
    base_url: str,
    assert_accessible: Callable[[Page], None],
) -> None:
    officer = make_officer(Office.MEMBERSHIP_OFFICER, hall.conference.body, "Winifred Tarn")
    days = timedelta(days=9)
    contact_check_open(
        actor=officer, label="Before the ballot", opens_at=NOW(), closes_at=NOW() + days
    )
    come_back(phone, hall.delegate, base_url)
    phone.goto("/c/NDC27/now/")
    phone.get_by_role("link", name="My contact details").click()
    phone.get_by_role("button", name="These are right").click()
    expect(phone.get_by_text("You are all set.")).to_be_visible()
    phone.get_by_text("Add a mobile").click()
    phone.get_by_label("Your mobile number").fill("07700 900 nought")
    phone.get_by_role("button", name="Save this mobile").click()
    expect(phone.get_by_role("alert")).to_contain_text("Not a telephone number")
    assert_accessible(phone)
    phone.get_by_label("Your mobile number").fill("07700 900193")
    phone.get_by_role("button", name="Save this mobile").click()
    expect(phone.get_by_text("we have sent word to it")).to_be_visible()
    assert_accessible(phone)
    assert not phone.evaluate("document.documentElement.scrollWidth > innerWidth")

    _frozen_with_one_waiting(officer, hall.delegate)
    come_back(desk, officer, base_url)
    for address in ("", "reports/", "freeze-report/", "domains/"):
        desk.goto(f"{CONTACTS}{address}")
        assert_accessible(desk)
    desk.goto(CONTACTS)
    desk.get_by_label("How you made sure, or what is wrong").fill("Rang the old number")
    desk.get_by_role("button", name="Approve").click()
    expect(desk.get_by_text("Approved, and made.")).to_be_visible()


def _frozen_with_one_waiting(officer: Member, member: Member) -> None:
    contact_freeze_set(
        actor=officer,
        subject="conference:NDC27",
        label="Conference",
        begins_at=NOW(),
        ends_at=NOW() + timedelta(days=1),
        reason="The roll goes out",
    )
    contact_change(actor=member, member=member, kind=ContactKind.EMAIL, text="new@example.org")
