from datetime import date, timedelta

import pytest
from django.utils import timezone

from audit.formats.canonical import parse
from audit.holding import held
from audit.models import Disclosure, Entry
from audit.refusal import Refusal
from ballots.models import Ballot
from conferences.enums import ComplaintState, IncidentState
from conferences.models import Complaint, Incident, RuleDeparture
from conferences.services import (
    complaint_begin_procedure,
    complaint_close,
    complaint_end_procedure,
    complaint_receive,
    complaint_tell_officer,
    departure_enter,
    departure_enter_reply,
    departure_tell_members,
    departure_tell_officer,
    incident_decide,
    incident_end,
    incident_open,
)
from members.enums import Office
from members.models import Member
from tests.factories.conferences import Sitting

TODAY = timezone.localdate()
WORDS = "The voting page did not open for some delegates."


@pytest.fixture
def officer(sitting: Sitting) -> Member:
    return sitting.officers[Office.RETURNING_OFFICER]


@pytest.fixture
def incident(sitting: Sitting) -> Incident:
    return incident_open(
        conference=sitting.conference,
        actor=sitting.officers[Office.TELLER],
        started_at=timezone.now() - timedelta(minutes=5),
        what=WORDS,
        effect="Seven of 56 could not vote in time.",
        votes=list(Ballot.objects.all()[:1]),
    )


@pytest.fixture
def departure(sitting: Sitting, officer: Member) -> RuleDeparture:
    return departure_enter(
        conference=sitting.conference,
        actor=officer,
        rule="Rule 12.4",
        reason="The hall was closed by the council at short notice.",
        departed_on=TODAY,
    )


@pytest.fixture
def complaint(sitting: Sitting, officer: Member) -> Complaint:
    return complaint_receive(
        conference=sitting.conference,
        actor=officer,
        complainant="Dafydd Rowe-Sample",
        about="The vote on Motion 6 was closed early, he says.",
        rule="Standing order 14",
        breach_on=TODAY - timedelta(days=40),
        received_on=TODAY - timedelta(days=20),
    )


def last_leaf(kind: str) -> dict[str, object]:
    leaf: dict[str, object] = parse(bytes(Entry.objects.get(kind=kind).leaf))
    return leaf


def test_an_incident_is_opened_ended_and_decided(incident: Incident, officer: Member) -> None:
    assert incident.state == IncidentState.OPEN
    incident = incident_end(incident=incident, actor=officer, ended_at=timezone.now())
    assert incident.state == IncidentState.ENDED
    decided = incident_decide(incident=incident, actor=officer, decision="The vote stands as cast.")
    assert (decided.state, decided.decided_by) == (IncidentState.DECIDED, officer)
    assert decided.effect == "Seven of 56 could not vote in time."


def test_the_log_has_the_words_of_an_incident_as_digests(incident: Incident) -> None:
    leaf = Entry.objects.get(kind="incident.opened")
    assert WORDS.encode() not in bytes(leaf.leaf)
    assert incident.effect.encode() not in bytes(leaf.leaf)
    sealed = dict(Disclosure.objects.filter(entry=leaf).values_list("name", "value"))
    assert sealed == {"what": WORDS, "effect": incident.effect}


def test_incidents_are_numbered_within_their_conference(
    sitting: Sitting, incident: Incident
) -> None:
    again = incident_open(
        conference=sitting.conference,
        actor=sitting.officers[Office.TELLER],
        started_at=timezone.now(),
        what=WORDS,
        effect="No vote was open at the time.",
    )
    assert (incident.number, again.number) == (1, 2)


def test_refused_when_an_incident_is_decided_before_it_has_ended(
    incident: Incident, officer: Member
) -> None:
    with pytest.raises(Refusal, match="when it ended"):
        incident_decide(incident=incident, actor=officer, decision="The vote stands as cast.")


def test_refused_when_an_incident_ends_before_it_starts(
    incident: Incident, officer: Member
) -> None:
    with pytest.raises(Refusal, match="ends after it starts"):
        incident_end(
            incident=incident,
            actor=officer,
            ended_at=incident.started_at - timedelta(seconds=1),
        )


def test_refused_when_an_incident_ends_or_is_decided_twice(
    incident: Incident, officer: Member
) -> None:
    incident_end(incident=incident, actor=officer, ended_at=timezone.now())
    with pytest.raises(Refusal, match="ended already"):
        incident_end(incident=incident, actor=officer, ended_at=timezone.now())
    incident_decide(incident=incident, actor=officer, decision="The vote stands as cast.")
    with pytest.raises(Refusal, match="decided already"):
        incident_decide(incident=incident, actor=officer, decision="The vote is void after all.")


def test_refused_when_an_incident_starts_in_the_future(sitting: Sitting, officer: Member) -> None:
    with pytest.raises(Refusal, match="has not come yet"):
        incident_open(
            conference=sitting.conference,
            actor=officer,
            started_at=timezone.now() + timedelta(minutes=5),
            what=WORDS,
            effect="Nobody could vote for a while.",
        )


def test_refused_when_a_teller_decides_an_incident(sitting: Sitting, incident: Incident) -> None:
    with pytest.raises(Refusal, match="Only the returning officer"):
        incident_decide(
            incident=incident,
            actor=sitting.officers[Office.TELLER],
            decision="The vote stands as cast.",
        )
    assert Entry.objects.filter(kind="act.refused").exists()


