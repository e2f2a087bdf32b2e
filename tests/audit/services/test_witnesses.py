"""Taking on witnesses, and what the log makes of what they sign."""

import time
from datetime import timedelta
from pathlib import Path

import pytest
from django.utils import timezone

from audit.formats.checkpoint import Checkpoint
from audit.formats.cosignature import WitnessSigningKey, cosign, cosigned
from audit.formats.signing import SigningKey
from audit.keys import log_key, receipt_key
from audit.models import Cosignature, Entry, Head, Witness
from audit.publishing.witnessed import (
    current_trust,
    last_witnessed,
    newest_witnessed_head,
    question_for,
    witnessed_note,
    witnesses_at_work,
)
from audit.refusal import Refusal
from audit.selectors import newest_head
from audit.services import witnesses as services
from audit.services.witnesses import (
    cosignature_accept,
    witness_add,
    witness_disagree,
    witness_retire,
)
from audit.store.sequencer import sequence_all
from tests.audit.entries import write_entries
from tests.audit.witness.witnesses import a_witness

pytestmark = pytest.mark.django_db

NOW = int(time.time())


def a_key(name: str = "leeds.lantern.example") -> WitnessSigningKey:
    return WitnessSigningKey.generate(name)


def added(key: WitnessSigningKey, url: str = "") -> Witness:
    return witness_add(actor=None, vkey=str(key.verifier), url=url)


def a_head(entries: int = 3) -> Head:
    write_entries(entries)
    head = sequence_all()
    assert head
    return head


def signed(head: Head, *keys: WitnessSigningKey, at: int = NOW) -> bytes:
    text = head.note.partition("\n\n")[0] + "\n"
    return (head.note + "".join(cosign(text, key, at) for key in keys)).encode()


def kinds() -> list[str]:
    return list(Entry.objects.order_by("at").values_list("kind", flat=True))


def refused(code: str):
    return pytest.raises(Refusal, check=lambda refusal: refusal.code == code)


def test_witness_is_taken_on_and_the_log_says_so() -> None:
    witness = added(a_key(), url=" https://witness.example/leeds/add-checkpoint ")
    assert witness.url == "https://witness.example/leeds"
    assert kinds() == ["witness.added"]
    assert [one.witness for one in witnesses_at_work()] == [witness]


def test_witness_retires_once_and_its_name_is_free_again() -> None:
    witness = witness_retire(actor=None, witness=added(a_key()))
    assert kinds() == ["witness.added", "witness.retired"]
    with refused("already-retired"):
        witness_retire(actor=None, witness=witness)
    added(a_key())


@pytest.mark.parametrize("vkey", ["", "leeds", "leeds+00000000+BAAA", "leeds+x+y+z"])
def test_key_that_is_none_is_refused(vkey: str) -> None:
    with refused("bad-key"):
        witness_add(actor=None, vkey=vkey)


def test_key_of_a_log_is_refused() -> None:
    with refused("bad-key"):
        witness_add(actor=None, vkey=str(log_key().verifier))


@pytest.mark.parametrize("key", [log_key, receipt_key])
def test_key_of_the_server_is_refused_whatever_it_says_it_is(key) -> None:
    in_disguise = WitnessSigningKey.from_pem("leeds.example", key().pem())
    with refused("key-in-use"):
        added(in_disguise)


def test_one_key_serves_one_witness_for_ever() -> None:
    key = a_key()
    witness_retire(actor=None, witness=added(key))
    with refused("key-in-use"):
        added(key)
    with refused("key-in-use"):
        added(WitnessSigningKey.from_pem("another.example", key.pem()))


def test_two_witnesses_of_one_name_are_refused() -> None:
    added(a_key())
    with refused("name-in-use"):
        added(a_key())


@pytest.mark.parametrize(
    "url", ["witness.example", "ftp://witness.example", "https://", "http://x:70000", "file:///etc"]
)
def test_address_that_cannot_be_asked_is_refused(url: str) -> None:
    with refused("bad-address"):
        added(a_key(), url=url)


def test_name_or_address_too_long_to_keep_is_refused() -> None:
    with refused("bad-key"):
        added(a_key("x" * 121))
    with refused("bad-address"):
        added(a_key(), url="https://witness.example/" + "x" * 200)


