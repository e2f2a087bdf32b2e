"""The pages of an import: send, look, decide."""

from datetime import timedelta

import pytest
import time_machine
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone

from members.enums import Office
from members.models import Member, WaitingRoll
from tests.factories.members import make_body, make_member, make_officer, make_union, signed_in
from tests.members.queries import MemberQueries

pytestmark = [pytest.mark.django_db, pytest.mark.sqlite_too]

GOOD = b"Number,Name,Branch\nA1,Ann Umber,B01\n"


@pytest.fixture
def desk() -> Client:
    union = make_union()
    make_body("B01", parent=union)
    return signed_in(make_officer(Office.MEMBERSHIP_OFFICER, union))


def send(desk: Client, data: bytes, name: str = "roll.csv") -> str:
    """Send a file; give the address of its preview, or the page that explains."""
    answer = desk.post("/members/import/", {"file": SimpleUploadedFile(name, data)})
    return answer["Location"] if answer.status_code == 302 else answer.content.decode()


def fingerprint(page: str) -> str:
    return page.split('name="fingerprint" value="')[1].split('"', maxsplit=1)[0]


def test_roll_is_imported_after_a_look(desk: Client):
    place = send(desk, GOOD)
    page = desk.get(place).content.decode()
    assert "Nothing has been written yet" in page
    assert not Member.objects.filter(membership_number="A1").exists()

    decision = {"fingerprint": fingerprint(page), "source": "Extract", "as_at": "2026-01-31"}
    answer = desk.post(place, decision, follow=True)

    assert "Imported: 1 new" in answer.content.decode()
    assert Member.objects.get(membership_number="A1").source == "Extract"
    assert not WaitingRoll.objects.exists()


def test_problems_are_shown_with_line_column_and_reason(desk: Client):
    page = desk.get(send(desk, GOOD + b"A1,Twice,B01\n,Nobody,B99\n")).content.decode()

    for words in ("The same number is on line 2.", "There is no membership number.", "B99"):
        assert words in page
    assert "There is no line that could be imported" in page


def test_what_is_in_the_file_is_never_markup(desk: Client):
    page = desk.get(send(desk, GOOD + b"A2,Ann,<script>alert(1)</script>\n")).content.decode()

    assert "<script>alert" not in page


@pytest.mark.parametrize(
    ("data", "reason"),
    [(b"", "empty"), (b"PK\x03\x04x", "Excel"), (b"a,b\n1,2\n", "Not found: membership number")],
)
def test_file_that_is_no_roll_is_explained(desk: Client, data: bytes, reason: str):
    assert reason in send(desk, data)
    assert not WaitingRoll.objects.exists()


def test_file_that_is_too_large_is_refused(desk: Client, settings):
    settings.ROLL_FILE_MAX_BYTES = 10

    assert "larger than" in send(desk, GOOD)


def test_decision_about_another_preview_is_refused_and_the_new_one_shown(desk: Client):
    place = send(desk, GOOD)
    old = fingerprint(desk.get(place).content.decode())
    make_member("Ann Before", number="A1")

    page = desk.post(
        place, {"fingerprint": old, "source": "Extract", "as_at": "2026-01-31"}
    ).content.decode()

    assert "The register has changed since you looked" in page
    assert "Ann Before" in page
    assert fingerprint(page) != old
    assert Member.objects.get(membership_number="A1").name == "Ann Before"


def test_decision_without_a_source_is_refused(desk: Client):
    place = send(desk, GOOD)
    seen = fingerprint(desk.get(place).content.decode())

    desk.post(place, {"fingerprint": seen, "as_at": "2026-01-31"})

    assert not Member.objects.filter(membership_number="A1").exists()


def test_file_of_another_officer_is_not_shown(desk: Client):
    place = send(desk, GOOD)
    other = signed_in(make_officer(Office.MEMBERSHIP_OFFICER, make_union("OTHER")))

    assert other.get(place).status_code == 404


def test_file_is_forgotten_when_discarded_and_after_an_hour(desk: Client):
    send(desk, GOOD)
    desk.post("/members/import/discard/")
    assert not WaitingRoll.objects.exists()

    send(desk, GOOD)
    with time_machine.travel(timezone.now() + timedelta(hours=2)):
        other = signed_in(make_officer(Office.MEMBERSHIP_OFFICER, make_union("OTHER")))
        send(other, GOOD)
    assert WaitingRoll.objects.count() == 1


def test_pages_are_for_the_membership_officer(client: Client):
    assert client.get("/members/import/")["Location"] == "/sign-in/?next=/members/import/"
    clerk = signed_in(make_officer(Office.CLERK, make_union()))
    assert clerk.get("/members/import/").status_code == 403
    assert clerk.post("/members/import/").status_code == 403


def test_forged_upload_is_refused():
    officer = make_officer(Office.MEMBERSHIP_OFFICER, make_union())
    desk = signed_in(officer, enforce_csrf_checks=True)

    answer = desk.post("/members/import/", {"file": SimpleUploadedFile("roll.csv", GOOD)})

    assert answer.status_code == 403
    assert not WaitingRoll.objects.exists()


@pytest.mark.parametrize("rows", [1, 3])
def test_preview_takes_the_same_queries_for_one_row_and_three(desk: Client, rows: int):
    place = send(desk, GOOD + b"".join(b"A%d,Ann,B01\n" % n for n in range(2, rows + 1)))

    with MemberQueries() as page:
        desk.get(place)
    assert len(page.asked) == 6
