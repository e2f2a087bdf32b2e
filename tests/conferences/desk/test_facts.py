"""What the desk knows of a vote: who could not, who was turned away, who is waited for."""

from datetime import timedelta
from uuid import uuid4

import pytest
import time_machine
from pytest_django import DjangoAssertNumQueries

from audit.models import Entry
from audit.refusal import Refusal
from audit.store.write_guard import recorded_writes
from ballots.casting import cast
from ballots.enums import VotingForm
from ballots.models import Ballot, TurnedAway
from ballots.services import unable_report
from conferences.desk.facts import facts_of, waiting_for
from conferences.models import Incident
from conferences.selectors import credentials_by_branch
from members.models import Member
from tests.factories.ballots import cast_by
from tests.factories.members import make_member
from tests.pages.halls import Hall, make_hall

DESK = "/c/NDC27/teller/"


@pytest.fixture
def voting(hall: Hall) -> Hall:
    hall.put_the_motion()
    hall.press("open_vote")
    return hall


def attempt(ballot: Ballot, voter: Member, choice: str = "for") -> None:
    with pytest.raises(Refusal):
        cast(ballot_id=ballot.pk, voter=voter, choice=choice, request_id=uuid4())


def test_votes_turned_away_are_counted_by_reason_and_never_by_choice(voting: Hall) -> None:
    ballot, late = voting.ballot, voting.credentials[0].member
    stranger = make_member("A stranger")
    for _twice in range(2):
        attempt(ballot, stranger)
    attempt(ballot, voting.credentials[1].member, "perhaps")
    cast_by(voting.credentials[1].member, ballot, "against")
    assert ballot.closes_at
    with time_machine.travel(ballot.closes_at + timedelta(seconds=1)):
        attempt(ballot, late)
    found = facts_of(voting.conference, voting.ballot).attempts
    assert [(one.words, one.people, one.voted) for one in found] == [
        ("Came after the close, unopened", 1, 0),
        ("Not on the roll of this vote", 1, 0),
        ("Not a choice on the paper", 1, 1),
    ]
    assert {field.name for field in TurnedAway._meta.fields} == {
        "id",
        "ballot",
        "voter",
        "reason",
        "at",
    }


def test_reports_of_inability_stand_against_the_trigger_and_are_grouped(voting: Hall) -> None:
    report = voting.credentials[0].member
    unable_report(ballot=voting.ballot, voter=report, reason="No signal in row F")
    known = facts_of(voting.conference, voting.ballot)
    assert (known.turnout.unable, known.retake_from, known.unable_share) == (1, 1, 50)
    assert known.is_due_again
    page = voting.as_(voting.teller).get(DESK).text
    assert "The connection" in page
    assert "No signal in row F" in page
    assert "the standing orders have the vote taken again" in page


def test_those_waited_for_are_named_to_the_desk_and_each_look_is_in_the_register(
    voting: Hall,
) -> None:
    cast_by(voting.credentials[0].member, voting.ballot)
    page = voting.as_(voting.teller).get(DESK + "waiting/").text
    assert "3 are waited for." in page
    assert voting.credentials[1].member.name in page
    assert voting.credentials[0].member.name not in page
    assert Entry.objects.filter(kind="record.seen").exists()
    assert voting.as_(voting.delegate).get(DESK + "waiting/").status_code == 403


def test_of_a_secret_ballot_nobody_is_named_and_small_branches_are_withheld(voting: Hall) -> None:
    ballot = voting.ballot
    cast_by(voting.credentials[0].member, ballot)
    with recorded_writes():
        Ballot.objects.filter(pk=ballot.pk).update(form=VotingForm.SECRET_BALLOT)
    assert waiting_for(voting.ballot) == []
    board = credentials_by_branch(voting.conference, voting.ballot)
    assert {line.voted for line in board} == {None}
    assert "Too few to show" in voting.as_(voting.teller).get(DESK).text
    assert "nobody is named" in voting.as_(voting.teller).get(DESK + "waiting/").text


def test_a_vote_of_conference_is_offered_for_closing_only_once_everyone_has_voted(
    voting: Hall,
) -> None:
    browser = voting.as_(voting.teller)
    assert "Close the vote</button>" not in browser.get(DESK).text
    assert browser.post(DESK + "close/").status_code == 409
    for credential in voting.credentials:
        cast_by(credential.member, voting.ballot)
    assert "Close the vote</button>" in browser.get(DESK).text
    assert browser.post(DESK + "close/").status_code == 302


def test_an_incident_is_entered_from_the_desk_with_the_votes_it_touched(voting: Hall) -> None:
    browser = voting.as_(voting.teller)
    typed = {
        "started_at": "2027-06-15T10:30",
        "what": "The voting page did not open for some.",
        "effect": "Three of four could not vote in time.",
        "votes": [str(voting.ballot.pk)],
    }
    wrong = browser.post(DESK + "incident/", typed | {"what": ""})
    assert wrong.status_code == 422
    assert "Three of four could not vote in time." in wrong.text
    with time_machine.travel("2027-06-15T11:00:00Z"):
        browser = voting.as_(voting.teller)
        answer = browser.post(DESK + "incident/", typed)
    assert answer.status_code == 302
    assert list(Incident.objects.get().votes.all()) == [voting.ballot]


@pytest.mark.parametrize("delegates", [1, 3])
def test_the_desk_asks_a_fixed_number_of_queries(
    delegates: int, db: None, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    hall = make_hall(delegates=delegates)
    hall.put_the_motion()
    hall.press("open_vote")
    for credential in hall.credentials:
        attempt(hall.ballot, credential.member, "perhaps")
    with django_assert_max_num_queries(8):
        facts_of(hall.conference, hall.ballot)
