"""A witness's word on a head: who, when, and nothing that a log's key could say instead."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from audit.formats.checkpoint import Checkpoint, open_checkpoint
from audit.formats.cosignature import WitnessKey, WitnessSigningKey, cosign, cosigned
from audit.formats.encoding import base64_bytes, base64_text
from audit.formats.errors import BadKey, BadNote
from audit.formats.merkle import leaf_hash
from audit.formats.note import open_note
from audit.formats.signing import SigningKey, VerifierKey

ORIGIN = "union.example/audit/2027"
LOG = SigningKey.generate(ORIGIN)
BRANCH = WitnessSigningKey.generate("branch.example/witness")
SCRUTINEER = WitnessSigningKey.generate("scrutineer.example/witness")
HEAD = Checkpoint(ORIGIN, 12, leaf_hash(b"root"))
TIME = 1_813_053_600

# The key line of a public witness that others run with other software.
OF_OTHERS = "remora.n621.de+da77ade7+BOvN63jn/bLvkieywe8R6UYAtVtNbZpXh34x7onlmtw2"


def cosigned_note(*lines: str) -> bytes:
    return (HEAD.sign(LOG) + "".join(lines)).encode()


def test_cosignature_tells_who_signed_and_when() -> None:
    note = cosigned_note(
        cosign(HEAD.text(), BRANCH, TIME), cosign(HEAD.text(), SCRUTINEER, TIME + 9)
    )
    found = cosigned(note, [BRANCH.verifier, SCRUTINEER.verifier])
    assert found == {BRANCH.verifier: TIME, SCRUTINEER.verifier: TIME + 9}
    assert open_checkpoint(note, LOG.verifier) == HEAD


def test_line_is_laid_out_as_specified() -> None:
    """Key id, eight bytes of time big-endian, 64 of signature over header, time and text."""
    line = cosign(HEAD.text(), BRANCH, TIME)
    dash, name, encoded = line.removesuffix("\n").split(" ")
    data = base64_bytes(encoded)
    assert (dash, name, len(data)) == ("\N{EM DASH}", BRANCH.name, 4 + 8 + 64)
    assert data[:4] == BRANCH.verifier.id
    assert data[4:12] == TIME.to_bytes(8, "big")
    message = f"cosignature/v1\ntime {TIME}\n{ORIGIN}\n12\n{base64_text(HEAD.root)}\n"
    assert BRANCH.verifier.verifies(message.encode(), data[12:])


def test_witness_who_has_not_signed_is_not_found() -> None:
    note = cosigned_note(cosign(HEAD.text(), BRANCH, TIME))
    assert cosigned(note, [SCRUTINEER.verifier]) == {}
    assert cosigned(note, []) == {}


def test_witness_who_signed_twice_counts_once_and_by_the_later_time() -> None:
    note = cosigned_note(cosign(HEAD.text(), BRANCH, TIME + 60), cosign(HEAD.text(), BRANCH, TIME))
    assert cosigned(note, [BRANCH.verifier]) == {BRANCH.verifier: TIME + 60}


def test_cosignature_of_another_head_rejects_the_note() -> None:
    other = Checkpoint(ORIGIN, 13, HEAD.root).text()
    note = cosigned_note(cosign(other, BRANCH, TIME))
    assert cosigned(note, [SCRUTINEER.verifier]) == {}
    with pytest.raises(BadNote, match="does not fit"):
        cosigned(note, [BRANCH.verifier, SCRUTINEER.verifier])


@given(st.data())
def test_cosignature_with_any_byte_changed_vouches_for_nothing(data: st.DataObject) -> None:
    note = cosigned_note(cosign(HEAD.text(), BRANCH, TIME))
    at = data.draw(st.integers(0, len(note) - 1))
    changed = bytes([note[at] ^ data.draw(st.integers(1, 255))])
    mutant = note[:at] + changed + note[at + 1 :]
    line_of_the_log = range(len(HEAD.text()) + 1, len(HEAD.sign(LOG).encode()))
    try:
        vouched = cosigned(mutant, [BRANCH.verifier])
    except BadNote:
        return
    assert not vouched or at in line_of_the_log


@pytest.mark.parametrize("time", [-1, 2**63])
def test_time_that_cannot_be_written_is_refused(time: int) -> None:
    with pytest.raises(ValueError, match="not a time"):
        cosign(HEAD.text(), BRANCH, time)


def test_time_beyond_the_specified_range_rejects_the_note() -> None:
    """The signature itself is good: only the time is beyond 2^63 - 1."""
    time = 2**63
    signature = BRANCH.sign(f"cosignature/v1\ntime {time}\n{HEAD.text()}".encode())
    data = BRANCH.verifier.id + time.to_bytes(8, "big") + signature
    with pytest.raises(BadNote, match="does not fit"):
        cosigned(
            cosigned_note(f"\N{EM DASH} {BRANCH.name} {base64_text(data)}\n"), [BRANCH.verifier]
        )


def test_key_line_of_a_witness_is_read_back() -> None:
    assert WitnessKey.parse(str(BRANCH.verifier)) == BRANCH.verifier
    assert str(WitnessKey.parse(OF_OTHERS)) == OF_OTHERS


def test_key_of_a_log_is_no_witness_and_the_other_way_round() -> None:
    with pytest.raises(BadKey, match="the key of a witness is of type 4"):
        WitnessKey.parse(str(LOG.verifier))
    with pytest.raises(BadKey, match="the key of a log is of type 1"):
        VerifierKey.parse(str(BRANCH.verifier))


def test_same_bytes_in_two_uses_are_two_keys() -> None:
    as_log = VerifierKey(BRANCH.name, BRANCH.public)
    assert as_log.id != BRANCH.verifier.id
    assert len({as_log, BRANCH.verifier}) == 2
    note = cosigned_note(cosign(HEAD.text(), BRANCH, TIME))
    with pytest.raises(BadNote, match="is not signed by"):
        open_note(note, [as_log])


def test_head_signed_as_a_log_does_is_no_cosignature() -> None:
    """Even by the same secret: the id says what a key is for, and so does the message."""
    as_log = SigningKey.from_pem(ORIGIN, LOG.pem())
    assert cosigned(HEAD.sign(as_log).encode(), [WitnessKey(ORIGIN, LOG.public)]) == {}


def test_witness_key_of_small_order_is_refused() -> None:
    with pytest.raises(BadKey, match="small order"):
        WitnessKey("branch.example", bytes(32))