def test_more_witnesses_than_a_head_has_room_for_are_refused(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(services, "MAX_WITNESSES", 1)
    added(a_key())
    with refused("too-many"):
        added(a_key("york.lantern.example"))


def test_signature_is_kept_and_shown_under_the_head() -> None:
    leeds, york, head = a_key(), a_key("york.lantern.example"), a_head()
    added(leeds), added(york)
    assert len(cosignature_accept(note=signed(head, leeds, york))) == 2
    assert len(cosignature_accept(note=signed(head, leeds, york))) == 0
    note = witnessed_note(head)
    assert note.startswith(head.note)
    assert cosigned(note.encode(), [leeds.verifier, york.verifier]) == {
        leeds.verifier: NOW,
        york.verifier: NOW,
    }
    _, seen = current_trust().open(note.encode())
    assert len(seen) == 2


def test_signatures_are_no_acts_in_the_log() -> None:
    """Each would make a new head, and that a new signature, without end."""
    key, head = a_key(), a_head()
    added(key)
    before = Entry.objects.count()
    cosignature_accept(note=signed(head, key))
    assert Entry.objects.count() == before


def test_signature_of_a_stranger_or_of_one_retired_is_refused() -> None:
    key, head = a_key(), a_head()
    with refused("no-witness"):
        cosignature_accept(note=signed(head, key))
    witness_retire(actor=None, witness=added(key))
    with refused("no-witness"):
        cosignature_accept(note=signed(head, key))


def test_signature_of_another_head_is_refused() -> None:
    key, first, second = a_key(), a_head(), a_head()
    added(key)
    line = signed(first, key).decode().splitlines(keepends=True)[-1]
    with refused("not-verified"):
        cosignature_accept(note=(second.note + line).encode())


def test_signature_from_the_future_is_refused() -> None:
    key, head = a_key(), a_head()
    added(key)
    with refused("clock-ahead"):
        cosignature_accept(note=signed(head, key, at=NOW + 7200))
    with refused("clock-ahead"):
        cosignature_accept(note=signed(head, key, at=2**62))
    assert not Cosignature.objects.exists()


@pytest.mark.parametrize("note", [b"", b"\0", b"\xff", b"x\n\n", b"x" * 2_000_000])
def test_what_is_no_signed_head_is_refused(note: bytes) -> None:
    with refused("not-verified"):
        cosignature_accept(note=note)


def test_head_that_only_the_key_knows_goes_into_the_log_once() -> None:
    """Somebody signed another version of the log with its key, and a witness was shown it."""
    key, head = a_key(), a_head()
    added(key)
    other = Checkpoint(log_key().verifier.name, head.size, bytes(32))
    note = other.sign(log_key()) + cosign(other.text(), key, NOW)
    for _ in range(2):
        with refused("another-head"):
            cosignature_accept(note=note.encode())
    assert kinds().count("log.contradicted") == 1


def test_head_of_another_log_is_refused() -> None:
    stranger = SigningKey.generate("elsewhere.example")
    with refused("not-verified"):
        cosignature_accept(note=Checkpoint(stranger.name, 1, bytes(32)).sign(stranger).encode())


def test_disagreement_is_recorded_once_and_the_words_are_not_in_the_log() -> None:
    witness, head = added(a_key()), a_head()
    for _ in range(2):
        witness_disagree(witness=witness, head=head, words="I do not like Mrs Smith")
        witness.refresh_from_db()
    assert kinds().count("witness.disagreed") == 1
    assert witness.disagreement == "I do not like Mrs Smith"
    assert not any(b"Smith" in bytes(leaf) for leaf in Entry.objects.values_list("leaf", flat=True))


def test_policy_asks_for_no_more_witnesses_than_there_are(settings) -> None:
    settings.AUDIT_WITNESSES_NEEDED = 2
    assert (current_trust().k, current_trust().witnesses) == (0, ())
    keys = [a_key(f"branch{number}.example") for number in range(3)]
    for number, key in enumerate(keys, 1):
        added(key)
        assert current_trust().k == min(2, number)


def test_newest_witnessed_head_is_the_one_with_enough_signatures(settings) -> None:
    settings.AUDIT_WITNESSES_NEEDED = 2
    leeds, york = a_key(), a_key("york.lantern.example")
    added(leeds), added(york)
    first, second = a_head(), a_head()
    cosignature_accept(note=signed(first, leeds, york))
    cosignature_accept(note=signed(second, leeds))
    assert newest_witnessed_head() == first
    cosignature_accept(note=signed(second, york))
    assert newest_witnessed_head() == second
    witness_retire(actor=None, witness=Witness.objects.get(name=york.name))
    assert newest_witnessed_head() == second


def test_last_witnessed_tells_who_and_when_and_how_far() -> None:
    assert last_witnessed() is None
    leeds, york, head = a_key(), a_key("york.lantern.example"), a_head()
    added(leeds), added(york)
    cosignature_accept(note=signed(head, york, at=NOW))
    cosignature_accept(note=signed(head, leeds, at=NOW - 60))
    last = last_witnessed()
    assert last
    assert (last.witness, int(last.at.timestamp()), last.size) == (york.name, NOW, head.size)


def test_list_of_witnesses_takes_one_query(django_assert_num_queries) -> None:
    head = a_head()
    keys = [a_key(f"branch{number}.example") for number in range(3)]
    added(keys[0])
    with django_assert_num_queries(1):
        assert [one.size for one in witnesses_at_work()] == [None]
    added(keys[1]), added(keys[2])
    cosignature_accept(note=signed(head, *keys))
    with django_assert_num_queries(1):
        assert [one.size for one in witnesses_at_work()] == [head.size] * 3


def test_question_starts_where_the_witness_stands(tmp_path: Path) -> None:
    """The real witness, asked with what the real log writes: by file, as on a memory stick."""
    a_head(1)
    home = a_witness(tmp_path / "witness", log_key().verifier)
    witness = added(home.key)
    for _ in range(4):
        head = a_head(5)
        signed_at_home = home.sign(question_for(witness, head).to_bytes())
        assert cosignature_accept(note=signed_at_home.note)
        assert question_for(witness, head).old == head.size
    assert newest_head() == newest_witnessed_head()
    assert timezone.now() - Cosignature.objects.latest("at").signed_at < timedelta(minutes=1)
