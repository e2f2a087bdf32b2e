"""A branch officer writes a motion: kept as they type, and through a session that ran out."""

import re
from collections.abc import Callable

from playwright.sync_api import Page, expect

from members.enums import Office
from members.jottings import jotted
from members.models import Member
from members.services.appointments import appointment_make
from members.services.sessions import sessions_end
from motions.wording import counted_words
from tests.browser.people import come_back
from tests.pages.halls import Hall

TEXT = "Conference notes the cold.\n1. heat the hall; and\n2. report to Conference 2028."


def test_what_is_typed_outlives_the_session(
    hall: Hall, desk: Page, base_url: str, assert_accessible: Callable[[Page], None]
) -> None:
    delegate = hall.conference.credentials.select_related("member", "body").filter(
        body__kind="branch"
    )[0]
    me, branch = delegate.member, delegate.body
    appointment_make(actor=None, member=me, office=Office.BRANCH_SECRETARY, body=branch)
    come_back(desk, me, base_url)
    address = f"/c/{hall.conference.code}/branch/{branch.code}/motions/new/"
    desk.goto(address)
    assert_accessible(desk)
    desk.get_by_label("Title").fill("Heating")
    desk.get_by_label("Text", exact=True).fill(TEXT)
    expect(desk.get_by_text(re.compile(f"^{counted_words(TEXT)} words of 250"))).to_be_visible()
    expect(desk.get_by_text("Kept as you type. Nothing is sent yet.")).to_be_visible()
    key = f"motion:{hall.conference.code}/{branch.code}/new"
    assert jotted(Member.objects.get(pk=me.pk), key)["text"] == TEXT

    sessions_end(member=me)
    desk.get_by_label("Title").fill("Heating the hall")
    expect(desk.get_by_role("status").filter(has_text="You are signed out.")).to_be_attached()
    desk.get_by_role("button", name="Keep as a draft").click()
    expect(desk).to_have_url(re.compile("/sign-in/"))
    come_back(desk, me, base_url)
    desk.goto(address)
    expect(desk.get_by_label("Title")).to_have_value("Heating the hall")
    expect(desk.get_by_role("status").filter(has_text="typed before is back")).to_be_attached()

    desk.get_by_role("button", name="Keep as a draft").click()
    expect(desk.get_by_role("heading", name="Heating the hall")).to_be_visible()
    assert jotted(me, key) == {}
    desk.goto(address)
    expect(desk.get_by_label("Title")).to_have_value("")
    assert_accessible(desk)
