"""An officer makes a passkey on a phone, and signs in with it as the second proof."""

from collections.abc import Callable, Iterator

import pytest
from django.db import connection
from django_otp_webauthn.models import WebAuthnCredential
from playwright.sync_api import Page, expect

from members import services
from members.models import KnownBrowser
from tests import servers
from tests.browser.people import come_back
from tests.pages.halls import Hall

pytestmark = pytest.mark.browser

A_PHONES_OWN = {
    "protocol": "ctap2",
    "transport": "internal",
    "hasResidentKey": True,
    "hasUserVerification": True,
    "isUserVerified": True,
    "automaticPresenceSimulation": True,
}


@pytest.fixture
def site(hall: Hall) -> Iterator[str]:
    """A server that asks officers for two proofs, by its name: a passkey belongs to no number."""
    needs = {"TELLERS_DEMO": "true", "TELLERS_OFFICERS_NEED_SECOND": "true"}
    with servers.website(connection.settings_dict["NAME"], **needs) as port:
        yield f"http://localhost:{port}"


@pytest.fixture
def phone_with_key(phone: Page) -> Page:
    """A phone that holds passkeys, and whose owner always shows their finger."""
    devtools = phone.context.new_cdp_session(phone)
    devtools.send("WebAuthn.enable")
    devtools.send("WebAuthn.addVirtualAuthenticator", {"options": A_PHONES_OWN})
    return phone


def test_passkey_is_made_named_used_and_removed_on_a_phone(
    hall: Hall, phone_with_key: Page, site: str, assert_accessible: Callable[[Page], None]
) -> None:
    page, chair = phone_with_key, hall.chair
    come_back(page, chair, site)
    page.goto(f"{site}/me/passkeys/")
    assert_accessible(page)
    page.get_by_label("A name, to know it by").fill("My phone")
    page.get_by_role("button", name="Make a passkey").click()
    expect(page.get_by_text("Your passkey is ready")).to_be_visible()
    expect(page.get_by_role("heading", name="My phone")).to_be_visible()
    page.context.clear_cookies()

    [code, *_] = services.printed_codes_issue(member=chair, actor=chair)
    page.goto(f"{site}/sign-in/?next=/me/passkeys/")
    assert_accessible(page)
    page.get_by_label("Membership number or e-mail address").fill(chair.membership_number)
    page.get_by_label("Printed code").check()
    page.get_by_role("button", name="Continue").click()
    page.locator("input.passcode").press_sequentially(f"{code[:4].lower()}-{code[4:]}")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="Your second proof")).to_be_visible()
    assert_accessible(page)
    page.get_by_role("button", name="Use a passkey").click()

    expect(page.get_by_role("heading", name="My phone")).to_be_visible()
    assert KnownBrowser.objects.filter(member=chair).exists()
    assert WebAuthnCredential.objects.get().last_used_at is not None
    page.get_by_role("button", name="Remove").click()
    expect(page.get_by_text("Set up another one first")).to_be_visible()
    assert WebAuthnCredential.objects.exists()
