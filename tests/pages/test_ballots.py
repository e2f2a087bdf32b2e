from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.test import Client

from audit.models import Entry
from ballots.enums import BallotState
from ballots.guard import INDICATIVE_BANNER, NO_ACTION_NOTICE, QUESTIONS
from ballots.models import Ballot
from ballots.services import ballot_close
from conferences.enums import FloorPhase
from conferences.selectors import floor_of
from members.enums import Office
from members.models import Member
from tests.factories.ballots import cast_by
from tests.factories.conferences import refused
from tests.factories.members import make_officer
from tests.pages.halls import Hall

LIST = "/c/NDC27/ballots/"
NEW = f"{LIST}new/"
PAPER: dict[str, Any] = {
    "title": "Employers' offer of June 2027",
    "question": "What should the negotiators do with the offer of 3.2 per cent?",
    "options": "Accept\nReject\nNeed to hear more",
    "class_code": "PAY_CONSULT",
    "enabling_rule": "",
    **dict.fromkeys(QUESTIONS, "no"),
}
TALKS = PAPER | {
    "title": "If talks fail",
    "question": "Would you support moving to a statutory ballot for action if talks fail?",
    "options": "Yes\nNo",
    "class_code": "IA_CONSULT",
}
REASON = {"reason": "Read with the solicitor: it asks nobody to act."}


@pytest.fixture
def client(hall: Hall) -> Client:
    return hall.as_(hall.returning_officer)


@pytest.fixture
def clerk(hall: Hall) -> Member:
    return make_officer(Office.CLERK, hall.conference.body, "Priya Haldane")


def proposed(client: Client, paper: dict[str, Any] = PAPER) -> Ballot:
    assert client.post(NEW, paper).status_code == 302
    return Ballot.objects.get()


def opened(client: Client) -> Ballot:
    ballot = proposed(client)
    assert client.post(f"{LIST}{ballot.pk}/open/", {"seconds": 90}).status_code == 302
    ballot.refresh_from_db()
    return ballot


def vote(hall: Hall, ballot: Ballot, *choices: str) -> None:
    for credential, choice in zip(hall.credentials, choices, strict=True):
        cast_by(credential.member, ballot, choice)


def refused_in_the_log() -> list[str]:
    leaves = Entry.objects.filter(kind="ballot.refused").values_list("leaf", flat=True)
    return [bytes(leaf).decode() for leaf in leaves]


@pytest.mark.parametrize("address", [LIST, NEW])
def test_ballots_are_for_those_who_may_ask_or_review(hall: Hall, address: str) -> None:
    assert hall.as_(None).get(address).status_code == 302
    assert hall.as_(hall.delegate).get(address).status_code == 403
    assert hall.as_(hall.teller).get(address).status_code == 200


def test_every_class_of_the_table_is_shown_and_none_is_chosen(client: Client) -> None:
    page = client.get(NEW).text
    assert page.count('name="class_code"') == 20
    assert "checked" not in page
    assert "Refused here, whoever asks" in page
    assert "ss.226-234A" in page


def test_the_returning_officers_page_leads_to_the_form(client: Client) -> None:
    assert NEW in client.get("/c/NDC27/returning-officer/").text


@pytest.mark.parametrize(
    ("slip", "words"),
    [
        ({"title": ""}, "Give the ballot a title."),
        ({"question": " "}, "Write the question as it is to be put."),
        ({"options": "Accept"}, "at least two options"),
        ({"options": "Accept\nACCEPT"}, "cannot be told apart"),
        ({"class_code": ""}, "There is no default."),
        ({"class_code": "MADE_UP"}, "from the table"),
        ({"executive_seat": ""}, "Answer each of the four questions."),
        ({"executive_seat": "perhaps"}, "Select a valid choice"),
    ],
)
def test_a_slip_in_the_form_is_explained_and_changes_nothing(
    client: Client, slip: dict[str, str], words: str
) -> None:
    answer = client.post(NEW, PAPER | slip)
    assert answer.status_code == 422
    assert words in answer.text
    assert "There is a problem" in answer.text
    assert not Ballot.objects.exists()


def test_a_statutory_ballot_is_refused_with_its_law_and_recorded(client: Client) -> None:
    answer = client.post(NEW, PAPER | {"class_code": "S46_PRESIDENT"})
    assert answer.status_code == 409
    assert "it cannot be held here, by anyone" in answer.text
    assert "The law: s.46(2); narrow exception s.46(4) of the Trade Union" in answer.text
    assert not Ballot.objects.exists()
    [leaf] = refused_in_the_log()
    assert '"class_code":"S46_PRESIDENT"' in leaf


