"""Signed notes, and the tree heads in them."""

import base64
import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from audit.formats.checkpoint import Checkpoint, open_checkpoint
from audit.formats.errors import BadNote
from audit.formats.merkle import EMPTY_ROOT, leaf_hash
from audit.formats.note import MAX_NOTE_BYTES, open_note, sign_note
from audit.formats.signing import SigningKey, VerifierKey

ORIGIN = "union.example/audit/2027"
KEY = SigningKey.generate(ORIGIN)
WITNESS = SigningKey.generate("branch.example")
HEAD = Checkpoint(ORIGIN, 12, leaf_hash(b"root"))

# Where a specification leaves the choice, strict: spare bits in base64, an empty log with another's
# root, extension lines, notes beyond any sensible size.
OUR_POLICY = {
    "sig-noncanonical-b64": False,
    "root-noncanonical": False,
    "zero-size-wrong-root": False,
    "extension-line": False,
    "huge-1MB": False,
    "101-sigs": False,
}


def test_head_is_read_back() -> None:
    assert open_checkpoint(HEAD.sign(KEY).encode(), KEY.verifier) == HEAD


def test_note_may_carry_signatures_of_keys_we_do_not_know() -> None:
    note = sign_note("text\n", WITNESS, KEY)
    assert open_note(note.encode(), [KEY.verifier]) == "text\n"
    assert open_note(note.encode(), [WITNESS.verifier, KEY.verifier]) == "text\n"


def test_note_whose_text_has_blank_lines_ends_at_the_last() -> None:
    text = "one\n\ntwo\n"
    assert open_note(sign_note(text, KEY).encode(), [KEY.verifier]) == text


def test_note_of_another_is_refused() -> None:
    with pytest.raises(BadNote, match="is not signed by"):
        open_note(sign_note("text\n", WITNESS).encode(), [KEY.verifier])


def test_note_is_refused_if_one_known_signature_fits_and_another_does_not() -> None:
    forged = sign_note("other\n", WITNESS).splitlines()[-1]
    note = sign_note("text\n", KEY) + forged + "\n"
    assert open_note(note.encode(), [KEY.verifier]) == "text\n"
    with pytest.raises(BadNote, match="does not fit"):
        open_note(note.encode(), [KEY.verifier, WITNESS.verifier])


@pytest.mark.parametrize("text", ["", "no end", "tab\tbed\n", "nul\0\n", "carriage\r\n"])
def test_text_that_cannot_be_signed_is_refused(text: str) -> None:
    with pytest.raises(BadNote):
        sign_note(text, KEY)


@given(st.data())
def test_head_with_any_byte_changed_is_refused(data: st.DataObject) -> None:
    note = HEAD.sign(KEY).encode()
    at = data.draw(st.integers(0, len(note) - 1))
    changed = bytes([note[at] ^ data.draw(st.integers(1, 255))])
    with pytest.raises(BadNote):
        open_checkpoint(note[:at] + changed + note[at + 1 :], KEY.verifier)


def test_head_for_another_log_is_refused_though_the_key_is_right() -> None:
    text = Checkpoint("union.example/audit/2026", 12, HEAD.root).text()
    with pytest.raises(BadNote, match="not for union"):
        open_checkpoint(sign_note(text, KEY).encode(), KEY.verifier)


def test_key_may_not_sign_for_another_log() -> None:
    with pytest.raises(BadNote, match="may not sign"):
        HEAD.sign(WITNESS)


def test_head_of_an_empty_log_has_the_empty_root() -> None:
    empty = Checkpoint(ORIGIN, 0, EMPTY_ROOT)
    assert open_checkpoint(empty.sign(KEY).encode(), KEY.verifier) == empty
    with pytest.raises(BadNote, match="empty log"):
        Checkpoint.parse(Checkpoint(ORIGIN, 0, HEAD.root).text())


def test_note_that_is_too_long_is_not_read() -> None:
    with pytest.raises(BadNote, match="longer than"):
        open_note(b"x" * (MAX_NOTE_BYTES + 1), [KEY.verifier])


@pytest.mark.conformance
def test_notes_are_judged_as_marked(conformance_data: Path) -> None:
    vectors = json.loads((conformance_data / "vectors/note/checkpoint-notes.json").read_text())
    key = VerifierKey.parse(vectors["vkey"])
    for case in vectors["cases"]:
        try:
            accepted = bool(open_checkpoint(base64.b64decode(case["note_b64"]), key))
        except BadNote:
            accepted = False
        marked = OUR_POLICY[case["name"]] if case["accept"] is None else case["accept"]
        assert accepted == marked, case["name"]
    assert len(vectors["cases"]) == 53


@pytest.mark.conformance
def test_notes_of_others_are_read(conformance_data: Path) -> None:
    vectors = json.loads((conformance_data / "vectors/note/signed-note.json").read_text())
    for case in vectors["notes"]:
        text = open_note(case["note"].encode(), [VerifierKey.parse(case["vkey"])])
        assert case["note"].startswith(text + "\n")
