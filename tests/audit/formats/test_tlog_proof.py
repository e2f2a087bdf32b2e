"""The evidence for one entry in one file: read one way only, and good for that entry alone."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from audit.formats.checkpoint import Checkpoint
from audit.formats.cosignature import WitnessSigningKey, cosign
from audit.formats.encoding import base64_text
from audit.formats.errors import BadProof, NotVerified
from audit.formats.merkle import leaf_hash, node_hash, tree_root
from audit.formats.proofs import inclusion_proof
from audit.formats.signing import SigningKey
from audit.formats.tlog_proof import MAX_HASHES, MAX_PROOF_BYTES, TlogProof
from audit.formats.trust import Trust

ORIGIN = "union.example/audit/2027"
KEY = SigningKey.generate(ORIGIN)
WITNESS = WitnessSigningKey.generate("branch.example")
TRUST = Trust((KEY.verifier,))
WITNESSED = Trust((KEY.verifier,), (WITNESS.verifier,), 1)

LEAVES = [b"zero", b"one", b"two", b"three", b"four", b"five", b"six"]
HASHES = [leaf_hash(leaf) for leaf in LEAVES]
HEAD = Checkpoint(ORIGIN, len(LEAVES), tree_root(HASHES))
NOTE = HEAD.sign(KEY).encode()


def subtree(height: int, number: int) -> bytes:
    return tree_root(HASHES[number << height : (number + 1) << height])


def proof(index: int, *, extra: bytes = b"", note: bytes = NOTE) -> TlogProof:
    hashes = inclusion_proof(index, len(LEAVES), subtree)
    return TlogProof(index, tuple(hashes), note, extra)


def test_file_is_laid_out_as_specified() -> None:
    lines = proof(6, extra=b"why").to_bytes().decode().split("\n")
    assert lines[:6] == [
        "c2sp.org/tlog-proof@v1",
        "extra d2h5",
        "index 6",
        base64_text(node_hash(HASHES[4], HASHES[5])),
        base64_text(subtree(2, 0)),
        "",
    ]
    assert "\n".join(lines[6:]).encode() == NOTE


@given(st.integers(0, 6), st.binary(max_size=60))
def test_proof_is_read_back_and_holds(index: int, extra: bytes) -> None:
    written = proof(index, extra=extra)
    assert TlogProof.parse(written.to_bytes()) == written
    assert written.verify(LEAVES[index], TRUST) == HEAD


def test_proof_of_the_only_entry_has_no_hashes() -> None:
    note = Checkpoint(ORIGIN, 1, HASHES[0]).sign(KEY).encode()
    alone = TlogProof.parse(TlogProof(0, (), note).to_bytes())
    assert alone.verify(LEAVES[0], TRUST).size == 1


@given(st.data())
def test_proof_is_good_for_no_other_entry(data: st.DataObject) -> None:
    index = data.draw(st.integers(0, 6))
    leaf = data.draw(st.sampled_from(LEAVES) | st.binary(max_size=9))
    if leaf != LEAVES[index]:
        with pytest.raises(BadProof):
            proof(index).verify(leaf, TRUST)


@given(st.data())
def test_file_with_any_byte_changed_proves_nothing_else(data: st.DataObject) -> None:
    """The extra data, for which nothing vouches, is all that can be altered."""
    written = proof(data.draw(st.integers(0, 6)), extra=b"nothing vouches for this")
    whole = written.to_bytes()
    at = data.draw(st.integers(0, len(whole) - 1))
    cut = data.draw(st.integers(0, 1))
    change = data.draw(st.binary(max_size=2))
    mutant = whole[:at] + change + whole[at + cut :]
    try:
        read = TlogProof.parse(mutant)
        read.verify(LEAVES[written.index], TRUST)
    except NotVerified:
        return
    assert (read.index, read.hashes, read.note) == (written.index, written.hashes, written.note)
    assert read.to_bytes() == mutant


@given(st.binary(max_size=300))
def test_any_bytes_are_read_or_refused(data: bytes) -> None:
    with pytest.raises(BadProof):
        TlogProof.parse(data)


WHOLE = proof(6).to_bytes()
ONE_HASH = base64_text(HASHES[0]).encode()


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (WHOLE.replace(b"@v1", b"@v2"), "does not begin with"),
        (WHOLE.replace(b"\n", b"\r\n"), "no blank line"),
        (WHOLE.replace(b"\n\n", b"\n"), "no blank line"),
        (WHOLE.replace(b"index 6\n", b""), "at which index"),
        (WHOLE.replace(b"index 6", b"index 06"), "malformed"),
        (WHOLE.replace(b"index 6", b"index -6"), "malformed"),
        (WHOLE.replace(b"index 6", "index ٦".encode()), "ASCII"),
        (WHOLE.replace(b"index 6", b"index  6"), "malformed"),
        (WHOLE.replace(b"index 6", b"index 9223372036854775808"), "malformed"),
        (WHOLE.replace(b"index 6", b"index 6\nextra AA=="), "malformed"),
        (WHOLE.replace(b"index 6", b"extra AA==\nextra AA==\nindex 6"), "at which index"),
        (WHOLE.replace(b"index 6", b"extra \nindex 6"), "should not be there"),
        (WHOLE.replace(b"index 6", b"extra AB==\nindex 6"), "spare bits"),
        (WHOLE.replace(b"index 6", b"index 6\nAA=="), "hashes of 32 bytes"),
        (WHOLE.replace(b"index 6", b"index 6" + (b"\n" + ONE_HASH) * 62), "at most 63"),
        (WHOLE + b" " * MAX_PROOF_BYTES, "longer than"),
        (b"", "no blank line"),
        (b"\n\n", "does not begin with"),
    ],
)
def test_malformed_file_is_refused(data: bytes, said: str) -> None:
    with pytest.raises(BadProof, match=said):
        TlogProof.parse(data)


def test_proof_may_be_as_long_as_any_log_needs() -> None:
    longest = TlogProof(0, (HASHES[0],) * MAX_HASHES, NOTE)
    assert TlogProof.parse(longest.to_bytes()) == longest
    with pytest.raises(BadProof, match="too long"):
        longest.verify(LEAVES[0], TRUST)


def test_proof_without_enough_witnesses_is_refused() -> None:
    with pytest.raises(BadProof, match="0 of its witnesses have signed this head and 1"):
        proof(3).verify(LEAVES[3], WITNESSED)
    cosigned = NOTE + cosign(HEAD.text(), WITNESS, 1_813_053_600).encode()
    assert proof(3, note=cosigned).verify(LEAVES[3], WITNESSED) == HEAD


def test_proof_under_a_head_of_another_log_is_refused() -> None:
    stranger = SigningKey.generate(ORIGIN)
    with pytest.raises(NotVerified, match="not signed by"):
        proof(3, note=HEAD.sign(stranger).encode()).verify(LEAVES[3], TRUST)
