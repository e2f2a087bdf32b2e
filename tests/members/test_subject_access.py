import io
import json
from http import HTTPStatus
from pathlib import Path
from zipfile import ZipFile

import pytest
from django.core.management import CommandError, call_command
from django.http import HttpResponse
from django.test import Client

from audit.formats.canonical import parse
from audit.models import Disclosure, Entry
from audit.refusal import Refusal
from members.enums import Office
from members.models import Member
from members.services.subject_access import WHAT, subject_access_give
from tests.factories.members import make_body, make_member, make_officer, make_union, signed_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def member() -> Member:
    return make_member("Asha Bellweather", branch=make_body())


def given() -> list[dict[str, object]]:
    entries = Entry.objects.filter(kind="record.seen").order_by("at")
    return [parse(bytes(entry.leaf)) for entry in entries]


def opened(packed: bytes) -> tuple[dict[str, object], str]:
    with ZipFile(io.BytesIO(packed)) as archive:
        assert sorted(archive.namelist()) == ["about-me.html", "about-me.json"]
        return json.loads(archive.read("about-me.json")), archive.read("about-me.html").decode()


def test_member_reads_what_is_held_and_takes_it_away(member: Member) -> None:
    client = signed_in(member)
    page = client.get("/me/data/").content.decode()
    assert "Asha Bellweather" in page
    assert member.membership_number in page
    answer = client.post("/me/data/")
    assert answer["Content-Type"] == "application/zip"
    told, page = opened(answer.content)
    assert told["about"] == member.pseudonym
    assert "member.entered" in page
    (look,) = given()
    assert (look["by"], look["of"], look["what"]) == (member.pseudonym, member.log_name, WHAT)
    assert look["copy"] is True


def test_taking_ones_own_again_and_again_is_in_the_log_once_an_hour(member: Member) -> None:
    client = signed_in(member)
    for _ in range(3):
        assert client.post("/me/data/").status_code == HTTPStatus.OK
    assert len(given()) == 1


def test_reading_ones_own_page_is_nobodys_business(member: Member) -> None:
    signed_in(member).get("/me/data/")
    assert given() == []


def test_my_page_leads_there(member: Member) -> None:
    assert "/me/data/" in signed_in(member).get("/me/").content.decode()


def test_what_is_held_is_shown_to_nobody_who_is_not_signed_in() -> None:
    assert Client().get("/me/data/").status_code == HTTPStatus.FOUND


def test_words_that_people_wrote_are_never_markup() -> None:
    member = make_member("<script>alert(1)</script>")
    client = signed_in(member)
    assert "<script>alert" not in client.get("/me/data/").content.decode()
    assert "<script>alert" not in opened(client.post("/me/data/").content)[1]


def asked_for(officer: Member, number: str, why: str = "Wrote on 1 June") -> HttpResponse:
    form = {"access-membership_number": number, "access-why": why}
    answer: HttpResponse = signed_in(officer).post("/records/subject-access/", form)  # type: ignore[assignment]
    return answer


def test_membership_officer_gets_it_for_a_person_and_the_log_says_so(member: Member) -> None:
    officer = make_officer(Office.MEMBERSHIP_OFFICER, make_union())
    told, _page = opened(asked_for(officer, member.membership_number.lower()).content)
    assert told["about"] == member.pseudonym
    (look,) = [each for each in given() if each["what"] == WHAT]
    assert (look["by"], look["office"]) == (officer.pseudonym, "membership_officer")
    assert Disclosure.objects.filter(value="Wrote on 1 June").exists()


@pytest.mark.parametrize(
    ("number", "why", "status", "words"),
    [
        ("", "Wrote", 422, "Give the membership number."),
        ("A1", "", 422, "Say how and when they asked."),
        ("NO-SUCH", "Wrote", 409, "Nobody on the register has the number NO-SUCH."),
    ],
)
def test_asking_for_a_person_is_refused_in_words(
    number: str, why: str, status: int, words: str
) -> None:
    officer = make_officer(Office.MEMBERSHIP_OFFICER, make_union())
    answer = asked_for(officer, number, why)
    assert answer.status_code == status
    assert words in answer.content.decode()


def test_asking_for_another_person_refused_without_the_office(member: Member) -> None:
    officer = make_officer(Office.RETURNING_OFFICER, make_union())
    with pytest.raises(Refusal):
        subject_access_give(actor=officer, member=member, why="Curious")
    assert asked_for(officer, member.membership_number).status_code == HTTPStatus.CONFLICT
    assert given() == [each for each in given() if each["what"] != WHAT]


def test_command_writes_the_archive_for_its_owner_alone(member: Member, tmp_path: Path) -> None:
    file, out = tmp_path / "asha.zip", io.StringIO()
    call_command("subject_access", member.membership_number, file, why="A letter", stdout=out)
    assert "to nobody else" in out.getvalue()
    assert file.stat().st_mode & 0o077 == 0
    told, _page = opened(file.read_bytes())
    assert told["about"] == member.pseudonym
    (look,) = given()
    assert look["by"] == "system"


def test_command_refuses_an_unknown_number_and_a_file_that_is_there(
    member: Member, tmp_path: Path
) -> None:
    file = tmp_path / "asha.zip"
    with pytest.raises(CommandError, match="Nobody on the register has the number NO-SUCH"):
        call_command("subject_access", "NO-SUCH", file)
    assert not file.exists()
    file.write_text("mine")
    with pytest.raises(CommandError, match="there already"):
        call_command("subject_access", member.membership_number, file)
    assert file.read_text() == "mine"
    with pytest.raises(CommandError, match="cannot be written"):
        call_command("subject_access", member.membership_number, tmp_path / "no" / "asha.zip")
