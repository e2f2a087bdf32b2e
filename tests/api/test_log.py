"""The log over the API: whatever it proves can be checked without us."""

from base64 import b64decode
from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from audit.formats.checkpoint import open_checkpoint
from audit.formats.cosignature import WitnessSigningKey, cosign, cosigned
from audit.formats.merkle import leaf_hash
from audit.formats.proofs import verify_consistency, verify_inclusion
from audit.keys import log_key
from audit.models import Head
from audit.recording import entry
from audit.services.witnesses import cosignature_accept, witness_add
from audit.store.sequencer import sequence_all
from tests.api.asking import get, problem

pytestmark = [pytest.mark.django_db, pytest.mark.sqlite_too]


def write(entries: int) -> None:
    """Let things happen, and give them their places."""
    for number in range(entries):
        with entry(actor=None) as log:
            log.record("test.prepared", subject=f"test:{number % 2}", number=number)
    sequence_all()


def hashes(proof: dict[str, list[str]]) -> list[bytes]:
    return [b64decode(each) for each in proof["hashes"]]


def test_newest_head_is_signed_with_the_key_of_the_log(client: Client) -> None:
    write(5)
    head = get(client, "log/heads/newest/")

    checkpoint = open_checkpoint(head["note"].encode(), log_key().verifier)
    assert (checkpoint.size, checkpoint.root) == (5, b64decode(head["root"]))


def test_every_entry_is_proved_against_the_head(client: Client) -> None:
    write(7)
    for seq in range(7):
        proof = get(client, f"log/entries/{seq}/proof/")
        leaf = proof["entry"]["leaf"].encode()
        root = b64decode(proof["head"]["root"])
        verify_inclusion(leaf_hash(leaf), seq, proof["head"]["size"], hashes(proof), root)


def test_entry_is_proved_against_an_earlier_head(client: Client) -> None:
    write(3)
    write(4)
    proof = get(client, "log/entries/2/proof/", size=3)

    assert proof["head"]["size"] == 3


def test_later_head_is_proved_to_have_only_added(client: Client) -> None:
    write(3)
    write(6)
    proof = get(client, "log/consistency/", earlier=3)
    earlier, later = (b64decode(proof[name]["root"]) for name in ("earlier", "later"))

    verify_consistency(3, 9, hashes(proof), earlier, later)


@pytest.mark.parametrize("entries", [1, 3])
def test_entries_are_listed_newest_first_in_two_queries(
    client: Client, entries: int, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    write(entries)
    with django_assert_num_queries(2):
        listed = get(client, "log/entries/")

    assert listed["count"] == entries
    assert [each["seq"] for each in listed["results"]] == list(range(entries))[::-1]


def test_entries_are_found_by_subject_and_by_room_of_kinds(client: Client) -> None:
    write(4)

    assert get(client, "log/entries/", subject="test:1")["count"] == 2
    assert get(client, "log/entries/", kind="test.")["count"] == 4
    assert get(client, "log/entries/", kind="ballot.")["count"] == 0


@pytest.mark.parametrize(
    "address",
    [
        "log/entries/7/",
        "log/entries/7/proof/",
        "log/entries/0/proof/?size=2",
        f"log/entries/{10**30}/",
        "log/consistency/?earlier=2",
    ],
)
def test_what_is_not_in_the_log_is_not_found(client: Client, address: str) -> None:
    write(3)

    problem(client.get(f"/api/v1/{address}"), 404, "not-found")


def test_empty_log_has_no_head(client: Client) -> None:
    problem(client.get("/api/v1/log/heads/newest/"), 404, "not-found")


@pytest.mark.parametrize(
    "query",
    ["earlier=", "earlier=x", "earlier=0", "earlier=-1", "earlier=1e3", "", "earlier=3&later=1"],
)
def test_nonsense_for_a_size_is_refused(client: Client, query: str) -> None:
    write(3)

    problem(client.get(f"/api/v1/log/consistency/?{query}"), 400, "invalid")


def test_entries_are_found_by_day_and_office(client: Client) -> None:
    write(2)
    with entry(actor=None, office="chair") as log:
        log.record("motion.called", subject="motion:NDC27/M1")
    sequence_all()
    today = timezone.localdate()

    assert get(client, "log/entries/", office="chair")["count"] == 1
    assert get(client, "log/entries/", since=f"{today}", until=f"{today}")["count"] == 3
    assert get(client, "log/entries/", until=f"{today - timedelta(days=1)}")["count"] == 0
    problem(client.get("/api/v1/log/entries/?since=15/6/2027"), 400, "invalid")
    for end_of_time in ("since=0001-01-01", "until=9999-12-31"):
        problem(client.get(f"/api/v1/log/entries/?{end_of_time}"), 400, "invalid")


@pytest.mark.parametrize("heads", [1, 3])
def test_heads_are_given_with_their_witnesses_in_as_many_queries(
    client: Client, heads: int, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    key = WitnessSigningKey.generate("branch.example")
    witness_add(actor=None, vkey=str(key.verifier))
    for _ in range(heads):
        write(1)
    for head in Head.objects.all():
        text = head.note.partition("\n\n")[0] + "\n"
        cosignature_accept(note=(head.note + cosign(text, key, 1_700_000_000)).encode())
    with django_assert_num_queries(4):
        listed = get(client, "log/heads/")

    assert [each["witnesses"][0]["name"] for each in listed["results"] if each["witnesses"]] == [
        "branch.example"
    ] * Head.objects.count()
    newest = get(client, "log/heads/newest/")
    note = (newest["note"] + newest["witnesses"][0]["line"]).encode()
    assert cosigned(note, [key.verifier]) == {key.verifier: 1_700_000_000}
