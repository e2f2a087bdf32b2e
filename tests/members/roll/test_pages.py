"""The pages of an import: send, name the columns, look, decide, undo."""

from datetime import timedelta

import pytest
import time_machine
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone

from members.enums import Office
from members.models import Member, RollImport, RollState, WaitingRoll
from tests.factories.members import make_body, make_member, make_officer, make_union, signed_in
from tests.members.queries import MemberQueries
from tests.members.rolls import workbook

pytestmark = pytest.mark.django_db

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


def decide(desk: Client, place: str) -> str:
    """Look at a preview, and decide on it; give the page that follows."""
    seen = fingerprint(desk.get(place).content.decode())
    decision = {"fingerprint": seen, "source": "Extract", "as_at": "2026-01-31"}
    return desk.post(place, decision, follow=True).content.decode()


def test_roll_is_imported_after_a_look_and_undone_after_another(desk: Client):
    place = send(desk, GOOD)
    assert "Nothing has been written yet" in desk.get(place).content.decode()
    assert not Member.objects.filter(membership_number="A1").exists()

    assert "Imported: 1 new" in decide(desk, place)

    assert Member.objects.get(membership_number="A1").source == "Extract"
    done = RollImport.objects.get()
    history = desk.get("/members/imports/").content.decode()
    assert "Extract" in history
    assert f"/members/imports/{done.pk}/undo/" in history
    assert "Undo this import?" in desk.get(f"/members/imports/{done.pk}/undo/").content.decode()
    answer = desk.post(f"/members/imports/{done.pk}/undo/", follow=True).content.decode()
    assert "The register is as it was before the import" in answer
    assert not Member.objects.filter(membership_number="A1").exists()
    assert "undone already" in desk.post(f"/members/imports/{done.pk}/undo/").content.decode()


def test_problems_are_shown_with_line_column_and_reason(desk: Client):
    page = desk.get(send(desk, GOOD + b"A1,Twice,B01\n,Nobody,B99\n")).content.decode()

    for words in ("The same number is on line 2.", "There is no membership number.", "B99"):
        assert words in page
    assert "There is no line that could be imported" in page


def test_more_than_twenty_are_shown_page_by_page(desk: Client):
    place = send(desk, GOOD + b"".join(b"X%02d,Ann,B99\n" % n for n in range(30)))

    page = desk.get(place).content.decode()
    more = desk.get(f"{place}problem/?page=2").content.decode()

    assert page.count("There is no branch") == 20
    assert f"{place}problem/" in page
    assert more.count("There is no branch") == 10
    assert desk.get(f"{place}nothing/").status_code == 404


def test_changes_are_shown_as_they_are_and_would_be(desk: Client):
    make_member("Ann Before", number="A1", email="old@example.org")

    data = b"Number,Name,Branch,E-mail\nA1,Ann Umber,B01,new@example.org\n"
    page = desk.get(send(desk, data)).content.decode()

    for words in ("Ann Before", "Ann Umber", "old@example.org", "new@example.org"):
        assert words in page
    assert "1 member would get other contact details" in page


def test_what_is_in_the_file_is_never_markup(desk: Client):
    page = desk.get(send(desk, GOOD + b"A2,Ann,<script>alert(1)</script>\n")).content.decode()

    assert "<script>alert" not in page


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"", "empty"),
        (b"PK\x03\x04x", "The workbook is damaged"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "old or locked Excel file"),
    ],
)
def test_file_that_is_no_roll_is_explained(desk: Client, data: bytes, reason: str):
    assert reason in send(desk, data)
    assert not WaitingRoll.objects.exists()


def test_file_without_members_is_explained(desk: Client):
    assert "no members below" in desk.get(send(desk, b"Number,Name,Branch\n")).content.decode()


def test_unknown_columns_are_named_on_a_page(desk: Client):
    place = send(desk, b"Ref,Who,Where\nA5,Fay,B01\n")
    page = desk.get(place).content.decode()
    assert "What is in each column?" in page
    refused = desk.post(f"{place}columns/", {"column_0": "name"}).content.decode()
    assert "Not found: membership number, branch" in refused

    named = {"column_0": "membership number", "column_1": "name", "column_2": "branch"}
    preview = desk.post(f"{place}columns/", named, follow=True).content.decode()

    assert "Import 1 member" in preview