def test_a_refusal_loses_nothing_that_was_typed(client: Client) -> None:
    answer = client.post(NEW, PAPER | {"class_code": "S226_IA", "enabling_rule": "Rule 9"})
    assert "Need to hear more" in answer.text
    assert "3.2 per cent" in answer.text
    assert 'value="Rule 9"' in answer.text
    assert answer.text.count("checked") == 1 + len(QUESTIONS)


@pytest.mark.parametrize("answer", ["yes", "not_sure"])
@pytest.mark.parametrize("question", QUESTIONS)
def test_a_question_not_answered_no_stops_the_ballot(
    client: Client, question: str, answer: str
) -> None:
    page = client.post(NEW, PAPER | {question: answer})
    assert page.status_code == 409
    assert QUESTIONS[question] in page.text
    assert "Trade Union and Labour Relations" in page.text
    assert not Ballot.objects.exists()
    assert len(refused_in_the_log()) == 1


def test_voters_in_northern_ireland_need_its_law_considered(client: Client) -> None:
    paper = PAPER | {"members_in_northern_ireland": "on"}
    assert "confirm that its law was considered" in client.post(NEW, paper).text
    proposed(client, paper | {"northern_ireland_law_considered": "on"})


@pytest.mark.parametrize("code", ["CONF_VOTE", "NON_S46_OFFICE", "DISCIPLINARY", "PRIORITY"])
def test_a_lawful_ballot_of_another_kind_is_not_held_from_here(client: Client, code: str) -> None:
    answer = client.post(NEW, PAPER | {"class_code": code, "enabling_rule": "Rule 12.9"})
    assert answer.status_code == 409
    assert "it is not held from here" in answer.text
    assert not Ballot.objects.exists()
    assert len(refused_in_the_log()) == 1


def test_an_indicative_ballot_is_ready_and_carries_its_banner(client: Client) -> None:
    ballot = proposed(client)
    assert ballot.state == BallotState.READY
    assert [option.label for option in ballot.paper] == ["Accept", "Reject", "Need to hear more"]
    page = client.get(f"{LIST}{ballot.pk}/").text
    assert INDICATIVE_BANNER in page
    assert "Open the vote" in page


def test_a_ballot_held_back_says_that_a_second_person_must_approve_it(client: Client) -> None:
    answer = client.post(NEW, TALKS, follow=True)
    assert "A second person must approve this" in answer.text
    assert "not you, who proposed it" in answer.text
    assert NO_ACTION_NOTICE in answer.text
    assert "Waiting for a second person" in client.get("/c/NDC27/returning-officer/").text


def test_the_proposer_cannot_review_their_own_ballot(client: Client) -> None:
    ballot = proposed(client, TALKS)
    answer = client.post(f"{LIST}{ballot.pk}/review/", REASON | {"verdict": "approve"})
    assert answer.status_code == 409
    assert "not the one who asked for it" in answer.text
    ballot.refresh_from_db()
    assert ballot.state == BallotState.UNDER_REVIEW
    assert len(refused_in_the_log()) == 1


@pytest.mark.parametrize(
    ("verdict", "state"), [("approve", BallotState.READY), ("refuse", BallotState.REFUSED)]
)
def test_a_second_person_reviews_in_writing(
    hall: Hall, client: Client, clerk: Member, verdict: str, state: str
) -> None:
    ballot = proposed(client, TALKS)
    second, address = hall.as_(clerk), f"{LIST}{ballot.pk}/review/"
    assert ballot.title in second.get(LIST).text
    assert "You are the second person." in second.get(f"{LIST}{ballot.pk}/").text
    assert second.post(address, {"verdict": verdict, "reason": ""}).status_code == 422
    assert second.post(address, REASON | {"verdict": verdict}).status_code == 302
    ballot.refresh_from_db()
    assert (ballot.state, ballot.reviewed_by) == (state, clerk)
    assert Entry.objects.filter(kind__in=["ballot.approved", "ballot.rejected"]).count() == 1
    assert "Priya Haldane: Read with the solicitor" in client.get(f"{LIST}{ballot.pk}/").text


def test_a_teller_cannot_review(hall: Hall, client: Client) -> None:
    ballot = proposed(client, TALKS)
    answer = hall.as_(hall.teller).post(f"{LIST}{ballot.pk}/review/", REASON)
    assert answer.status_code == 403


def test_a_ballot_held_back_is_not_opened(client: Client) -> None:
    ballot = proposed(client, TALKS)
    answer = client.post(f"{LIST}{ballot.pk}/open/", {"seconds": 90})
    assert answer.status_code == 409
    ballot.refresh_from_db()
    assert ballot.state == BallotState.UNDER_REVIEW