def test_a_departure_is_entered_told_and_replied_to(
    departure: RuleDeparture, officer: Member
) -> None:
    departure_tell_officer(departure=departure, actor=officer, told_on=TODAY)
    departure_tell_members(departure=departure, actor=officer, told_on=TODAY)
    replied = departure_enter_reply(
        departure=departure, actor=officer, reply="Noted, with no comment.", replied_on=TODAY
    )
    assert replied.officer_told_on == replied.members_told_on == replied.replied_on == TODAY
    assert Entry.objects.filter(kind="rule_departure.told").count() == 2


def test_the_log_has_the_rule_that_was_departed_from_as_a_digest(departure: RuleDeparture) -> None:
    leaf = Entry.objects.get(kind="rule_departure.entered")
    assert departure.rule.encode() not in bytes(leaf.leaf)
    assert Disclosure.objects.get(entry=leaf, name="rule").value == departure.rule


def test_refused_when_a_reply_comes_before_anyone_was_told(
    departure: RuleDeparture, officer: Member
) -> None:
    with pytest.raises(Refusal, match="Nobody has been told"):
        departure_enter_reply(
            departure=departure, actor=officer, reply="Noted, with no comment.", replied_on=TODAY
        )


def test_refused_when_a_departure_is_told_twice(departure: RuleDeparture, officer: Member) -> None:
    departure_tell_officer(departure=departure, actor=officer, told_on=TODAY)
    with pytest.raises(Refusal, match="is entered"):
        departure_tell_officer(departure=departure, actor=officer, told_on=TODAY)


def test_a_complaint_goes_all_its_way_and_its_clock_with_it(
    complaint: Complaint, officer: Member
) -> None:
    assert complaint.state == ComplaintState.RECEIVED
    began, ended = TODAY - timedelta(days=15), TODAY - timedelta(days=5)
    complaint = complaint_begin_procedure(complaint=complaint, actor=officer, began_on=began)
    assert complaint.state == ComplaintState.PROCEDURE_BEGUN
    complaint = complaint_end_procedure(complaint=complaint, actor=officer, ended_on=ended)
    assert complaint.state == ComplaintState.PROCEDURE_ENDED
    assert complaint.clock.runs_from == ended
    complaint = complaint_tell_officer(complaint=complaint, actor=officer, told_on=TODAY)
    assert complaint.state == ComplaintState.OFFICER_TOLD
    complaint = complaint_close(
        complaint=complaint, actor=officer, outcome="Withdrawn by letter.", closed_on=TODAY
    )
    assert complaint.state == ComplaintState.CLOSED
    ended_leaf = last_leaf("complaint.procedure_ended")
    assert ended_leaf["last_day"] == complaint.clock.last_day.isoformat()


def test_the_log_names_no_complainant(complaint: Complaint) -> None:
    for leaf in Entry.objects.values_list("leaf", flat=True):
        assert b"Rowe-Sample" not in bytes(leaf)


def test_a_live_complaint_holds_what_it_is_about_until_it_is_closed(
    sitting: Sitting, complaint: Complaint, officer: Member
) -> None:
    assert held(sitting.conference)
    complaint_close(
        complaint=complaint, actor=officer, outcome="Withdrawn by letter.", closed_on=TODAY
    )
    assert not held(sitting.conference)


@pytest.mark.parametrize(
    ("changed", "words"),
    [
        ({"complainant": " "}, "Say who complains"),
        ({"about": "Unfair"}, "in words"),
        ({"breach_on": TODAY, "received_on": TODAY - timedelta(days=1)}, "received after"),
        ({"received_on": date(2100, 1, 1)}, "has not come yet"),
    ],
)
def test_refused_when_a_complaint_is_not_whole(
    changed: dict[str, object], words: str, sitting: Sitting, officer: Member
) -> None:
    given: dict[str, object] = {
        "complainant": "Dafydd Rowe-Sample",
        "about": "The vote on Motion 6 was closed early.",
        "rule": "Standing order 14",
        "breach_on": TODAY,
        "received_on": TODAY,
    }
    with pytest.raises(Refusal, match=words):
        complaint_receive(conference=sitting.conference, actor=officer, **(given | changed))  # type: ignore[arg-type]
    assert not Complaint.objects.exists()


def test_refused_when_the_procedure_begins_before_the_breach(
    complaint: Complaint, officer: Member
) -> None:
    with pytest.raises(Refusal, match="cannot begin before the breach"):
        complaint_begin_procedure(
            complaint=complaint, actor=officer, began_on=complaint.breach_on - timedelta(days=1)
        )


def test_refused_when_the_procedure_ends_without_having_begun(
    complaint: Complaint, officer: Member
) -> None:
    with pytest.raises(Refusal, match="must have begun"):
        complaint_end_procedure(complaint=complaint, actor=officer, ended_on=TODAY)


def test_refused_when_a_closed_complaint_is_touched(complaint: Complaint, officer: Member) -> None:
    complaint_close(
        complaint=complaint, actor=officer, outcome="Withdrawn by letter.", closed_on=TODAY
    )
    with pytest.raises(Refusal, match="is closed"):
        complaint_tell_officer(complaint=complaint, actor=officer, told_on=TODAY)


def test_refused_when_a_teller_enters_a_complaint_or_a_departure(sitting: Sitting) -> None:
    teller = sitting.officers[Office.TELLER]
    with pytest.raises(Refusal, match="Only the returning officer"):
        complaint_receive(
            conference=sitting.conference,
            actor=teller,
            complainant="Someone",
            about="The vote on Motion 6 was closed early.",
            rule="Standing order 14",
            breach_on=TODAY,
            received_on=TODAY,
        )
    with pytest.raises(Refusal, match="Only the returning officer"):
        departure_enter(
            conference=sitting.conference,
            actor=teller,
            rule="Rule 12.4",
            reason="The hall was closed at short notice.",
            departed_on=TODAY,
        )
