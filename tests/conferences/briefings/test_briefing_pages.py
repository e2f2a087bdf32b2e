import re
from datetime import timedelta
from urllib.parse import urlsplit

import pytest
import time_machine
from django.core import mail
from django.core.cache import cache
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries, DjangoCaptureOnCommitCallbacks

from audit.models import Entry
from conferences.briefings.consenting import consents_in_force
from conferences.briefings.links import guest_link
from conferences.briefings.organising import briefing_change
from conferences.briefings.registering import member_register, registration_of
from conferences.models import Briefing, BriefingAttendance, Consent, Guest
from members.enums import Office
from members.models import Body, Member
from tests.factories.briefings import LINK, make_briefing, make_guest
from tests.factories.members import make_body, make_member, make_officer, make_union, signed_in

pytestmark = pytest.mark.django_db

ASKED = {"name": "Wren Ashdown", "email": "wren@example.org", "joining": "on"}


@pytest.fixture(autouse=True)
def _fresh_ceilings() -> None:
    cache.clear()


@pytest.fixture
def union() -> Body:
    return make_union()


@pytest.fixture
def briefing(union: Body) -> Briefing:
    return make_briefing(union)


@pytest.fixture
def address(briefing: Briefing) -> str:
    return f"/briefings/{briefing.slug}/"


@pytest.fixture
def secretary(union: Body) -> Member:
    return make_officer(Office.GENERAL_SECRETARY, union)


@pytest.fixture
def desk(briefing: Briefing) -> str:
    return f"/briefings/desk/{briefing.slug}/"


def asked(
    address: str, told: dict[str, str], on_commit: DjangoCaptureOnCommitCallbacks
) -> tuple[int, str]:
    with on_commit(execute=True):
        answer = Client().post(address, told)
    return answer.status_code, answer.headers.get("Location", "")


def link_in(text: str) -> str:
    found = re.search(r"https?://\S+", text)
    assert found
    return urlsplit(found.group()).path


def test_guest_confirms_by_the_link_and_nothing_is_kept_before(
    address: str, django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks
) -> None:
    entries = Entry.objects.count()
    assert asked(address, ASKED, django_capture_on_commit_callbacks) == (302, "/briefings/sent/")
    assert (Guest.objects.count(), Consent.objects.count()) == (0, 0)
    assert Entry.objects.count() == entries
    (message,) = mail.outbox
    assert message.subject == "Please confirm"
    assert "Pay" not in message.body.partition("http")[0]
    link = link_in(str(message.body))
    assert b"wren@example.org" in Client().get(link).content
    assert not Guest.objects.exists()  # a mail program opens links to look at them
    shown = Client().post(link, follow=True)
    assert b"You have a place" in shown.content
    assert [each.purpose for each in consents_in_force(Guest.objects.get())] == ["joining"]
    assert Client().post(link, follow=True).status_code == 200  # pressed twice: one place
    assert Guest.objects.get().registrations.count() == 1


def test_answer_is_the_same_for_a_stranger_a_member_a_guest_a_machine_and_too_many(
    address: str,
    briefing: Briefing,
    django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks,
) -> None:
    make_member(email="member@example.org")
    make_guest(briefing, email="guest@example.org")
    names = ("stranger", "member", "guest")
    told = [ASKED | {"email": f"{name}@example.org"} for name in names]
    told.append(ASKED | {"website": "http://spam.example"})
    told += [ASKED | {"email": "often@example.org"}] * 5
    answers = {asked(address, each, django_capture_on_commit_callbacks) for each in told}
    assert answers == {(302, "/briefings/sent/")}
    sent_to = [each.to[0] for each in mail.outbox]
    assert sent_to == [*(f"{name}@example.org" for name in names), *["often@example.org"] * 3]
    assert len({each.subject for each in mail.outbox}) == 1


@pytest.mark.parametrize(
    "told",
    [
        {"name": ""},
        {"name": "Wren\r\nBcc: all@example.org"},
        {"name": "W" * 10_000},
        {"email": "wren"},
        {"email": "wren@example.org\r\nBcc: all@example.org"},
        {"email": "=cmd()@example.org"},
    ],
)
def test_bad_input_is_refused_in_words_and_sends_nothing(
    told: dict[str, str],
    address: str,
    django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks,
) -> None:
    assert asked(address, ASKED | told, django_capture_on_commit_callbacks)[0] == 422
    assert not mail.outbox


def test_hall_behind_one_address_can_register_and_a_flood_cannot(
    address: str,
    monkeypatch: pytest.MonkeyPatch,
    django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks,
) -> None:
    monkeypatch.setattr("conferences.briefings.ceilings.FROM_ONE_ADDRESS", 2)
    told = [ASKED | {"email": f"w{number}@example.org"} for number in range(3)]
    answers = [asked(address, each, django_capture_on_commit_callbacks)[0] for each in told]
    assert answers == [302, 302, 429]


