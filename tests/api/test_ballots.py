"""A ballot over the API: the paper for anyone, the result once declared, a vote from the roll."""

from datetime import timedelta
from uuid import uuid4

import pytest
import time_machine
from django.test import Client
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from audit.models import Entry
from ballots import services
from ballots.enums import BallotState, Majority
from tests.api.asking import get, post, problem
from tests.factories.ballots import Hall, cast_by, make_hall
from tests.factories.members import signed_in

pytestmark = [pytest.mark.django_db, pytest.mark.sqlite_too]


@pytest.fixture
def hall() -> Hall:
    return make_hall(delegates=3)


def vote(choice: str = "for", request_id: str = "") -> dict[str, str]:
    return {"choice": choice, "request_id": request_id or str(uuid4())}


def test_paper_is_public(client: Client, hall: Hall) -> None:
    ballot = hall.open()
    paper = get(client, f"ballots/{ballot.pk}/")

    assert paper["question"] == "That motion 9 be carried"
    assert [option["key"] for option in paper["options"]] == ["for", "against", "abstain"]
    assert (paper["state"], paper["roll_size"], paper["result"]) == ("open", 3, None)


def test_paper_takes_one_query(
    client: Client, hall: Hall, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    ballot = hall.open()
    with django_assert_num_queries(1):
        get(client, f"ballots/{ballot.pk}/")


def test_vote_is_recorded_with_a_receipt(hall: Hall) -> None:
    ballot = hall.open()
    answer = post(signed_in(hall.delegates[0]), f"ballots/{ballot.pk}/casts/", vote())

    assert answer.status_code == 201
    receipt = answer.json()
    assert receipt["ballot_id"] == str(ballot.pk)
    assert Entry.objects.get(pk=receipt["entry_id"]).kind == "vote.cast"
    assert ballot.roll.get(cast__isnull=False).voter == hall.delegates[0]


def test_same_request_again_gives_the_same_receipt_and_one_vote(hall: Hall) -> None:
    ballot, client = hall.open(), signed_in(hall.delegates[0])
    paper = vote()
    first = post(client, f"ballots/{ballot.pk}/casts/", paper)
    entries = Entry.objects.count()
    again = post(client, f"ballots/{ballot.pk}/casts/", paper)

    assert (again.status_code, again.json()) == (201, first.json())
    assert Entry.objects.count() == entries


def test_last_vote_counts(hall: Hall) -> None:
    ballot, client = hall.open(), signed_in(hall.delegates[0])
    post(client, f"ballots/{ballot.pk}/casts/", vote("for"))
    post(client, f"ballots/{ballot.pk}/casts/", vote("against"))

    assert ballot.roll.filter(cast__choice="against").count() == 1
    assert ballot.roll.filter(cast__isnull=False).count() == 1


def test_vote_is_refused_when_not_on_the_roll(hall: Hall) -> None:
    ballot = hall.open()
    answer = post(signed_in(hall.chair), f"ballots/{ballot.pk}/casts/", vote())

    problem(answer, 403, "not-on-the-roll")


def test_vote_is_refused_for_an_option_not_on_the_paper(hall: Hall) -> None:
    ballot = hall.open()
    answer = post(signed_in(hall.delegates[0]), f"ballots/{ballot.pk}/casts/", vote("perhaps"))

    problem(answer, 409, "option-not-on-the-paper")


def test_vote_is_refused_after_the_close(hall: Hall) -> None:
    ballot = hall.open(window_seconds=60)
    with time_machine.travel(timezone.now() + timedelta(seconds=61)):
        answer = post(signed_in(hall.delegates[0]), f"ballots/{ballot.pk}/casts/", vote())

    problem(answer, 409, "ballot-closed")


def test_vote_on_no_ballot_is_not_found(hall: Hall) -> None:
    answer = post(signed_in(hall.delegates[0]), f"ballots/{uuid4()}/casts/", vote())

    problem(answer, 404, "ballot-unknown")


def test_figures_wait_for_the_declaration(client: Client, hall: Hall) -> None:
    ballot = hall.open()
    for delegate in hall.delegates:
        cast_by(delegate, ballot)
    services.ballot_close(ballot=ballot, actor=hall.teller)
    assert get(client, f"ballots/{ballot.pk}/")["result"] is None

    services.ballot_declare(ballot=ballot, actor=hall.chair)
    result = get(client, f"ballots/{ballot.pk}/")["result"]
    assert (result["verdict"], result["figures"]["for"]) == ("CARRIED", 3)


def test_figures_of_a_void_vote_are_never_shown(client: Client, hall: Hall) -> None:
    ballot = hall.open()
    for delegate in hall.delegates:
        cast_by(delegate, ballot)
    services.ballot_close(ballot=ballot, actor=hall.teller)
    hall.void(ballot)

    paper = get(client, f"ballots/{ballot.pk}/")
    assert (paper["state"], paper["result"]) == ("voided", None)


def test_a_ballot_that_the_guard_holds_back_is_not_found(client: Client, hall: Hall) -> None:
    ballot = hall.create(
        title="If talks fail",
        question="Would you support moving to a statutory ballot for action if talks fail?",
        class_code="IA_CONSULT",
        majority=Majority.NONE,
        member_ballot=True,
    )
    assert ballot.state == BallotState.UNDER_REVIEW
    problem(client.get(f"/api/v1/ballots/{ballot.pk}/"), 404, "not-found")


def test_a_signed_declaration_is_public_byte_for_byte(client: Client, hall: Hall) -> None:
    ballot = hall.declared("for", "against", "for")
    problem(client.get(f"/api/v1/ballots/{ballot.pk}/declaration/"), 404, "not-found")
    signed = hall.sign(ballot)
    answer = client.get(f"/api/v1/ballots/{ballot.pk}/declaration/")
    assert answer.headers["content-type"] == "application/json"
    assert answer.content == signed.document.encode()


def test_no_declaration_of_a_void_or_unknown_vote(client: Client, hall: Hall) -> None:
    ballot = hall.declared("for")
    hall.sign(ballot)
    hall.void(ballot)
    for asked in (ballot.pk, uuid4()):
        problem(client.get(f"/api/v1/ballots/{asked}/declaration/"), 404, "not-found")
