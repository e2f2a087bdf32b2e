"""Briefings on a phone without JavaScript, and at an organiser's desk."""

import re
from collections.abc import Callable
from datetime import timedelta
from urllib.parse import urlsplit

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect

from conferences.briefings.links import guest_link
from conferences.briefings.registering import member_register
from conferences.models import Guest
from members.enums import Office
from members.models import DemoMail
from tests.browser.people import come_back
from tests.factories.briefings import make_briefing, make_guest
from tests.factories.members import make_member, make_officer, make_union

pytestmark = pytest.mark.browser


@pytest.mark.usefixtures("transactional_db")
def test_guest_comes_by_phone_and_organiser_sees_it(
    plain_phone: Page,
    desk: Page,
    phone: Page,
    assert_accessible: Callable[[Page], None],
    base_url: str,
) -> None:
    union = make_union()
    secretary = make_officer(Office.GENERAL_SECRETARY, union)
    briefing = make_briefing(union, starts_at=timezone.now() + timedelta(minutes=10))
    for number in range(3):
        make_guest(briefing, name=f"Guest {number}", email=f"g{number}@example.org")
    plain_phone.goto("/briefings/")
    plain_phone.get_by_role("link", name="Pay: what comes next").click()
    plain_phone.get_by_label("Your name").fill("Wren Ashdown")
    plain_phone.get_by_label("E-mail address").fill("wren@example.org")
    for box in plain_phone.get_by_role("checkbox").all():
        expect(box).not_to_be_checked()
    plain_phone.get_by_label("about joining the union").check()
    plain_phone.get_by_role("button", name="Register as a guest").click()
    expect(plain_phone.get_by_role("heading", name="Look at your mail")).to_be_visible()
    letter = DemoMail.objects.get(to="wren@example.org")
    address = re.search(r"https?://\S+", letter.body)
    assert address
    plain_phone.goto(urlsplit(address.group()).path)
    plain_phone.get_by_role("button", name="Yes, give me a place").click()
    expect(plain_phone.get_by_text("You have a place.")).to_be_visible()
    plain_phone.get_by_role("link", name="Join").click()
    expect(plain_phone.get_by_role("button", name="Join the meeting")).to_be_visible()

    mine = f"/briefings/guest/{guest_link(Guest.objects.latest('came_at').pseudonym)}/"
    member = make_member("Asha Bellweather")
    member_register(actor=member, briefing=briefing, purposes=["rep", "briefings"])
    for page, person in ((phone, member), (desk, secretary)):
        for path in (
            "/briefings/",
            f"/briefings/{briefing.slug}/",
            mine,
            f"{mine}{briefing.slug}/join/",
        ):
            page.goto(path)
            assert_accessible(page)
        come_back(page, person, base_url)
    paths = ("", "change/", "registered/")
    at_the_desk = [f"/briefings/desk/{briefing.slug}/{each}" for each in paths]
    for path in (*at_the_desk, "/briefings/desk/", "/briefings/desk/new/"):
        desk.goto(path)
        assert_accessible(desk)
    phone.goto("/briefings/mine/")
    assert_accessible(phone)
    phone.get_by_role("button", name=re.compile("becoming a rep")).click()
    expect(phone.get_by_text("Taken back.")).to_be_visible()
