"""Taking a head away, and handing in what a witness has signed: for anyone, signed in or not."""

from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from pytest_django.live_server_helper import LiveServer

from audit.formats.add_checkpoint import AddCheckpoint
from audit.formats.cosignature import WitnessSigningKey
from audit.keys import log_key
from audit.models import Cosignature, Witness
from audit.publishing.outbound import MAX_ANSWER_BYTES
from audit.recording import entry
from audit.services.witnesses import witness_add, witness_retire
from audit.store.sequencer import sequence_all
from audit.witness.command import main
from tests.audit.entries import write_entries
from tests.audit.witness.witnesses import a_witness

pytestmark = pytest.mark.django_db

PAGE = "/log/witnesses/"


def shown(client: Client) -> str:
    answer = client.get(PAGE)
    assert answer.status_code == 200
    return answer.content.decode()


def handed_in(client: Client, data: bytes, name: str = "head.txt.signed"):
    return client.post(PAGE, {"answer": SimpleUploadedFile(name, data)}, follow=True)


def added(name: str = "leeds.lantern.example") -> Witness:
    key = WitnessSigningKey.generate(name)
    return witness_add(actor=None, vkey=str(key.verifier))


def test_page_without_witnesses_says_how_to_be_one(client: Client) -> None:
    text = shown(client)
    assert "There are no witnesses yet" in text
    assert str(log_key().verifier) in text.replace("&#x27;", "'")


def test_head_is_taken_away_signed_at_home_and_handed_in(client: Client, tmp_path: Path) -> None:
    home = a_witness(tmp_path / "witness", log_key().verifier)
    witness = witness_add(actor=None, vkey=str(home.key.verifier))
    for entries in (3, 300):
        write_entries(entries)
        head = sequence_all()
        assert head
        answer = client.get(reverse("audit:head_for_witness", args=[witness.pk]))
        assert f"head-{head.size}-for-{witness.name}.txt" in answer["Content-Disposition"]
        carried = tmp_path / "head.txt"
        carried.write_bytes(answer.content)
        assert main(["sign", str(carried), "--folder", str(home.folder.path)]) == 0
        page = handed_in(client, (tmp_path / "head.txt.signed").read_bytes())
        assert "leeds.lantern.example has signed." in page.content.decode()
        assert Cosignature.objects.filter(witness=witness, head=head).exists()
    assert "It has signed the newest head." in shown(client)
    again = handed_in(client, (tmp_path / "head.txt.signed").read_bytes())
    assert "We had this signature already." in again.content.decode()


@pytest.mark.parametrize("data", [b"", b"\0", b"not a head", b"x" * (MAX_ANSWER_BYTES + 1)])
def test_file_that_is_no_signed_head_is_refused_in_words(client: Client, data: bytes) -> None:
    answer = handed_in(client, data)
    assert answer.status_code == 422
    assert "There is a problem" in answer.content.decode()


def test_head_that_nobody_has_signed_is_refused(client: Client) -> None:
    write_entries(1)
    head = sequence_all()
    assert head
    answer = handed_in(client, head.note.encode())
    assert answer.status_code == 422
    assert "No witness of this log has signed this head." in answer.content.decode()


def test_form_without_a_file_is_refused(client: Client) -> None:
    assert client.post(PAGE).status_code == 422


def test_head_of_a_witness_who_retired_or_before_any_entry_is_not_there(client: Client) -> None:
    witness = added()
    address = reverse("audit:head_for_witness", args=[witness.pk])
    assert client.get(address).status_code == 404
    sequence_all()
    assert AddCheckpoint.parse(client.get(address).content).old == 0
    witness_retire(actor=None, witness=witness)
    assert client.get(address).status_code == 404


def test_contradiction_is_shown_with_the_words_of_the_witness(client: Client) -> None:
    witness = added()
    with entry(actor=None) as log:
        witness.disagreed_at, witness.disagreement = timezone.now(), "<b>two heads</b>"
        witness.save()
        log.record("witness.disagreed", subject=witness)
    text = shown(client)
    assert "Found a contradiction" in text
    assert "&lt;b&gt;two heads&lt;/b&gt;" in text


def test_page_asks_as_often_for_three_witnesses_as_for_one(
    client: Client, django_assert_max_num_queries
) -> None:
    added("a.example")
    sequence_all()
    with django_assert_max_num_queries(12) as for_one:
        shown(client)
    added("b.example")
    added("c.example")
    sequence_all()
    with django_assert_max_num_queries(len(for_one)):
        shown(client)


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("needed", [0, 1])
def test_witness_signs_straight_from_the_site_and_hands_in_at_once(
    live_server: LiveServer,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    *,
    capsys,
    settings,
    needed,
) -> None:
    """One command and nothing to carry: for a laptop that no server could reach.

    Also where the site shows others no head before this witness has signed it.
    """
    settings.AUDIT_WITNESSES_NEEDED = needed
    monkeypatch.chdir(tmp_path)
    home = a_witness(tmp_path / "witness", log_key().verifier)
    witness = witness_add(actor=None, vkey=str(home.key.verifier))
    for entries in (3, 300):
        write_entries(entries)
        head = sequence_all()
        assert head
        asked = ["sign", f"{live_server.url}/log/", "--folder", str(home.folder.path)]
        assert main(asked) == 0
        assert "handed in" in capsys.readouterr().out
        assert Cosignature.objects.filter(witness=witness, head=head).exists()
        assert (tmp_path / f"head-{head.size}.signed").exists()


@pytest.mark.django_db(transaction=True)
def test_site_that_does_not_know_the_witness_leaves_the_file(
    live_server: LiveServer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys
) -> None:
    monkeypatch.chdir(tmp_path)
    home = a_witness(tmp_path / "witness", log_key().verifier)
    write_entries(3)
    sequence_all()
    assert main(["sign", f"{live_server.url}/log/", "--folder", str(home.folder.path)]) == 0
    assert "Give this file to the office" in capsys.readouterr().out


def test_question_from_a_size_that_the_log_never_had_is_not_there(client: Client) -> None:
    address = reverse("audit:question", args=[0])
    assert client.get(address).status_code == 404
    write_entries(3)
    sequence_all()
    assert AddCheckpoint.parse(client.get(address).content).old == 0
    for old, status in ((3, 200), (4, 404), (10**30, 404)):
        assert client.get(reverse("audit:question", args=[old])).status_code == status


def test_program_hands_in_without_a_session_and_is_told_why_not(tmp_path: Path) -> None:
    client = Client(enforce_csrf_checks=True)
    home = a_witness(tmp_path / "witness", log_key().verifier)
    witness_add(actor=None, vkey=str(home.key.verifier))
    head = sequence_all()
    assert head
    address, kind = reverse("audit:hand_in"), "text/plain"
    signed = home.sign(AddCheckpoint(0, (), head.note.encode()).to_bytes())
    assert client.post(address, head.note, content_type=kind).status_code == 422
    assert client.post(address, b"", content_type=kind).status_code == 422
    long = b"x" * (MAX_ANSWER_BYTES + 1)
    assert client.post(address, long, content_type=kind).status_code == 413
    assert client.get(address).status_code == 405
    answer = client.post(address, signed.note, content_type=kind)
    assert (answer.status_code, answer.content) == (200, b"leeds.lantern.example\n")
