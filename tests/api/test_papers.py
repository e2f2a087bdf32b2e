"""The paper of an election over the API: who stands, for members; cast and sealed, by the roll."""

from uuid import uuid4

import pytest
from django.test import Client

from ballots.models import Ballot
from ballots.selectors import paper_of
from ballots.services import ballot_declare, election_count
from tests.api.asking import get, post, problem
from tests.pages.elections import FIVE, closed, opened
from tests.pages.halls import Hall, make_hall


@pytest.fixture
def hall(db: None) -> Hall:
    return make_hall()


@pytest.fixture
def ballot(hall: Hall) -> Ballot:
    return opened(hall)


def paper(ranking: list[int]) -> dict[str, object]:
    return {"ranking": ranking, "request_id": str(uuid4())}


def test_who_stands_is_for_members_and_how_many_for_anyone(
    hall: Hall, client: Client, ballot: Ballot
) -> None:
    address = f"ballots/{ballot.pk}/"
    for asking in (client, hall.as_(hall.delegate)):
        found = get(asking, address)["election"]
        assert (found["rule"], found["seats"], found["ron"]) == ("ers97", 2, True)
        assert [each["number"] for each in found["candidates"]] == [1, 2, 3, 4, 5, 6]
        assert "person" not in found["candidates"][0]
    assert found["candidates"][0]["name"] == FIVE[0]
    strangers = get(client, address)
    names = [f"Candidate {number}" for number in range(1, 6)] + ["Re-open nominations"]
    assert [each["name"] for each in strangers["election"]["candidates"]] == names
    assert [each["label"] for each in strangers["options"]] == names
    assert "Branch of" not in str(strangers)


def test_names_are_for_anyone_once_the_result_is(
    hall: Hall, client: Client, ballot: Ballot
) -> None:
    closed(hall, ballot, [1, 2], [2, 1])
    election_count(ballot=ballot, actor=hall.returning_officer)
    ballot_declare(ballot=ballot, actor=hall.chair)
    declared = get(client, f"ballots/{ballot.pk}/")
    assert declared["options"][0]["label"] == FIVE[0]
    assert "Branch of" not in str(declared)


def test_paper_is_cast_changed_and_never_said_back(hall: Hall, ballot: Ballot) -> None:
    client, address = hall.as_(hall.delegate), f"ballots/{ballot.pk}/papers/"
    sent = paper([3, 1])
    first = post(client, address, sent)
    assert (first.status_code, first.json()["choice"]) == (201, "")
    assert post(client, address, sent).json() == first.json()
    assert paper_of(ballot, hall.delegate) == [3, 1]
    post(client, address, paper([]))
    assert paper_of(ballot, hall.delegate) == []


@pytest.mark.parametrize("ranking", [[3, 3], [9]])
def test_paper_that_says_nothing_clear_is_refused(
    hall: Hall, ballot: Ballot, ranking: list[int]
) -> None:
    answer = post(hall.as_(hall.delegate), f"ballots/{ballot.pk}/papers/", paper(ranking))
    problem(answer, 409, "paper-faulty")
    assert paper_of(ballot, hall.delegate) is None


def test_paper_is_refused_without_sign_in(client: Client, ballot: Ballot) -> None:
    assert post(client, f"ballots/{ballot.pk}/papers/", paper([1])).status_code in {401, 403}
