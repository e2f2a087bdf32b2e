"""What a witness signs, what it refuses, and what it keeps."""

import os
import threading
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from audit.formats.add_checkpoint import AddCheckpoint
from audit.formats.checkpoint import Checkpoint, open_checkpoint
from audit.formats.cosignature import cosigned
from audit.formats.errors import BadKey
from audit.formats.merkle import EMPTY_ROOT
from audit.formats.signing import SigningKey, VerifierKey
from audit.witness import evidence
from audit.witness.evidence import EXPLANATION, proven
from audit.witness.keeping import Folder
from audit.witness.refusals import (
    Forked,
    Malformed,
    NotFromTheLog,
    NotNow,
    NotSigned,
    OtherSize,
    Shrunk,
    UnknownLog,
    Unproven,
)
from audit.witness.witness import Witness
from tests.audit.logs import KEY, ORIGIN
from tests.audit.witness.witnesses import a_log, a_witness, asked

LOG = a_log(40)
OTHER_LOG = a_log(40, moved="otherwise")


@pytest.fixture
def witness(tmp_path: Path) -> Witness:
    return a_witness(tmp_path / "witness", KEY.verifier)


def evidence_of(witness: Witness) -> list[Path]:
    return sorted(witness.folder.evidence(ORIGIN).glob("*"))


def remembered(witness: Witness) -> int:
    seen = witness.folder.recall(ORIGIN)
    return seen.head.size if seen else 0


def test_first_head_is_signed_and_remembered(witness: Witness) -> None:
    signed = witness.sign(asked(LOG, 0, 10))
    assert (signed.head.size, signed.before) == (10, None)
    again = Folder(witness.folder.path).recall(ORIGIN)
    assert again is not None
    assert again.head == signed.head
    assert cosigned(again.note, [witness.key.verifier]) == {witness.key.verifier: again.time}


def test_line_alone_makes_the_head_a_witnessed_one(witness: Witness) -> None:
    signed = witness.sign(asked(LOG, 0, 10))
    note = (LOG.note(10) + signed.line).encode()
    assert note == signed.note
    assert cosigned(note, [witness.key.verifier])
    assert open_checkpoint(note, KEY.verifier) == signed.head


def test_log_that_only_grows_is_signed_at_each_size(witness: Witness) -> None:
    for old, size in [(0, 1), (1, 2), (2, 3), (3, 16), (16, 16), (16, 40)]:
        assert witness.sign(asked(LOG, old, size)).head.size == size
        assert remembered(witness) == size
    assert not evidence_of(witness)


def test_empty_log_is_signed_and_so_is_what_follows(witness: Witness) -> None:
    empty = Checkpoint(ORIGIN, 0, EMPTY_ROOT).sign(KEY).encode()
    witness.sign(AddCheckpoint(0, (), empty).to_bytes())
    witness.sign(AddCheckpoint(0, (), empty).to_bytes())
    assert witness.sign(asked(LOG, 0, 3)).head.size == 3


def test_question_from_another_size_is_answered_with_the_right_one(witness: Witness) -> None:
    witness.sign(asked(LOG, 0, 10))
    with pytest.raises(OtherSize) as refused:
        witness.sign(asked(LOG, 5, 20))
    assert refused.value.remembered == 10
    assert not evidence_of(witness)


def test_fork_of_one_size_is_refused_and_kept_as_proof(witness: Witness) -> None:
    signed = witness.sign(asked(LOG, 0, 10))
    with pytest.raises(Forked) as refused:
        witness.sign(asked(OTHER_LOG, 10, 10))
    kept = refused.value.evidence
    assert kept is not None
    assert proven(witness.folder.evidence(ORIGIN)) == [kept]
    assert (kept / "remembered.note").read_bytes() == signed.note
    ours = open_checkpoint((kept / "remembered.note").read_bytes(), KEY.verifier)
    theirs = open_checkpoint((kept / "offered.note").read_bytes(), KEY.verifier)
    assert ours.size == theirs.size == 10
    assert ours.root != theirs.root
    assert "contradicts itself" in (kept / EXPLANATION).read_text()
    assert remembered(witness) == 10
    assert witness.sign(asked(LOG, 10, 20)).head.size == 20


def test_fork_is_seen_whatever_size_the_question_starts_from(witness: Witness) -> None:
    witness.sign(asked(LOG, 0, 10))
    with pytest.raises(Forked):
        witness.sign(asked(OTHER_LOG, 0, 10))


