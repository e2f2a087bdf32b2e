"""As others see me: what is told on my page is what their pages show."""

import pytest

from audit.services.access import access_record
from members.enums import Office
from members.seen import as_seen_by_others, looks_at
from members.services.helpdesk import member_look_up
from tests.factories.members import make_body, make_member, make_officer, make_union, signed_in

pytestmark = pytest.mark.django_db


def seen_by(member: object, who: str) -> set[str]:
    (reader,) = [one for one in as_seen_by_others(member, []) if str(one.who) == who]  # type: ignore[arg-type]
    return {value for _, value in reader.sees}


def test_other_members_see_nothing_and_the_log_a_pseudonym() -> None:
    member = make_member("Asha Bellweather", branch=make_body())
    assert seen_by(member, "Another member") == set()
    assert seen_by(member, "Anyone") == {member.pseudonym}


def test_helpdesk_sees_what_its_page_shows_and_no_whole_address() -> None:
    union = make_union()
    member = make_member("Asha Bellweather", branch=make_body(parent=union))
    desk = signed_in(make_officer(Office.HELPDESK, union))
    page = desk.post("/helpdesk/", {"number": member.membership_number}, follow=True)
    words = page.content.decode()
    assert all(value in words for value in seen_by(member, "Helpdesk"))
    assert member.email not in words
    assert member.email not in seen_by(member, "Helpdesk")


def test_officers_are_seen_in_the_list_of_officers() -> None:
    chair = make_officer(Office.CHAIR, make_union(), "Maureen Ashgrove")
    words = signed_in(make_member()).get("/officers/").content.decode()
    assert "Maureen Ashgrove" in words
    assert "Maureen Ashgrove" in seen_by(chair, "Another member")


def test_looks_name_the_office_and_leave_out_ones_own() -> None:
    union, member = make_union(), make_member()
    helper = make_officer(Office.HELPDESK, union)
    member_look_up(actor=helper, number=member.membership_number)
    access_record(actor=member, what="my page", subject=member)
    access_record(actor=helper, office="scrutineer", what="roll", subject=member, is_copy=True)
    assert [(look.what, look.by) for look in looks_at(member)] == [
        ("roll (taken away)", "scrutineer"),
        ("your entry, found by number", "helpdesk"),
    ]
    assert "your entry, found by number" in signed_in(member).get("/me/").content.decode()
