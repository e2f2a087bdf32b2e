"""What the register gives to a scrutiny pack."""

import csv
import io
import json
from collections.abc import Iterable
from datetime import UTC

import pytest

from audit.pack.documents import Document
from members.enums import ContactKind, Office
from members.models import Body, Member
from members.scrutiny import documents, shared_channels
from members.services import passcode_issue, passcode_recall
from members.services.contact_changes import contact_change
from tests.factories.freezes import frozen
from tests.factories.members import make_member, make_officer, make_union

pytestmark = pytest.mark.django_db

SHARED = "the.household@members.example"


def table(found: Iterable[Document], path: str) -> list[dict[str, str]]:
    (document,) = (one for one in found if one.path == path)
    assert isinstance(document.content, bytes)
    text = document.content.decode("utf-8-sig")
    return list(csv.DictReader(io.StringIO(text, newline="")))


@pytest.fixture
def union() -> Body:
    return make_union()


@pytest.fixture
def couple() -> list[Member]:
    return [make_member(name, email=SHARED) for name in ("Rosa Example", "Max Example")]


def test_voters_behind_one_address_are_counted_and_the_address_is_not_told(
    couple: list[Member],
) -> None:
    alone = make_member("Ida Example")
    data = shared_channels([*couple, alone]).to_csv()
    assert SHARED.encode() not in data
    rows = list(csv.reader(io.StringIO(data.decode("utf-8-sig"), newline="")))
    assert ["email", "2", "1", "2"] in rows


def test_passcodes_are_counted_and_listed_without_codes(union: Body, couple: list[Member]) -> None:
    codes = [passcode_issue(member=member) for member in couple]
    passcode_recall(member=couple[1])
    found = list(documents(union, couple, UTC))
    delivered = {row["channel"]: row for row in table(found, "delivery_report.csv")}
    assert (delivered["email"]["sent"], delivered["email"]["not_delivered"]) == ("2", "1")
    ledger = table(found, "passcode_ledger.csv")
    assert [row["event"] for row in ledger] == [
        "passcode.issued",
        "passcode.issued",
        "passcode.undelivered",
    ]
    assert {row["of"] for row in ledger} == {member.log_name for member in couple}
    everything = b"".join(one.content for one in found if isinstance(one.content, bytes))
    assert not [code for code in codes if code.encode() in everything]


def test_appointments_say_who_certifies_and_what_is_kept_apart(union: Body) -> None:
    officer = make_officer(Office.RETURNING_OFFICER, union, "Tobias Lockwell")
    make_officer(Office.CHAIR, union, "Maureen Ashgrove")
    (document,) = (one for one in documents(union, [], UTC) if one.path == "appointment.json")
    assert isinstance(document.content, bytes)
    said = json.loads(document.content)
    held = {one["name"]: one for one in said["appointments"]}
    assert held["Tobias Lockwell"]["certifies_or_counts"]
    assert held["Tobias Lockwell"]["in_the_log_as"] == officer.log_name
    assert not held["Maureen Ashgrove"]["certifies_or_counts"]
    assert any(words.startswith("Returning officer may not be") for words in said["independence"])


def test_freeze_report_says_whether_there_was_a_freeze_and_lists_changes(
    union: Body, couple: list[Member]
) -> None:
    (none,) = (one for one in documents(union, [], UTC) if one.path == "freeze_report.csv")
    assert none.what.startswith("There was no freeze")
    officer = make_officer(Office.RETURNING_OFFICER, union, "Tobias Lockwell")
    frozen(officer)
    contact_change(
        actor=couple[0], member=couple[0], kind=ContactKind.EMAIL, text="new@members.example"
    )
    found = list(documents(union, couple, UTC))
    (report,) = (one for one in found if one.path == "freeze_report.csv")
    assert report.what.startswith("Freezes: Conference")
    (line,) = table(found, "freeze_report.csv")
    assert (line["member"], line["state"]) == (couple[0].pseudonym, "Waits for a second person")
    everything = b"".join(one.content for one in found if isinstance(one.content, bytes))
    for known in (b"members.example", b"Rosa"):
        assert known not in everything
