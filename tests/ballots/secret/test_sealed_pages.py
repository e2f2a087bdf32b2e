import io

import pytest
from django.test import Client
from django.urls import reverse

from ballots.booth_pass import booth_pass_token, cookie_of
from ballots.models import SealedBallot
from ballots.sealing.archives import Record, read_records
from tests.factories.ballots import make_hall
from tests.factories.secret import SealedHall, make_sealed


@pytest.fixture
def sealed(db: None) -> SealedHall:
    return make_sealed(make_hall(delegates=3), question="Shall Siân Llŷr sit on the committee?")


def signed_in(sealed: SealedHall, number: int) -> Client:
    voter = sealed.hall.delegates[number]
    client = Client()
    client.force_login(voter)
    client.cookies[cookie_of(sealed.ballot.pk)] = booth_pass_token(sealed.passes(number))
    return client


def address(sealed: SealedHall) -> str:
    return reverse("ballots:secret_cast", args=[sealed.ballot.pk])


def test_ballot_that_is_posted_gives_a_receipt(sealed: SealedHall) -> None:
    raw = sealed.sealed(0, "for")
    answer = signed_in(sealed, 0).post(address(sealed), raw, content_type="text/plain")
    assert answer.status_code == 200
    told = answer.json()
    assert told["tracker"] == SealedBallot.objects.get().tracker
    assert told["receipt"].startswith("v4.public.")
    assert (told["height"], told["head"]) == (1, sealed.vote.head)


def test_ballot_of_another_program_is_taken_by_a_plain_form(sealed: SealedHall) -> None:
    raw = sealed.sealed(0, "for").decode()
    answer = signed_in(sealed, 0).post(address(sealed), {"ballot": f"{raw}\r\n"}, follow=True)
    assert "it counts" in answer.content.decode()


@pytest.mark.parametrize(
    ("raw", "status", "code"),
    [
        (b"{}", 422, "ballot-shape"),
        (b"x" * 2_000_000, 413, "too-large"),
        (b"\xff", 422, "ballot-unreadable"),
    ],
)
def test_refused_with_its_reason_when_what_is_posted_is_no_ballot(
    sealed: SealedHall, raw: bytes, status: int, code: str
) -> None:
    answer = signed_in(sealed, 0).post(address(sealed), raw, content_type="text/plain")
    assert (answer.status_code, answer.json()["code"]) == (status, code)


def test_refused_when_signed_out(sealed: SealedHall) -> None:
    answer = Client().post(address(sealed), b"{}", content_type="text/plain")
    assert (answer.status_code, answer.json()["code"]) == (401, "signed-out")


def test_archive_is_served_byte_for_byte_with_its_tag(sealed: SealedHall, client: Client) -> None:
    sealed.cast(0, "for")
    uuid = sealed.vote.uuid
    url = reverse("ballots:sealed_archive", args=[uuid, uuid])
    answer = client.get(url)
    raw = b"".join(answer)
    assert len(raw) == int(answer["Content-Length"]) == sealed.vote.size
    assert _records(raw)[0].name == "BELENIOS"
    again = client.get(url, headers={"If-None-Match": answer["ETag"]})
    assert again.status_code == 304
    sealed.cast(1, "for")
    assert client.get(url, headers={"If-None-Match": answer["ETag"]}).status_code == 200
    assert client.get(reverse("ballots:sealed_archive", args=[uuid, "other"])).status_code == 404
    assert client.get("/sealed/none/none.bel").status_code == 404


def test_download_that_broke_off_goes_on_where_it_was(sealed: SealedHall, client: Client) -> None:
    sealed.cast(0, "for")
    url = reverse("ballots:sealed_archive", args=[sealed.vote.uuid] * 2)
    answer = client.get(url)
    raw, etag = b"".join(answer), answer["ETag"]
    assert answer["Accept-Ranges"] == "bytes"
    for asked, part in (
        ("bytes=0-0", raw[:1]),
        ("bytes=511-1024", raw[511:1025]),
        (f"bytes={len(raw) // 2}-", raw[len(raw) // 2 :]),
        (f"bytes={len(raw) - 1}-{10**14}", raw[-1:]),
        ("bytes=-700", raw[-700:]),
        (f"bytes=-{10**14}", raw),
    ):
        answer = client.get(url, headers={"Range": asked, "If-Range": etag})
        assert (answer.status_code, b"".join(answer)) == (206, part)
        assert int(answer["Content-Length"]) == len(part)
        assert answer["Content-Range"].endswith(f"/{len(raw)}")
    sealed.cast(1, "against")
    grown = b"".join(client.get(url))
    on = client.get(url, headers={"Range": f"bytes={len(raw)}-"})
    assert raw + b"".join(on) == grown
    assert on["Content-Range"] == f"bytes {len(raw)}-{len(grown) - 1}/{len(grown)}"
    assert client.get(url, headers={"Range": "bytes=5-", "If-Range": etag}).status_code == 200
    for asked in (f"bytes={len(grown)}-", "bytes=-0"):
        none = client.get(url, headers={"Range": asked})
        assert (none.status_code, none["Content-Range"]) == (416, f"bytes */{len(grown)}")
    for asked in ("bytes=", "bytes=-", "bytes=9-5", "bytes=0-1,5-6", "bytes=x-", "lines=1-2", "\0"):
        assert b"".join(client.get(url, headers={"Range": asked})) == grown


def test_voter_finds_what_became_of_a_ballot(sealed: SealedHall, client: Client) -> None:
    old, new = sealed.cast(0, "for"), sealed.cast(0, "against")
    url = reverse("ballots:sealed", args=[sealed.vote.uuid])
    for asked, words in (
        (new.tracker, "and it counts"),
        (old.tracker, "was replaced"),
        ("A" * 43, "no such ballot"),
        ("x", "not a whole tracker"),
        ("<script>", "not a whole tracker"),
    ):
        answer = client.get(url, {"tracker": asked})
        assert words in answer.content.decode()
        is_tracker = words != "not a whole tracker"
        assert (f".bel --tracker {asked}<" in answer.content.decode()) == is_tracker
        assert "no-store" in answer["Cache-Control"]  # else it may be told as it was before


def test_page_asks_as_much_of_the_database_for_many_ballots(
    sealed: SealedHall, client: Client, django_assert_max_num_queries
) -> None:
    for number in range(3):
        sealed.cast(number, "for")
    with django_assert_max_num_queries(9):
        answer = client.get(reverse("ballots:sealed", args=[sealed.vote.uuid]))
    assert answer.content.decode().count("<li id=") == 3


def _records(raw: bytes) -> list[Record]:
    return list(read_records(io.BytesIO(raw)))