@pytest.mark.parametrize("link", ["x", "v4.local.AAAA", "v4.public.AAAA", "a" * 9000])
def test_link_that_is_not_ours_is_said_to_be_over(link: str, briefing: Briefing) -> None:
    for one in (f"/briefings/confirm/{link}/", f"/briefings/guest/{link}/"):
        assert Client().get(one).status_code == 410
    assert Client().get(f"/briefings/guest/{link}/{briefing.slug}/join/").status_code == 410


def test_link_of_one_purpose_opens_nothing_else_and_runs_out(
    address: str,
    briefing: Briefing,
    django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks,
) -> None:
    asked(address, ASKED, django_capture_on_commit_callbacks)
    link = link_in(str(mail.outbox[0].body))
    assert Client().get(link.replace("confirm", "guest")).status_code == 410
    theirs = guest_link(make_guest(briefing).pseudonym)
    assert Client().get(f"/briefings/confirm/{theirs}/").status_code == 410
    with time_machine.travel(timezone.now() + timedelta(hours=49)):
        assert Client().post(link).status_code == 410


def test_member_registers_in_one_tap_with_no_box_ticked(address: str) -> None:
    member = make_member()
    client = signed_in(member)
    shown = client.get(address).content.decode()
    assert "checked" not in shown
    assert LINK not in shown
    assert b"You have a place" in client.post(address, {}, follow=True).content
    assert consents_in_force(member) == []


def test_guest_takes_a_consent_back_and_is_forgotten_by_link_alone(briefing: Briefing) -> None:
    guest = make_guest(briefing, purposes=("joining", "briefings"))
    mine = f"/briefings/guest/{guest_link(guest.pseudonym)}/"
    client = Client()
    assert b"about joining the union" in client.get(mine).content
    client.post(f"{mine}withdraw/", {"purpose": "joining"})
    assert [each.purpose for each in consents_in_force(guest)] == ["briefings"]
    client.post(f"{mine}withdraw/")
    assert consents_in_force(guest) == []
    assert client.get(f"{mine}erase/").status_code == 405
    assert b"forgotten you" in client.post(f"{mine}erase/").content
    assert client.get(mine).status_code == 410


def test_member_takes_a_consent_back_on_their_own_page(briefing: Briefing) -> None:
    member = make_member()
    member_register(actor=member, briefing=briefing, purposes=["rep"])
    client = signed_in(member)
    assert b"becoming a rep" in client.get("/briefings/mine/").content
    client.post("/briefings/mine/withdraw/", {"purpose": "rep"})
    assert consents_in_force(member) == []
    client.post(f"/briefings/{briefing.slug}/leave/")
    assert registration_of(briefing, member) is None


def test_joining_link_is_for_those_registered_and_only_in_time(
    briefing: Briefing, address: str
) -> None:
    member, other = make_member(), make_member()
    place = member_register(actor=member, briefing=briefing)
    client = signed_in(member)
    assert client.post(f"{address}join/").status_code == 409
    with time_machine.travel(briefing.opens_at + timedelta(minutes=1)):
        assert signed_in(other).get(f"{address}join/").status_code == 404
        waiting = signed_in(member).get(f"{address}join/")
        assert LINK not in waiting.content.decode()
        assert b"chat there is not the record" in waiting.content
        assert not BriefingAttendance.objects.exists()
        out = signed_in(member).post(f"{address}join/")
        assert f"0; url={LINK}" in out.content.decode()
        assert out["Referrer-Policy"] == "no-referrer"
        assert place.attendance.joined_at is not None
    entries = Entry.objects.filter(kind__contains="join")
    assert not entries.exists()


def test_recording_counts_as_watched(
    briefing: Briefing, address: str, secretary: Member, desk: str
) -> None:
    guest = make_guest(briefing)
    briefing_change(
        actor=secretary, briefing=briefing, recording_link="https://video.example.org/7"
    )
    join = f"/briefings/guest/{guest_link(guest.pseudonym)}/{briefing.slug}/join/"
    with time_machine.travel(briefing.ends_at + timedelta(hours=1)):
        assert b"video.example.org" not in Client().get(address).content
        out = Client().post(join, {"act": "recording"})
        assert b"https://video.example.org/7" in out.content
        assert b"100 %" in signed_in(secretary).get(desk).content


def test_calendar_file_has_the_times_and_not_the_joining_link(address: str) -> None:
    answer = Client().get(f"{address}calendar.ics")
    assert answer["Content-Type"].startswith("text/calendar")
    assert b"BEGIN:VEVENT" in answer.content
    assert b"meet.example.org" not in answer.content


@pytest.mark.parametrize("act", ["", "change/", "registered/"])
def test_desk_is_for_those_who_organise(act: str, desk: str, secretary: Member) -> None:
    assert Client().get(desk + act).status_code == 302
    assert signed_in(make_member()).get(desk + act).status_code == 403
    assert signed_in(secretary).get(desk + act).status_code == 200


