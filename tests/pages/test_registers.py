import csv
import io
from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from conferences.models import Complaint, Incident, RuleDeparture
from members.enums import Office
from members.models import Member
from tests.factories.members import make_officer
from tests.pages.halls import Hall

HOME = "/c/NDC27/registers/"
INCIDENTS, DEPARTURES, COMPLAINTS = (
    f"{HOME}{slug}/" for slug in ("incidents", "departures", "complaints")
)
TODAY = timezone.localdate()
INCIDENT = {
    "started_at": "2027-06-15T10:30",
    "what": "=cmd|' /C calc'!A1 was on the screen",
    "effect": "Seven of 56 could not vote in time.",
}
DEPARTURE = {
    "rule": "Rule 12.4",
    "departed_on": "2026-06-15",
    "reason": "The hall was closed by the council.",
}
COMPLAINT = {
    "complainant": "Dafydd Rowe-Sample",
    "rule": "Standing order 14",
    "breach_on": "2026-06-15",
    "received_on": "2026-07-01",
    "about": "The vote on Motion 1 was closed early.",
}


@pytest.fixture
def scrutineer(hall: Hall) -> Member:
    return make_officer(Office.SCRUTINEER, hall.conference.body, "Ines Calloway-Sample")


@pytest.fixture
def officer(hall: Hall) -> Client:
    return hall.as_(hall.returning_officer)


def incident() -> dict[str, str]:
    started = timezone.localtime() - timedelta(minutes=10)
    return INCIDENT | {"started_at": started.strftime("%Y-%m-%dT%H:%M")}


@pytest.mark.parametrize("address", [HOME, INCIDENTS, DEPARTURES, COMPLAINTS, f"{HOME}access/"])
def test_a_register_is_for_its_offices(address: str, hall: Hall, scrutineer: Member) -> None:
    assert hall.as_(None).get(address).status_code == 302
    assert hall.as_(hall.delegate).get(address).status_code == 403
    assert hall.as_(hall.returning_officer).get(address).status_code == 200
    assert hall.as_(scrutineer).get(address).status_code == 200


def test_complaints_are_not_for_the_teller_and_incidents_are(hall: Hall) -> None:
    teller = hall.as_(hall.teller)
    assert teller.get(INCIDENTS).status_code == 200
    assert teller.get(COMPLAINTS).status_code == 403
    assert teller.get(f"{HOME}complaints.csv").status_code == 403
    assert COMPLAINTS not in teller.get(HOME).text


def test_a_scrutineer_reads_and_enters_nothing(hall: Hall, scrutineer: Member) -> None:
    client = hall.as_(scrutineer)
    assert "<form class" not in client.get(COMPLAINTS).text
    answer = client.post(COMPLAINTS, COMPLAINT)
    assert answer.status_code == 409
    assert "Only the returning officer" in answer.text
    assert not Complaint.objects.exists()


def test_an_incident_goes_its_way_on_the_pages(hall: Hall, officer: Client) -> None:
    hall.decide_the_motion()
    vote = str(hall.ballot.pk)
    entered = hall.as_(hall.teller).post(INCIDENTS, incident() | {"votes": [vote]}, follow=True)
    assert "Entered, and in the log." in entered.text
    page = f"{INCIDENTS}1/"
    ended = timezone.localtime().strftime("%Y-%m-%dT%H:%M")
    officer.post(page, {"act": "end", "end-ended_at": ended})
    decided = officer.post(
        page,
        {"act": "decide", "decide-decision": "The vote stands: nobody was kept out."},
        follow=True,
    )
    assert "The vote stands: nobody was kept out." in decided.text
    assert hall.ballot.title in decided.text
    assert Incident.objects.get().decided_by == hall.returning_officer


def test_what_is_wrong_is_said_and_kept(hall: Hall, officer: Client) -> None:
    answer = officer.post(DEPARTURES, DEPARTURE | {"reason": "because"})
    assert answer.status_code == 422
    assert "Say it in a few words more." in answer.text
    assert "Rule 12.4" in answer.text
    assert not RuleDeparture.objects.exists()


def test_a_departure_shows_whether_the_certification_officer_was_told(
    hall: Hall, officer: Client
) -> None:
    officer.post(DEPARTURES, DEPARTURE)
    assert "Certification Officer not told" in officer.get(HOME).text
    told = {"act": "tell-officer", "tell-officer-told_on": TODAY.isoformat()}
    assert officer.post(f"{DEPARTURES}1/", told).status_code == 302
    assert "Certification Officer told on" in officer.get(HOME).text


def test_a_complaint_shows_its_clock(hall: Hall, officer: Client) -> None:
    page = officer.post(COMPLAINTS, COMPLAINT, follow=True).text
    assert "In time until 14 December 2026" in page
    assert "Dafydd Rowe-Sample" in page
    assert "<svg" in page
    refused = officer.post(
        f"{COMPLAINTS}1/", {"act": "begin-procedure", "begin-procedure-began_on": "2026-06-14"}
    )
    assert refused.status_code == 409
    assert "cannot begin before the breach" in refused.text


def test_who_looks_at_complaints_is_known(hall: Hall, officer: Client, scrutineer: Member) -> None:
    officer.post(COMPLAINTS, COMPLAINT)
    hall.as_(scrutineer).get(COMPLAINTS)
    hall.as_(scrutineer).get(f"{HOME}complaints.csv")
    page = officer.get(f"{HOME}access/").text
    assert "register of complaints" in page
    assert scrutineer.pseudonym in page
    assert "a copy was taken" in page


def test_a_table_for_a_spreadsheet_runs_nothing_and_names_no_complainant(
    hall: Hall, officer: Client
) -> None:
    officer.post(INCIDENTS, incident())
    officer.post(COMPLAINTS, COMPLAINT)
    answer = officer.get(f"{HOME}incidents.csv")
    assert answer["Content-Disposition"] == 'attachment; filename="ndc27-incidents.csv"'
    headings, row = csv.reader(io.StringIO(answer.content.decode("utf-8-sig"), newline=""))
    assert dict(zip(headings, row, strict=True))["what_happened"].startswith("'=cmd")
    assert "Rowe-Sample" not in officer.get(f"{HOME}complaints.csv").text


def test_unknown_registers_lines_and_acts_are_not_found(hall: Hall, officer: Client) -> None:
    officer.post(DEPARTURES, DEPARTURE)
    assert officer.get(f"{HOME}secrets/").status_code == 404
    assert officer.get(f"{HOME}secrets.csv").status_code == 404
    assert officer.get(f"{DEPARTURES}2/").status_code == 404
    assert officer.post(f"{DEPARTURES}1/", {"act": "forget"}).status_code == 404


@pytest.mark.parametrize("lines", [1, 3])
def test_a_register_asks_as_much_of_the_database_however_long_it_is(
    lines: int, hall: Hall, officer: Client, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    for _ in range(lines):
        officer.post(INCIDENTS, incident())
    with django_assert_num_queries(7):
        officer.get(INCIDENTS)
