"""Whoever is shown restricted things is in the log, once for each hour and not for each look."""

from django.core.files.uploadedfile import SimpleUploadedFile

from audit.formats.canonical import parse
from audit.models import Entry
from members.enums import Office
from tests.factories.members import make_officer, make_union, signed_in
from tests.pages.halls import Hall

TELLER = "/c/NDC27/teller/"


def looks(subject: str) -> list[tuple[str, str, str]]:
    found = Entry.objects.filter(kind="record.seen", subject=subject)
    said = [parse(bytes(leaf)) for leaf in found.values_list("leaf", flat=True)]
    return [(look["by"], look["office"], look["what"]) for look in said]


def test_teller_who_sees_who_is_waited_for_is_in_the_log_once(hall: Hall) -> None:
    hall.put_the_motion()
    hall.press("open_vote")
    client = hall.as_(hall.teller)
    for _ in range(3):
        assert client.get(TELLER).status_code == 200
    assert looks(hall.ballot.log_name) == [
        (hall.teller.pseudonym, "teller", "who has not voted, by branch")
    ]


def test_teller_who_sees_no_open_vote_is_not(hall: Hall) -> None:
    hall.as_(hall.teller).get(TELLER)
    assert not Entry.objects.filter(kind="record.seen").exists()


def test_membership_officer_who_sees_entries_beside_a_roll_is_in_the_log_once(db: None) -> None:
    officer = make_officer(Office.MEMBERSHIP_OFFICER, make_union())
    client = signed_in(officer)
    file = SimpleUploadedFile("roll.csv", b"Number,Name,Branch\nA1,Ann Umber,LANTERN\n")
    place = client.post("/members/import/", {"file": file})["Location"]
    for _ in range(2):
        client.get(place)
    assert looks("register") == [
        (officer.pseudonym, "membership_officer", "entries of the register, beside a roll file")
    ]
