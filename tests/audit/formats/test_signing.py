"""Keys and their lines, and the edges of Ed25519."""

import json
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric.ec import SECP256R1, generate_private_key
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from hypothesis import given
from hypothesis import strategies as st

from audit.formats.errors import BadKey
from audit.formats.signing import SigningKey, VerifierKey

KEY = SigningKey.generate("union.example/audit/2027")


def test_key_line_is_read_back() -> None:
    assert VerifierKey.parse(str(KEY.verifier)) == KEY.verifier


def test_secret_key_is_kept_in_a_pem_file() -> None:
    again = SigningKey.from_pem(KEY.verifier.name, KEY.pem())
    assert again.verifier == KEY.verifier
    assert KEY.verifier.verifies(b"head", again.sign(b"head"))


@pytest.mark.parametrize("pem", [b"", b"-----BEGIN PRIVATE KEY-----\n", KEY.pem()[:-40]])
def test_damaged_pem_file_is_refused(pem: bytes) -> None:
    with pytest.raises(BadKey):
        SigningKey.from_pem("union.example", pem)


def test_secret_key_of_another_kind_is_refused() -> None:
    pem = generate_private_key(SECP256R1()).private_bytes(
        Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()
    )
    with pytest.raises(BadKey, match="not an Ed25519 key"):
        SigningKey.from_pem("union.example", pem)


@given(st.integers(0, len(str(KEY.verifier)) - 1), st.characters())
def test_key_line_with_a_typing_error_is_refused(at: int, char: str) -> None:
    line = str(KEY.verifier)
    mistyped = line[:at] + char + line[at + 1 :]
    if mistyped != line:
        with pytest.raises(BadKey):
            VerifierKey.parse(mistyped)


@pytest.mark.parametrize("name", ["", "two words", "plus+sign", "tab\t", "line\nfeed", "nb\xa0sp"])
def test_name_that_cannot_stand_in_a_note_is_refused(name: str) -> None:
    with pytest.raises(BadKey):
        VerifierKey(name, KEY.verifier.public)


@pytest.mark.parametrize("length", [0, 31, 33])
def test_key_of_the_wrong_length_is_refused(length: int) -> None:
    with pytest.raises(BadKey):
        VerifierKey("union.example", b"x" * length)


def test_signature_fits_its_own_message_and_key_only() -> None:
    signature = KEY.sign(b"head")
    assert KEY.verifier.verifies(b"head", signature)
    assert not KEY.verifier.verifies(b"heads", signature)
    assert not KEY.verifier.verifies(b"head", signature[:-1])
    assert not SigningKey.generate("union.example").verifier.verifies(b"head", signature)


@pytest.mark.conformance
def test_edge_cases_of_ed25519_are_judged_as_by_the_reference(conformance_data: Path) -> None:
    """Keys of small order are refused outright; the rest as ref10, OpenSSL and Go judge."""
    vectors = json.loads((conformance_data / "vectors/ed25519/ed25519vectors.json").read_text())
    for vector in vectors:
        flags = set(vector["flags"] or [])
        public, signature = bytes.fromhex(vector["key"]), bytes.fromhex(vector["sig"])
        if "low_order_A" in flags:
            with pytest.raises(BadKey, match="small order"):
                VerifierKey("union.example", public)
        else:
            accepted = VerifierKey("union.example", public).verifies(
                vector["msg"].encode(), signature
            )
            assert accepted == (not flags & {"low_order_residue", "non_canonical_R"}), vector
    assert len(vectors) == 914


@pytest.mark.conformance
def test_key_lines_of_others_are_judged_as_marked(conformance_data: Path) -> None:
    lines = json.loads((conformance_data / "vectors/note/signed-note.json").read_text())
    for line in lines["vkeys_valid"]:
        assert str(VerifierKey.parse(line)) == line
    for line in lines["vkeys_invalid"]:
        with pytest.raises(BadKey):
            VerifierKey.parse(line)