def test_larger_fork_is_refused_and_kept(witness: Witness) -> None:
    witness.sign(asked(LOG, 0, 10))
    with pytest.raises(Unproven) as refused:
        witness.sign(asked(OTHER_LOG, 10, 20))
    kept = refused.value.evidence
    assert kept is not None
    assert (kept / "offered.request").read_bytes() == asked(OTHER_LOG, 10, 20)
    assert "consistency/10-20" in (kept / EXPLANATION).read_text()
    assert not proven(witness.folder.evidence(ORIGIN))


def test_rollback_is_refused_and_kept(witness: Witness) -> None:
    witness.sign(asked(LOG, 0, 20))
    body = AddCheckpoint(20, (), LOG.note(10).encode()).to_bytes()
    with pytest.raises(Shrunk, match="taken away") as refused:
        witness.sign(body)
    assert refused.value.evidence is not None
    assert remembered(witness) == 20


def test_older_head_from_an_older_size_is_no_evidence(witness: Witness) -> None:
    """Anyone may send an old head; it says nothing about what the log shows now."""
    witness.sign(asked(LOG, 0, 20))
    with pytest.raises(OtherSize):
        witness.sign(asked(LOG, 5, 10))
    with pytest.raises(Shrunk) as refused:
        witness.sign(AddCheckpoint(12, (), LOG.note(10).encode()).to_bytes())
    assert refused.value.evidence is None
    assert not evidence_of(witness)


def test_false_proofs_cannot_fill_the_disk(
    witness: Witness, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(evidence, "MAX_UNPROVEN", 5)
    log = a_log(20)
    witness.sign(asked(log, 0, 1))
    for size in range(2, 12):
        with pytest.raises(Unproven):
            witness.sign(AddCheckpoint(1, (), log.note(size).encode()).to_bytes())
    assert len(evidence_of(witness)) == 5
    with pytest.raises(Forked):
        witness.sign(asked(OTHER_LOG, 0, 1))
    assert len(proven(witness.folder.evidence(ORIGIN))) == 1


def test_proof_from_nothing_is_refused(witness: Witness) -> None:
    body = AddCheckpoint(0, (bytes(32),), LOG.note(10).encode()).to_bytes()
    with pytest.raises(Unproven):
        witness.sign(body)


def test_head_of_a_log_we_do_not_watch_is_refused(witness: Witness) -> None:
    stranger = SigningKey.generate("elsewhere.example/audit")
    note = Checkpoint(stranger.name, 1, bytes(32)).sign(stranger)
    with pytest.raises(UnknownLog, match="elsewhere"):
        witness.sign(AddCheckpoint(0, (), note.encode()).to_bytes())


def test_head_that_the_log_did_not_sign_is_refused(witness: Witness) -> None:
    impostor = SigningKey.generate(ORIGIN)
    note = Checkpoint(ORIGIN, 10, bytes(32)).sign(impostor)
    with pytest.raises(NotFromTheLog):
        witness.sign(AddCheckpoint(0, (), note.encode()).to_bytes())
    assert remembered(witness) == 0


@pytest.mark.parametrize("body", [b"", b"old 0\n\n", b"old 0\n\nx\n", b"GET / HTTP/1.1\n\n", b"\0"])
def test_what_is_no_question_is_refused(witness: Witness, body: bytes) -> None:
    with pytest.raises(Malformed):
        witness.sign(body)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=150)
@given(st.data())
def test_no_question_with_a_byte_changed_gets_another_head_signed(
    witness: Witness, data: st.DataObject
) -> None:
    if not remembered(witness):
        witness.sign(asked(LOG, 0, 10))
    body = asked(LOG, 10, 37)
    at = data.draw(st.integers(0, len(body) - 1))
    with pytest.raises(NotSigned):
        witness.sign(
            body[:at] + bytes([body[at] ^ data.draw(st.integers(1, 255))]) + body[at + 1 :]
        )
    assert remembered(witness) == 10


def test_clock_set_back_signs_nothing(witness: Witness) -> None:
    replace(witness, clock=lambda: 2_000).sign(asked(LOG, 0, 10))
    with pytest.raises(NotNow, match="clock"):
        replace(witness, clock=lambda: 1_999).sign(asked(LOG, 10, 20))
    assert remembered(witness) == 10
    assert replace(witness, clock=lambda: 2_000).sign(asked(LOG, 10, 20)).head.size == 20