@pytest.mark.parametrize("act", ["cancel/", "export/", "attendance/", "attendance/enter/"])
def test_act_at_the_desk_refused_without_the_office(
    act: str, desk: str, briefing: Briefing, union: Body
) -> None:
    branch = make_body("B01", parent=union)
    strangers = (make_member(), make_officer(Office.BRANCH_SECRETARY, branch))
    told = {"export-kind": "attendance", "export-reason": "To see who came to it"}
    for stranger in strangers:
        assert signed_in(stranger).post(desk + act, told).status_code == 403
    briefing.refresh_from_db()
    assert not briefing.is_cancelled
    assert not Entry.objects.filter(kind="briefing_list.exported").exists()


def test_briefing_is_announced_changed_and_cancelled_on_its_pages(
    union: Body, secretary: Member
) -> None:
    client = signed_in(secretary)
    told = {
        "title": "Safe staffing",
        "body": str(union.pk),
        "about": "An hour on safe staffing.",
        "starts_at": f"{timezone.localtime() + timedelta(days=3):%Y-%m-%dT19:00}",
        "ends_at": f"{timezone.localtime() + timedelta(days=3):%Y-%m-%dT20:00}",
        "open_to": "guests",
        "join_link": LINK,
        "opens_minutes": "15",
        "access_contact": "The office",
    }
    wrong = client.post("/briefings/desk/new/", told | {"join_link": "javascript:alert(1)"})
    assert wrong.status_code == 422
    assert "Safe staffing" in wrong.content.decode()
    sent = client.post("/briefings/desk/new/", told)
    assert sent.status_code == 302, sent.context["form"].errors
    made = Briefing.objects.get()
    desk = f"/briefings/desk/{made.slug}/"
    assert client.post(f"{desk}change/", told | {"title": "Safer staffing"}).status_code == 302
    assert client.post(f"{desk}cancel/", follow=True).status_code == 200
    made.refresh_from_db()
    assert (made.title, made.is_cancelled, made.edition) == ("Safer staffing", True, 2)


def test_list_is_taken_with_a_reason_and_streams(
    briefing: Briefing, desk: str, secretary: Member
) -> None:
    make_guest(briefing, purposes=("joining",))
    client = signed_in(secretary)
    assert client.post(f"{desk}export/", {"export-kind": "joining"}).status_code == 422
    told = {"export-kind": "joining", "export-reason": "To answer those who asked"}
    answer = client.post(f"{desk}export/", told)
    assert answer.streaming
    assert b"wren@example.org" in answer.getvalue()
    assert answer["Cache-Control"] == "no-store"


def test_attendance_list_is_shown_before_it_is_entered(
    briefing: Briefing, desk: str, secretary: Member
) -> None:
    make_guest(briefing)
    client = signed_in(secretary)
    text = "Name,Email,Minutes\nWren,wren@example.org,50\n=1+1,x@example.org,5\n"
    file = SimpleUploadedFile("list.csv", text.encode("utf-8-sig"))
    shown = client.post(f"{desk}attendance/", {"list-file": file})
    assert b"x@example.org" in shown.content
    assert not BriefingAttendance.objects.exists()
    sealed = re.search(r'name="sealed" value="([^"]+)"', shown.content.decode())
    assert sealed
    client.post(f"{desk}attendance/enter/", {"sealed": sealed[1][:-2] + "xx"})
    assert not BriefingAttendance.objects.exists()
    client.post(f"{desk}attendance/enter/", {"sealed": sealed[1]})
    assert BriefingAttendance.objects.get().listed_minutes == 50


@pytest.mark.parametrize(
    "data", [b"", b"PK\x03\x04xx", b"\x00\x01\x02", b"just words", b"Name,Email\n"]
)
def test_bad_attendance_list_is_refused_in_words(
    data: bytes, briefing: Briefing, desk: str, secretary: Member
) -> None:
    file = SimpleUploadedFile("list.csv", data)
    answer = signed_in(secretary).post(f"{desk}attendance/", {"list-file": file})
    assert answer.status_code == 422
    assert b"There is a problem" in answer.content


@pytest.mark.parametrize("number", [1, 3])
def test_list_of_places_takes_as_many_queries_for_many_as_for_one(
    number: int,
    briefing: Briefing,
    desk: str,
    secretary: Member,
    django_assert_max_num_queries: DjangoAssertNumQueries,
) -> None:
    for each in range(number):
        make_guest(briefing, email=f"g{each}@example.org")
    client = signed_in(secretary)
    client.get(f"{desk}registered/")
    with django_assert_max_num_queries(14):
        client.get(f"{desk}registered/")
    with django_assert_max_num_queries(14):
        client.get(desk)