@pytest.mark.parametrize("seconds", ["", "5", "-1", "soon"])
def test_a_window_that_is_none_opens_nothing(client: Client, seconds: str) -> None:
    ballot = proposed(client)
    answer = client.post(f"{LIST}{ballot.pk}/open/", {"seconds": seconds})
    assert answer.status_code in (409, 422)
    ballot.refresh_from_db()
    assert ballot.state == BallotState.READY


def test_the_delegates_present_are_on_the_roll_each_with_one_vote(
    hall: Hall, client: Client
) -> None:
    ballot = opened(client)
    assert (ballot.roll_size, ballot.roll_weight) == (4, 4)
    assert ballot.banners == [INDICATIVE_BANNER]
    assert floor_of(hall.conference).phase == FloorPhase.VOTING


def test_nothing_is_opened_over_other_business(hall: Hall, client: Client) -> None:
    ballot = proposed(client)
    hall.press("call")
    answer = client.post(f"{LIST}{ballot.pk}/open/", {"seconds": 90})
    assert "Finish the business under way first." in answer.text


def test_the_chair_takes_nothing_else_until_it_is_declared(hall: Hall, client: Client) -> None:
    ballot = opened(client)
    vote(hall, ballot, "option-1", "option-2", "option-1", "option-1")
    chair = hall.as_(hall.chair)

    def call() -> str:
        return chair.post("/c/NDC27/chair/act/", {"act": "call"}, follow=True).text

    assert "the business has moved on" in call()
    with refused("vote-unfinished"):
        hall.press("call")
    ballot_close(ballot=ballot, actor=None)
    assert "The desk conducts this vote" in call()
    with refused("vote-unfinished"):
        hall.press("call")
    client.post(f"{LIST}{ballot.pk}/declare/")
    assert "Shorter working week pilots 1" in call()
    assert floor_of(hall.conference).phase == FloorPhase.CALLED


def test_the_clock_closes_it_and_the_hall_is_told(hall: Hall, client: Client) -> None:
    ballot = opened(client)
    assert ballot.closes_at
    with time_machine.travel(ballot.closes_at + timedelta(seconds=1)):
        ballot_close(ballot=ballot, actor=None)
    assert floor_of(hall.conference).phase == FloorPhase.COUNTED


def test_only_the_returning_officer_declares_it(hall: Hall, client: Client) -> None:
    ballot = opened(client)
    vote(hall, ballot, "option-1", "option-2", "option-1", "option-1")
    hall.as_(hall.teller).post("/c/NDC27/teller/close/")
    address = f"{LIST}{ballot.pk}/declare/"
    assert hall.as_(hall.teller).post(address).status_code == 403
    assert "Declare the figures" in client.get("/c/NDC27/returning-officer/").text
    assert client.post(address).status_code == 302
    ballot.refresh_from_db()
    assert ballot.state == BallotState.DECLARED
    assert client.post(address).status_code == 409


def test_the_banner_stands_on_every_surface_in_every_phase(hall: Hall, client: Client) -> None:
    ballot = opened(client)
    surfaces = [
        (hall.delegate, "/c/NDC27/now/"),
        (None, "/c/NDC27/hall/"),
        (hall.teller, "/c/NDC27/teller/"),
        (hall.returning_officer, "/c/NDC27/returning-officer/"),
        (hall.chair, "/c/NDC27/chair/"),
        (hall.delegate, f"/ballots/{ballot.pk}/"),
        (hall.teller, f"{LIST}{ballot.pk}/"),
    ]

    def shown() -> str:
        pages = {address: hall.as_(who).get(address).text for who, address in surfaces}
        assert [a for a, page in pages.items() if INDICATIVE_BANNER not in page] == []
        return "".join(pages.values())

    assert "Need to hear more" in shown()
    vote(hall, ballot, "option-1", "option-2", "option-1", "option-1")
    receipt = hall.as_(hall.delegate).get(f"/ballots/{ballot.pk}/receipt/").text
    assert INDICATIVE_BANNER in receipt
    ballot_close(ballot=ballot, actor=None)
    assert "Vote closed" in shown()
    client.post(f"{LIST}{ballot.pk}/declare/")
    pages = shown()
    assert "Accept 3, Reject 1, Need to hear more 0." in pages
    assert "CARRIED" not in pages
    assert "LOST" not in pages


def test_a_ballot_of_another_asking_is_not_found_here(hall: Hall, client: Client) -> None:
    hall.put_the_motion()
    hall.press("open_vote")
    assert client.get(f"{LIST}{hall.ballot.pk}/").status_code == 404