def test_workbook_says_which_sheet_was_read(desk: Client):
    data = workbook([["Number", "Name", "Branch"], ["A1", "Ann", "B01"]], "Extract May")

    assert "sheet Extract May" in desk.get(send(desk, data, "roll.xlsx")).content.decode()


def test_progress_is_shown_and_looks_again_by_itself(desk: Client):
    place = send(desk, GOOD)
    fresh = timezone.now()
    WaitingRoll.objects.update(
        state=RollState.READING, size=200, bytes_read=100, rows_read=1234, alive_at=fresh
    )

    page = desk.get(place).content.decode()

    assert 'value="50"' in page
    assert "50 %, 1,234 rows so far" in page
    assert f'href="{place}">See how far it is' in page  # for a browser without JavaScript
    assert 'hx-trigger="every 1s"' in page
    WaitingRoll.objects.update(state=RollState.READY)
    assert desk.get(place, headers={"HX-Request": "true"})["HX-Refresh"] == "true"


def test_roll_whose_worker_was_killed_is_taken_up_again(desk: Client):
    place = send(desk, GOOD)
    WaitingRoll.objects.update(
        state=RollState.READING, alive_at=timezone.now() - timedelta(minutes=2)
    )

    assert "What this roll would do" in desk.get(place, follow=True).content.decode()


def test_file_that_is_too_large_is_refused(desk: Client, settings):
    settings.ROLL_FILE_MAX_BYTES = 10

    assert "larger than" in send(desk, GOOD)


def test_decision_about_a_register_that_moved_is_refused_and_the_new_preview_shown(desk: Client):
    place = send(desk, GOOD)
    desk.get(place)
    make_member("Ann Before", number="A1")

    page = decide(desk, place)

    assert "The register has changed since you looked" in page
    assert "Ann Before" in page
    assert Member.objects.get(membership_number="A1").name == "Ann Before"


def test_decision_without_a_source_is_refused(desk: Client):
    place = send(desk, GOOD)
    seen = fingerprint(desk.get(place).content.decode())

    desk.post(place, {"fingerprint": seen, "as_at": "2026-01-31"})

    assert not Member.objects.filter(membership_number="A1").exists()


def test_file_of_another_officer_is_not_shown(desk: Client):
    place = send(desk, GOOD)
    other = signed_in(make_officer(Office.MEMBERSHIP_OFFICER, make_union("OTHER")))

    for page in (place, f"{place}columns/", f"{place}new/"):
        assert other.get(page).status_code == 404


def test_file_is_forgotten_when_discarded_and_after_an_hour(desk: Client):
    send(desk, GOOD)
    desk.post("/members/import/discard/")
    assert not WaitingRoll.objects.exists()

    send(desk, GOOD)
    with time_machine.travel(timezone.now() + timedelta(hours=2)):
        other = signed_in(make_officer(Office.MEMBERSHIP_OFFICER, make_union("OTHER")))
        send(other, GOOD)
    assert WaitingRoll.objects.count() == 1


@pytest.mark.parametrize("page", ["import/", "imports/"])
def test_pages_are_for_the_membership_officer(client: Client, page: str):
    assert client.get(f"/members/{page}")["Location"] == f"/sign-in/?next=/members/{page}"
    clerk = signed_in(make_officer(Office.CLERK, make_union()))
    assert clerk.get(f"/members/{page}").status_code == 403
    assert clerk.post("/members/import/").status_code == 403


def test_forged_upload_is_refused():
    officer = make_officer(Office.MEMBERSHIP_OFFICER, make_union())
    desk = signed_in(officer, enforce_csrf_checks=True)

    answer = desk.post("/members/import/", {"file": SimpleUploadedFile("roll.csv", GOOD)})

    assert answer.status_code == 403
    assert not WaitingRoll.objects.exists()


def test_preview_takes_the_same_queries_for_one_row_and_three(desk: Client):
    asked = []
    for rows in (1, 3):
        lines = b"".join(b"A%d,Ann,B01\n" % n for n in range(2, rows + 1))
        place = send(desk, GOOD + lines)
        with MemberQueries() as page:
            desk.get(place)
        asked.append(len(page.asked))

    assert asked[0] == asked[1]
    assert asked[0] <= 20
