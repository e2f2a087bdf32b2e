"""What is asked of a witness: one question, one spelling."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from audit.formats.add_checkpoint import MAX_BODY_BYTES, AddCheckpoint
from audit.formats.errors import BadProof

NOTE = b"union.example/audit/2027\n3\nroot\n\n\xe2\x80\x94 union.example/audit/2027 sig=\n"
HASHES = st.lists(st.binary(min_size=32, max_size=32), max_size=63).map(tuple)

# As the specification shows it: a proof of four hashes from a log of 20,852,014 entries.
SPECIFIED = b"""\
old 20852014
PlRNCrwHpqhGrupue0L7gxbjbMiKA9temvuZZDDpkaw=
jrJZDmY8Y7SyJE0MWLpLozkIVMSMZcD5kvuKxPC3swk=
5+pKlUdi2LeF/BcMHBn+Ku6yhPGNCswZZD1X/6QgPd8=
/6WVhPs2CwSsb5rYBH5cjHV/wSmA79abXAwhXw3Kj/0=

example.com/behind-the-sofa
20852163
CsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=
"""


def test_body_is_read_as_specified() -> None:
    asked = AddCheckpoint.parse(SPECIFIED)
    assert asked.old == 20_852_014
    assert len(asked.proof) == 4
    assert asked.note.startswith(b"example.com/behind-the-sofa\n20852163\n")
    assert asked.to_bytes() == SPECIFIED


@given(st.integers(0, 2**63 - 1), HASHES, st.binary(max_size=200))
def test_body_is_read_back(old: int, proof: tuple[bytes, ...], note: bytes) -> None:
    asked = AddCheckpoint(old, proof, note)
    assert AddCheckpoint.parse(asked.to_bytes()) == asked


@given(st.data())
def test_whatever_is_read_has_one_spelling(data: st.DataObject) -> None:
    """A byte changed either makes another question or none; it never makes the same one."""
    body = AddCheckpoint(2, (b"a" * 32, b"b" * 32), NOTE).to_bytes()
    at = data.draw(st.integers(0, len(body) - 1))
    mutant = body[:at] + bytes([body[at] ^ data.draw(st.integers(1, 255))]) + body[at + 1 :]
    try:
        asked = AddCheckpoint.parse(mutant)
    except BadProof:
        return
    assert asked.to_bytes() == mutant
    assert asked != AddCheckpoint.parse(body)


@pytest.mark.parametrize(
    "header",
    [
        b"",
        b"old\n",
        b"old \n",
        b"old  1\n",
        b"old 01\n",
        b"old +1\n",
        b"old -1\n",
        b"old 1 \n",
        b"old 1_0\n",
        b"old \xd9\xa1\n",
        b"old 9223372036854775808\n",
        b"Old 1\n",
        b"size 1\n",
        b"old 1\r\n",
        b"\nold 1\n",
        b"old 1\nAAAA\n",
        b"old 1\n" + b"A" * 43 + b"\n",
        b"old 1\n" + b"A" * 43 + b"==\n",
        b"old 1\n" + b"A" * 42 + b"B=\n",
        b"old 1\n" + b"_" * 43 + b"=\n",
        b"old 1\n" + (b"A" * 43 + b"=\n") * 64,
    ],
)
def test_malformed_header_is_refused(header: bytes) -> None:
    with pytest.raises(BadProof):
        AddCheckpoint.parse(header + b"\n" + NOTE)


def test_body_without_a_blank_line_is_refused() -> None:
    with pytest.raises(BadProof, match="blank line"):
        AddCheckpoint.parse(b"old 1\n")


def test_body_that_is_too_long_is_not_read() -> None:
    with pytest.raises(BadProof, match="at most"):
        AddCheckpoint.parse(b"old 0\n\n" + bytes(MAX_BODY_BYTES))


@pytest.mark.parametrize("proof", [(b"short",), (bytes(32),) * 64])
def test_proof_that_no_witness_would_read_is_not_written(proof: tuple[bytes, ...]) -> None:
    with pytest.raises(BadProof):
        AddCheckpoint(1, proof, NOTE).to_bytes()