def test_damaged_memory_signs_nothing(witness: Witness) -> None:
    witness.sign(asked(LOG, 0, 10))
    (file,) = witness.folder.path.glob("heads/*")
    file.write_bytes(file.read_bytes().replace(b"\n10\n", b"\n11\n"))
    with pytest.raises(NotNow, match="damaged"):
        witness.sign(asked(LOG, 10, 20))


def test_memory_without_its_own_signature_is_not_believed(witness: Witness) -> None:
    witness.sign(asked(LOG, 0, 10))
    (file,) = witness.folder.path.glob("heads/*")
    file.write_text(LOG.note(5))  # a genuine head, put there by somebody else
    with pytest.raises(NotNow, match="damaged"):
        witness.sign(asked(LOG, 5, 20))


def test_full_disk_signs_nothing(witness: Witness, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(_file: int) -> None:
        raise OSError(28, "No space left on device")

    witness.sign(asked(LOG, 0, 10))
    with monkeypatch.context() as patch:
        patch.setattr(os, "fsync", full)
        with pytest.raises(NotNow, match="No space left"):
            witness.sign(asked(LOG, 10, 20))
    assert remembered(witness) == 10


def test_log_with_two_keys_is_known_by_either(witness: Witness) -> None:
    new = SigningKey.generate(ORIGIN)
    assert witness.folder.trust(new.verifier)
    assert not witness.folder.trust(new.verifier)
    witness.sign(asked(LOG, 0, 10))
    head = Checkpoint.parse("".join(LOG.note(10).partition("\n\n")[0]) + "\n")
    resigned = AddCheckpoint(10, (), head.sign(new).encode()).to_bytes()
    assert witness.sign(resigned).head == head


def test_signatures_of_others_are_not_remembered(witness: Witness) -> None:
    """A head may come with the lines of a hundred others; what is kept can be read again."""
    line = LOG.note(10).splitlines(keepends=True)[-1]
    others = "".join(line.replace(ORIGIN, f"other{number}.example") for number in range(99))
    body = AddCheckpoint(0, (), (LOG.note(10) + others).encode()).to_bytes()
    assert witness.sign(body).note.count(b"\n") == 6
    assert remembered(witness) == 10


def test_key_of_the_witness_is_refused_as_a_log(witness: Witness) -> None:
    with pytest.raises(BadKey, match="no key has two uses"):
        witness.folder.trust(VerifierKey(ORIGIN, witness.key.public))


@pytest.mark.parametrize("name", ["..", ".", "x" * 300])
def test_log_that_no_file_can_be_named_after_is_refused(witness: Witness, name: str) -> None:
    with pytest.raises(BadKey, match="named after"):
        witness.folder.trust(SigningKey.generate(name).verifier)
    assert witness.folder.keys_of(name) == []


def test_secret_key_is_for_its_owner_only_and_is_made_once(witness: Witness) -> None:
    assert (witness.folder.path / "witness.key").stat().st_mode & 0o777 == 0o600
    assert witness.folder.path.stat().st_mode & 0o777 == 0o700
    with pytest.raises(BadKey, match="already"):
        witness.folder.new_key("another.example")


def test_key_lines_that_do_not_belong_together_are_refused(tmp_path: Path) -> None:
    one, other = Folder(tmp_path / "one"), Folder(tmp_path / "other")
    one.new_key("leeds.example")
    other.new_key("leeds.example")
    (one.path / "witness.vkey").write_text((other.path / "witness.vkey").read_text())
    with pytest.raises(BadKey, match="belong together"):
        one.key()


def test_two_forks_asked_at_once_never_both_get_signed(witness: Witness) -> None:
    """Threads with open files of their own, as processes have."""
    witness.sign(asked(LOG, 0, 1))
    fork = a_log(40)
    fork._entries[5] = fork._entries[6]
    other = type(fork)(fork._entries)
    start = threading.Barrier(8)

    def ask(number: int) -> bytes | None:
        start.wait()
        try:
            return Witness.of(witness.folder).sign(asked((LOG, other)[number % 2], 1, 20)).head.root
        except NotSigned:
            return None

    with ThreadPoolExecutor(8) as pool:
        roots = [root for root in pool.map(ask, range(8)) if root]
    assert len(set(roots)) == 1
