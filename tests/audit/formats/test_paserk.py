"""Keys as text: one spelling, the official vectors, and seals that only a password opens."""

import hashlib
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pyseto
import pytest
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from hypothesis import given
from hypothesis import strategies as st

from audit.formats import paserk
from audit.formats.encoding import base64url_bytes, base64url_text
from audit.formats.errors import BadKey
from audit.formats.paserk import SAMPLE, STRONG, Cost
from audit.formats.signing import SigningKey

KEY = SigningKey.generate("p_sian")
PASSWORD = "correct horse battery staple"
SEALED = paserk.seal(KEY, PASSWORD, SAMPLE)


def test_sealed_key_is_opened_by_its_password() -> None:
    opened = paserk.unseal("p_sian", SEALED, PASSWORD)
    assert (opened.verifier, opened.pem()) == (KEY.verifier, KEY.pem())


def test_key_is_sealed_at_full_strength_unless_told_otherwise() -> None:
    assert paserk.cost_of(paserk.seal(KEY, PASSWORD)) == STRONG == Cost(256, 3)


@pytest.mark.parametrize("password", ["Correct horse battery staple", PASSWORD + " ", "x", ""])
def test_sealed_key_is_not_opened_by_another_password(password: str) -> None:
    with pytest.raises(BadKey, match="password"):
        paserk.unseal("p_sian", SEALED, password)


def test_key_is_not_sealed_with_an_empty_password() -> None:
    with pytest.raises(BadKey, match="empty password"):
        paserk.seal(KEY, "", SAMPLE)


def test_key_in_the_clear_is_not_taken_as_sealed() -> None:
    clear = pyseto.Key.new(4, "public", KEY.pem()).to_paserk()
    with pytest.raises(BadKey, match="not a key sealed"):
        paserk.unseal("p_sian", clear, PASSWORD)


@given(st.integers(0, len(SEALED) - 1), st.characters())
def test_sealed_key_with_any_character_changed_is_refused(at: int, char: str) -> None:
    if char != SEALED[at]:
        with pytest.raises(BadKey):
            paserk.unseal("p_sian", SEALED[:at] + char + SEALED[at + 1 :], PASSWORD)


@given(memory=st.integers(0, 2**64 - 1), passes=st.integers(0, 2**32 - 1), lanes=st.integers(0, 9))
def test_sealed_key_that_would_eat_the_machine_is_refused(
    memory: int, passes: int, lanes: int
) -> None:
    if memory <= 2**20 and passes <= STRONG.passes and lanes == 1:
        return
    data = bytearray(base64url_bytes(SEALED.removeprefix(paserk.SEALED)))
    data[16:32] = memory.to_bytes(8) + passes.to_bytes(4) + lanes.to_bytes(4)
    with pytest.raises(BadKey):
        paserk.unseal("p_sian", paserk.SEALED + base64url_text(bytes(data)), PASSWORD)


@pytest.mark.parametrize("mebibytes", [257, 4_096, 2**40])
def test_sealed_key_that_asks_for_too_much_says_how_much(mebibytes: int) -> None:
    data = bytearray(base64url_bytes(SEALED.removeprefix(paserk.SEALED)))
    data[16:24] = (mebibytes * 1024**2).to_bytes(8)
    with pytest.raises(BadKey, match=f"take {mebibytes:,} MiB and 1 passes"):
        paserk.unseal("p_sian", paserk.SEALED + base64url_text(bytes(data)), PASSWORD)


def vectors(folder: Path, *kinds: str) -> Iterator[tuple[str, dict[str, Any]]]:
    for kind in kinds:
        file = folder / f"vectors/paseto/PASERK/k4.{kind}.json"
        for vector in json.loads(file.read_text())["tests"]:
            yield kind, vector


@pytest.mark.conformance
def test_every_vector_of_a_key_in_the_clear_gives_its_stated_answer(
    conformance_data: Path,
) -> None:
    judged = 0
    for kind, vector in vectors(conformance_data, "local", "public", "secret"):
        if vector["paserk"] is None:
            short = base64url_text(bytes.fromhex(vector["key"]))
            vector["paserk"] = f"k4.{kind}.{short}"
        if vector["expect-fail"]:
            with pytest.raises(BadKey):
                paserk.read(vector["paserk"])
        else:
            assert paserk.read(vector["paserk"]).to_paserk() == vector["paserk"]
            assert vector["paserk"] == f"k4.{kind}." + base64url_text(bytes.fromhex(vector["key"]))
        judged += 1
    assert judged == 14


@pytest.mark.conformance
def test_every_vector_of_a_key_id_gives_its_stated_answer(conformance_data: Path) -> None:
    judged = 0
    for kind, vector in vectors(conformance_data, "lid", "pid", "sid"):
        of = {"lid": "local", "pid": "public", "sid": "secret"}[kind]
        text = f"k4.{of}." + base64url_text(bytes.fromhex(vector["key"]))
        if vector["expect-fail"]:
            with pytest.raises(BadKey):
                paserk.read(text)
        else:
            assert paserk.read(text).to_paserk_id() == vector["paserk"]
        judged += 1
    assert judged == 13


@pytest.mark.conformance
def test_every_vector_of_a_wrapped_key_gives_its_stated_answer(conformance_data: Path) -> None:
    judged = 0
    for kind, vector in vectors(conformance_data, "local-wrap.pie", "secret-wrap.pie", "seal"):
        opened_with: dict[str, Any] = (
            {"unsealing_key": _x25519_pem(vector["sealing-secret-key"])}
            if kind == "seal"
            else {"wrapping_key": bytes.fromhex(vector["wrapping-key"])}
        )
        inside = vector["unsealed" if kind == "seal" else "unwrapped"]
        _judge(vector, inside, opened_with)
        judged += 1
    assert judged == 12


@pytest.mark.conformance
def test_every_vector_of_a_sealed_key_gives_its_stated_answer(conformance_data: Path) -> None:
    judged = 0
    for _, vector in vectors(conformance_data, "local-pw", "secret-pw"):
        _judge(vector, vector["unwrapped"], {"password": vector["password"].encode()})
        judged += 1
    assert judged == 12


def _judge(vector: dict[str, Any], inside: str, opened_with: dict[str, Any]) -> None:
    if vector["expect-fail"]:
        with pytest.raises(BadKey):
            paserk.read(vector["paserk"], **opened_with)
    else:
        clear = paserk.read(vector["paserk"], **opened_with).to_paserk()
        assert base64url_bytes(clear.rpartition(".")[2]).hex() == inside


def _x25519_pem(ed25519: str) -> bytes:
    """Turn an Ed25519 secret into the X25519 one that `k4.seal` agrees a key with."""
    scalar = hashlib.sha512(bytes.fromhex(ed25519)[:32]).digest()[:32]
    private = X25519PrivateKey.from_private_bytes(scalar)
    return private.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
