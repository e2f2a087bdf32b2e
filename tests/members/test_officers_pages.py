"""The pages of roles, officers and leavers."""

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from audit.models import Entry
from members import services
from members.enums import Office
from members.models import Appointment, Body, Member
from members.selectors import holds_office
from tests.factories.members import make_body, make_member, make_officer, make_union, signed_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def union() -> Body:
    return make_union()


@pytest.fixture
def clerk(union: Body) -> Client:
    return signed_in(make_officer(Office.CLERK, union, "Hester Quill"))


def asked(member: Member, **facts: str) -> dict[str, str]:
    return {"membership_number": member.membership_number, "office": "teller", "body": "", **facts}


def test_anyone_reads_who_may_close_a_vote(client: Client) -> None:
    page = client.get("/roles/", {"words": "close a vote"}).content.decode()
    assert "Close a vote" in page
    assert "Teller" in page
    assert "Import a membership roll" not in page


def test_officer_is_appointed_and_the_appointment_ended(clerk: Client, union: Body) -> None:
    member, last = make_member("Idris Penhale"), timezone.localdate() + timedelta(days=9)
    assert clerk.post("/officers/appoint/", asked(member, ends_on=str(last))).status_code == 302
    assert holds_office(member, Office.TELLER, union)
    assert "Idris Penhale" in clerk.get("/officers/?term=ending").content.decode()
    [held] = Appointment.objects.filter(member=member)
    assert clerk.post(f"/officers/{held.pk}/end/").status_code == 302
    assert not holds_office(member, Office.TELLER, union)
    assert "Idris Penhale" in clerk.get("/officers/?term=over").content.decode()


@pytest.mark.parametrize(
    ("facts", "words"),
    [
        ({"membership_number": "NOBODY"}, "has the number NOBODY"),
        ({"body": "B99"}, "No body has the code B99"),
        ({"starts_on": "2020-01-01"}, "The past is not changed"),
        ({"office": "scrutineer"}, "for whom the scrutineer works"),
    ],
)
def test_appointment_is_refused_in_plain_words(
    clerk: Client, facts: dict[str, str], words: str
) -> None:
    member = make_member("Idris Penhale")
    page = clerk.post("/officers/appoint/", asked(member, **facts))
    assert page.status_code in {409, 422}
    assert words in page.content.decode()
    assert not member.appointments.exists()


def test_scrutineers_independence_is_recorded_and_sealed(clerk: Client) -> None:
    member, said = make_member("Corin Vale"), "Works for Count Ltd, never for the union."
    clerk.post("/officers/appoint/", asked(member, office="scrutineer", independence=said))
    assert member.appointments.get().independence == said
    entry = Entry.objects.filter(kind="appointment.made").latest("at")
    assert b"Count Ltd" not in bytes(entry.leaf)
    assert entry.disclosures.filter(name="independence", value=said).exists()


def test_members_see_who_is_in_office_and_appoint_nobody(union: Body) -> None:
    make_officer(Office.CHAIR, union, "Maureen Ashgrove")
    browser = signed_in(make_member())
    page = browser.get("/officers/?term=over").content.decode()
    assert "Maureen Ashgrove" in page
    assert "Appoint somebody" not in page
    assert browser.get("/officers/appoint/").status_code == 403


def test_officers_take_the_same_queries_for_one_and_for_many(
    clerk: Client, union: Body, django_assert_max_num_queries: object
) -> None:
    for number in range(4):
        make_officer(Office.TELLER, make_body(parent=union), f"Teller {number}")
    with django_assert_max_num_queries(8):  # type: ignore[operator]
        clerk.get("/officers/")


def test_leaver_is_kept_out_and_let_back_in(union: Body) -> None:
    officer = signed_in(make_officer(Office.MEMBERSHIP_OFFICER, union))
    gone = make_member("Gone Away")
    services.appointment_make(actor=None, member=gone, office=Office.TELLER, body=union)
    theirs = signed_in(gone)
    number = {"membership_number": gone.membership_number}
    page = officer.get("/members/leavers/", number).content.decode()
    assert "They are Teller of Lantern (sample)" in page
    assert Entry.objects.filter(kind="record.seen", subject=gone.log_name).exists()
    assert officer.post("/members/leavers/", number | {"act": "suspend"}).status_code == 422
    said = number | {"reason": "Resigned by letter"}
    officer.post("/members/leavers/", said | {"act": "suspend"})
    assert Member.objects.filter(pk=gone.pk, is_active=False).exists()
    assert theirs.get("/me/").status_code == 302
    officer.post("/members/leavers/", said | {"act": "reinstate"})
    assert Member.objects.filter(pk=gone.pk, is_active=True).exists()
    assert Entry.objects.filter(kind="member.reinstated", subject=gone.log_name).exists()


def test_leavers_are_for_the_membership_officer_alone(clerk: Client) -> None:
    assert clerk.get("/members/leavers/").status_code == 403
