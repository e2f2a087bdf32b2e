"""Whatever is sent to where ballots are cast: refused with its reason, and the count goes on."""

import json
from collections.abc import Callable
from io import BytesIO
from types import SimpleNamespace
from typing import Any

import pytest
from django.core.handlers.asgi import ASGIRequest
from django.test import Client
from django.urls import reverse

from audit.refusal import Refusal
from ballots.booth_pass import booth_pass_token, cookie_of
from ballots.models import SealedBallot
from ballots.sealing.documents import compact
from ballots.sealing.groups import BELENIOS_2048
from ballots.secret.casting import LARGEST
from ballots.secret.credentials import credential_of
from ballots.secret.making import Sealing
from ballots.views.sent_ballot import sent_ballot
from tests.factories.ballots import make_hall
from tests.factories.booths import Booth
from tests.factories.forged_ballots import signed
from tests.factories.secret import SealedHall

CROSSES = [0, 1, 1, 0, 0]


@pytest.fixture
def sealed(db: None) -> SealedHall:
    """Open an election by crosses, on whose paper there is a place for blank ones."""
    booth = Booth(make_hall(delegates=2))
    ballot = booth.open(rule="plurality", ron=False, sealing=Sealing())
    return SealedHall(booth.hall, ballot)


def client_of(sealed: SealedHall, number: int) -> Client:
    client = Client()
    client.force_login(sealed.hall.delegates[number])
    client.cookies[cookie_of(sealed.ballot.pk)] = booth_pass_token(sealed.passes(number))
    return client


def with_alpha(number: int) -> Callable[[dict[str, Any]], None]:
    def change(ballot: dict[str, Any]) -> None:
        ballot["answers"][0]["choices"][0]["alpha"] = str(number)

    return change


def without_blank_part(ballot: dict[str, Any]) -> None:
    del ballot["answers"][0]["blank_proof"]


def of_another_vote(ballot: dict[str, Any]) -> None:
    ballot["election_hash"] = "A" * 43


def with_a_proof_less(ballot: dict[str, Any]) -> None:
    ballot["answers"][0]["individual_proofs"].pop()


FORGED = {
    "ballot-range": with_alpha(BELENIOS_2048.p),
    "ballot-not-an-element": with_alpha(2),
    "ballot-blank-part": without_blank_part,
    "ballot-wrong-election": of_another_vote,
    "ballot-shape": with_a_proof_less,
}

SENT: tuple[tuple[bytes, str, int, str], ...] = (
    (b"{}", "text/plain", 422, "ballot-shape"),
    (b"\0", "text/plain", 422, "ballot-not-json"),
    (b"[" * 3000, "text/plain", 422, "ballot-not-json"),
    (b"1" * 5000, "text/plain", 422, "ballot-not-json"),
    (b'"\\ud800"', "text/plain", 422, "ballot-not-json"),
    (b"\xff\xfe", "text/plain", 422, "ballot-unreadable"),
    (b"x" * 900_000, "text/plain", 422, "ballot-unreadable"),
    (b"x" * 10_000_000, "text/plain", 413, "too-large"),
    (b"{}", "application/json", 415, "content-type"),
    (b"{}", "nonsense", 415, "content-type"),
)


def test_refused_with_its_reason_and_nobody_is_kept_from_voting(sealed: SealedHall) -> None:
    client, address = client_of(sealed, 0), reverse("ballots:secret_cast", args=[sealed.ballot.pk])

    def answered(raw: bytes, kind: str = "text/plain") -> tuple[int, str]:
        answer = client.post(address, raw, content_type=kind)
        assert answer.json()["message"].endswith((".", "it.", "teller."))
        return answer.status_code, answer.json()["code"]

    for raw, kind, status, code in SENT:
        assert answered(raw, kind) == (status, code)
    cheat = SimpleNamespace(
        election=sealed.election, secrets=[credential_of(sealed.vote, sealed.line(0))]
    )
    for code, forge in FORGED.items():
        ballot = json.loads(sealed.sealed(0, CROSSES))
        forge(ballot)
        assert answered(signed(cheat, ballot)) == (422, code)  # type: ignore[arg-type]
    assert answered(sealed.sealed(1, CROSSES)) == (403, "credential-of-another")
    assert not SealedBallot.objects.exists()

    first, second = sealed.sealed(0, CROSSES), sealed.sealed(0, [1, 0, 0, 0, 0])
    for raw in (first, second):
        assert client.post(address, raw, content_type="text/plain").status_code == 200
    assert answered(first) == (409, "old-ballot-again")
    spaced = compact(json.loads(second)).replace(b",", b", ", 1)
    assert answered(spaced) == (422, "ballot-not-canonical")
    other = client_of(sealed, 1).post(address, sealed.sealed(1, CROSSES), content_type="text/plain")
    assert (other.status_code, SealedBallot.objects.count()) == (200, 3)


def test_form_without_its_field_or_with_a_nul_is_refused_on_a_page(sealed: SealedHall) -> None:
    client, address = client_of(sealed, 0), reverse("ballots:secret_cast", args=[sealed.ballot.pk])
    for given, status in (({}, 422), ({"ballot": ""}, 422), ({"ballot": "{\0}"}, 400)):
        answer = client.post(address, given)
        assert (answer.status_code, answer["Content-Type"]) == (status, "text/html; charset=utf-8")


def request(raw: bytes, *headers: tuple[bytes, bytes]) -> ASGIRequest:
    """Give a request as a server that awaits makes it, in pieces of which nobody said how many."""
    scope = {
        "type": "http",
        "method": "POST",
        "path": "/",
        "headers": [(b"content-type", b"text/plain"), *headers],
    }
    return ASGIRequest(scope, BytesIO(raw))


def test_ballot_of_unsaid_length_is_read_to_where_it_is_too_long() -> None:
    assert sent_ballot(request(b"{}")) == b"{}"
    with pytest.raises(Refusal) as refused:
        sent_ballot(request(b"x" * (LARGEST + 1)))
    assert refused.value.code == "too-large"


@pytest.mark.parametrize("length", ["-1", "9" * 5000, "\N{SUPERSCRIPT TWO}", "2, 2", "0x2"])
def test_length_that_is_none_is_refused(length: str) -> None:
    with pytest.raises(Refusal) as refused:
        sent_ballot(request(b"{}", (b"content-length", length.encode("latin-1"))))
    assert refused.value.code == "too-large"
