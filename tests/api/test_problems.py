"""Whatever goes wrong, a program is told in one shape, and nothing is changed."""

from io import BytesIO
from uuid import uuid4

import pytest
from django.core.cache import cache
from django.test import Client
from rest_framework import exceptions

from audit.models import Entry
from config.problems import SafeJSONParser
from config.throttles import MemberThrottle
from tests.api.asking import post, problem
from tests.factories.ballots import Hall, make_hall
from tests.factories.members import signed_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def hall() -> Hall:
    return make_hall(delegates=1)


@pytest.fixture
def delegate(hall: Hall) -> Client:
    return signed_in(hall.delegates[0])


@pytest.mark.parametrize(
    "address",
    ["", "v1/", "v2/conferences/", "v1/conferences/NOWHERE/", "v1/ballots/not-a-uuid/", "v1/log/x"],
)
def test_address_that_leads_nowhere_is_a_problem(client: Client, address: str) -> None:
    problem(client.get(f"/api/{address}"), 404, "not-found")


def test_unknown_ballot_is_not_found(client: Client) -> None:
    problem(client.get(f"/api/v1/ballots/{uuid4()}/"), 404, "not-found")


def test_method_that_is_not_allowed_is_named(client: Client) -> None:
    answer = client.delete("/api/v1/conferences/")

    problem(answer, 405, "method-not-allowed")
    assert "GET" in answer.headers["allow"]


def test_body_of_another_type_is_refused(delegate: Client) -> None:
    answer = delegate.post(f"/api/v1/ballots/{uuid4()}/casts/", {"choice": "for"})

    problem(answer, 415, "unsupported-media-type")


@pytest.mark.parametrize(
    "body", ["{", "nonsense", "[" * 60_000, b"\xff\xfe", '{"choice": NaN}', "[]", "12", "null", ""]
)
def test_body_that_is_no_vote_is_refused(delegate: Client, body: str | bytes) -> None:
    answer = delegate.post(
        f"/api/v1/ballots/{uuid4()}/casts/", body, content_type="application/json"
    )

    assert answer.status_code == 400
    assert answer.headers["content-type"] == "application/problem+json"


def test_wrong_fields_are_pointed_at(delegate: Client) -> None:
    answer = post(delegate, f"ballots/{uuid4()}/casts/", {"choice": "f" * 41, "request_id": "x"})

    errors = problem(answer, 400, "invalid")["errors"]
    assert [error["pointer"] for error in errors] == ["#/choice", "#/request_id"]


def test_ten_megabytes_are_refused_and_change_nothing(delegate: Client) -> None:
    before = Entry.objects.count()
    answer = delegate.post(
        f"/api/v1/ballots/{uuid4()}/casts/",
        '{"choice": "' + "x" * 10_000_000 + '"}',
        content_type="application/json",
    )

    problem(answer, 413, "too-large")
    assert Entry.objects.count() == before


def test_deep_nesting_is_a_parse_error() -> None:
    with pytest.raises(exceptions.ParseError):
        SafeJSONParser().parse(BytesIO(b"[" * 60_000), parser_context={})


def test_stranger_may_not_cast(client: Client) -> None:
    answer = post(
        client, f"ballots/{uuid4()}/casts/", {"choice": "for", "request_id": str(uuid4())}
    )

    problem(answer, 403, "not-authenticated")


def test_vote_without_a_token_against_forgery_is_refused(hall: Hall) -> None:
    ballot = hall.open()
    client = signed_in(hall.delegates[0], enforce_csrf_checks=True)
    vote = {"choice": "for", "request_id": str(uuid4())}

    problem(post(client, f"ballots/{ballot.pk}/casts/", vote), 403, "permission-denied")
    forged = post(client, f"ballots/{ballot.pk}/casts/", vote, X_CSRFToken="forged" * 6)
    problem(forged, 403, "permission-denied")
    assert not ballot.roll.filter(cast__isnull=False).exists()


def test_member_who_asks_too_often_is_told_to_wait(
    hall: Hall, delegate: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    cache.clear()  # the delegate of an earlier test had the same key
    monkeypatch.setattr(MemberThrottle, "rate", "3/min")
    answers = [delegate.get("/api/v1/conferences/") for _ in range(4)]

    assert [answer.status_code for answer in answers] == [200, 200, 200, 429]
    problem(answers[-1], 429, "throttled")
    assert 1 <= int(answers[-1].headers["retry-after"]) <= 60
    other = signed_in(hall.chair)
    assert other.get("/api/v1/conferences/").status_code == 200, "the same address, another member"


def test_fault_of_ours_tells_no_secrets(
    client: Client, hall: Hall, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_args: object) -> None:
        raise RuntimeError("a secret")

    monkeypatch.setattr("conferences.selectors.conferences_listed", broken)
    client.raise_request_exception = False
    answer = client.get("/api/v1/conferences/")

    assert answer.status_code == 500
    assert b"secret" not in answer.content
