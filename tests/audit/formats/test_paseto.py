"""Tokens for one purpose, in one spelling."""

import json
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from typing import Any

import pyseto
import pytest
import time_machine
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from hypothesis import given
from hypothesis import strategies as st

from audit.formats import paseto
from audit.formats.encoding import base64url_bytes
from audit.formats.errors import BadToken
from audit.formats.signing import SigningKey, VerifierKey

KEY = SigningKey("union.example/receipts", Ed25519PrivateKey.from_private_bytes(b"k" * 32))
CLAIMS = {"jti": "1", "code": "7F3K-G9M6", "name": "Siân"}
TOKEN = paseto.sign(CLAIMS, KEY, purpose="receipt")


def test_claims_are_read_back() -> None:
    assert paseto.read(TOKEN, KEY.verifier, purpose="receipt") == CLAIMS


def test_token_for_another_purpose_is_refused() -> None:
    with pytest.raises(BadToken, match="for this purpose"):
        paseto.read(TOKEN, KEY.verifier, purpose="officer-act")


def test_token_of_another_key_is_refused() -> None:
    with pytest.raises(BadToken):
        paseto.read(TOKEN, SigningKey.generate("other").verifier, purpose="receipt")


def test_token_names_its_key() -> None:
    footer = json.loads(base64url_bytes(TOKEN.rpartition(".")[2]))
    assert footer["kid"].startswith("k4.pid.")


def test_expired_token_is_refused() -> None:
    expired = paseto.sign({"exp": "2020-01-01T00:00:00+00:00"}, KEY, purpose="receipt")
    with pytest.raises(BadToken, match="expired"):
        paseto.read(expired, KEY.verifier, purpose="receipt")


@given(st.integers(0, len(TOKEN) - 1), st.characters())
def test_token_with_any_character_changed_is_refused(at: int, char: str) -> None:
    if char != TOKEN[at]:
        with pytest.raises(BadToken):
            paseto.read(TOKEN[:at] + char + TOKEN[at + 1 :], KEY.verifier, purpose="receipt")


@pytest.mark.parametrize(
    "token",
    [
        "",
        "v4.public.",
        TOKEN + "=",
        TOKEN + ".",
        TOKEN + "\n",
        " " + TOKEN,
        TOKEN.replace(".", ".=", 1),
        TOKEN.replace("v4", "v3"),
        TOKEN.replace("public", "local"),
        TOKEN.rpartition(".")[0],
        "v4.public." + "A" * 9_000,
        "v4.public.A",
        "v4.public.AB",
    ],
    ids=range(13),
)
def test_other_spelling_of_a_token_is_refused(token: str) -> None:
    with pytest.raises(BadToken):
        paseto.read(token, KEY.verifier, purpose="receipt")


def test_signed_text_that_is_not_ours_is_refused() -> None:
    secret = pyseto.Key.new(4, "public", KEY.pem())
    for payload in (b"not json", b"[]", b'"text"', b"5", b"{}", b"null"):
        token = pyseto.encode(secret, payload, implicit_assertion=b"receipt").decode()
        with pytest.raises(BadToken):
            paseto.read(token, KEY.verifier, purpose="receipt")


def test_sealed_claims_are_read_back() -> None:
    token = paseto.sealed(CLAIMS, b"k" * 32, purpose="pen")
    assert paseto.unsealed(token, b"k" * 32, purpose="pen") == CLAIMS


def test_sealed_claims_are_for_one_key_and_one_purpose() -> None:
    token = paseto.sealed(CLAIMS, b"k" * 32, purpose="pen")
    for key, purpose in ((b"l" * 32, "pen"), (b"k" * 32, "receipt")):
        with pytest.raises(BadToken):
            paseto.unsealed(token, key, purpose=purpose)


def test_token_of_the_other_kind_is_refused() -> None:
    with pytest.raises(BadToken, match=r"not a v4[.]public"):
        paseto.read(paseto.sealed(CLAIMS, b"k" * 32, purpose="p"), KEY.verifier, purpose="p")
    with pytest.raises(BadToken, match=r"not a v4[.]local"):
        paseto.unsealed(TOKEN, b"k" * 32, purpose="receipt")


@pytest.mark.conformance
def test_every_vector_of_the_specification_gives_its_stated_answer(conformance_data: Path) -> None:
    """At the end of 2021, before the vectors expired."""
    vectors = json.loads((conformance_data / "vectors/paseto/v4.json").read_text())["tests"]
    judged = 0
    for vector in vectors:
        token, purpose = vector["token"], vector["implicit-assertion"]
        with time_machine.travel("2021-12-31T12:00:00Z"):
            for open_it in _ways_to_open(vector):
                if vector["expect-fail"]:
                    with pytest.raises(BadToken):
                        open_it(token, purpose=purpose)
                else:
                    assert open_it(token, purpose=purpose) == json.loads(vector["payload"])
                judged += 1
    assert judged == 17


@pytest.mark.conformance
def test_vectors_of_the_specification_have_expired(conformance_data: Path) -> None:
    vectors = json.loads((conformance_data / "vectors/paseto/v4.json").read_text())["tests"]
    for vector in vectors:
        for open_it in _ways_to_open(vector):
            with pytest.raises(BadToken):
                open_it(vector["token"], purpose=vector["implicit-assertion"])


def _ways_to_open(vector: dict[str, Any]) -> Iterator[Callable[..., dict[str, Any]]]:
    """Open a vector with each key that it names."""
    if "key" in vector:
        yield partial(paseto.unsealed, key=bytes.fromhex(vector["key"]))
    if "public-key" in vector:
        yield partial(paseto.read, key=VerifierKey("vector", bytes.fromhex(vector["public-key"])))


@pytest.mark.conformance
def test_tokens_of_the_specification_are_signed_the_same(conformance_data: Path) -> None:
    vectors = json.loads((conformance_data / "vectors/paseto/v4.json").read_text())["tests"]
    for vector in vectors:
        if vector["name"].startswith("4-S"):
            seed = bytes.fromhex(vector["secret-key-seed"])
            key = SigningKey("vector", Ed25519PrivateKey.from_private_bytes(seed))
            assert key.verifier.public.hex() == vector["public-key"]
            made = pyseto.encode(
                paseto._secret(key),
                vector["payload"],
                vector["footer"],
                vector["implicit-assertion"],
            )
            assert made.decode() == vector["token"]
