"""An officer's signature on an act: only theirs, only on that act, in one spelling."""

import ast
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pyseto
import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from hypothesis import given
from hypothesis import strategies as st

from audit.formats.attestation import (
    ATTESTATION,
    SIGNED_ACTS,
    OfficerKeys,
    asks_for_signature,
    attest,
    check_attestation,
    key_id,
    read_key,
    written_key,
)
from audit.formats.canonical import canonical
from audit.formats.encoding import base64url_text
from audit.formats.errors import BadKey, BadToken, NotVerified
from audit.formats.leaf import read_leaf
from audit.formats.signing import SigningKey, VerifierKey

ORIGIN = "union.example/audit/2027"
SIAN, OMAR = "p_sian", "p_omar"
KEY = SigningKey(SIAN, Ed25519PrivateKey.from_private_bytes(b"s" * 32))
OTHER = SigningKey(SIAN, Ed25519PrivateKey.from_private_bytes(b"o" * 32))


def leaf(kind: str = "ballot.closed", by: str = SIAN, **facts: object) -> dict[str, Any]:
    return {
        "at": "2027-06-15T10:00:00Z",
        "by": by,
        "id": "00000000-0000-4000-8000-000000000001",
        "of": "ballot:1",
        "t": kind,
        "v": 1,
        **facts,
    }


def signed(
    kind: str = "ballot.closed", by: str = SIAN, *, pen: SigningKey = KEY, **facts: object
) -> dict[str, Any]:
    bare = leaf(kind, by, **facts)
    return {**bare, ATTESTATION: attest(bare, pen, origin=ORIGIN)}


def enrolled(key: SigningKey = KEY, by: str = SIAN) -> dict[str, Any]:
    return signed(
        "officer_key.enrolled", by, pen=key, of=f"member:{by}", key=written_key(key.verifier)
    )


def retired(key: SigningKey = KEY, by: str = SIAN, of: str = SIAN) -> dict[str, Any]:
    return leaf("officer_key.retired", by, of=f"member:{of}", key=key_id(key.verifier))


def after(*leaves: dict[str, Any]) -> OfficerKeys:
    keys = OfficerKeys(ORIGIN)
    for one in leaves:
        keys.judge(one)
    return keys


SIGNED = signed(voted=412, personal=["a", None, True])
TOKEN: str = SIGNED[ATTESTATION]


def test_officer_who_signed_is_named() -> None:
    assert after(enrolled()).judge(SIGNED) == KEY.verifier


def test_enrolment_is_signed_with_the_key_that_it_enrols() -> None:
    assert OfficerKeys(ORIGIN).judge(enrolled()) == KEY.verifier


@pytest.mark.parametrize("unsigned", [leaf(), leaf(attestation=None), leaf(by="system")])
def test_entry_without_signature_is_nobodys(unsigned: dict[str, Any]) -> None:
    assert after(enrolled()).judge(unsigned) is None


def test_signature_is_a_token_that_pyseto_opens() -> None:
    pem = pyseto.Key.from_asymmetric_key_params(4, x=KEY.verifier.public)
    bound = f"{ORIGIN}\nofficer-act\n{SIGNED['id']}".encode()
    opened = pyseto.decode(pem, TOKEN, implicit_assertion=bound, deserializer=json)
    assert isinstance(opened.payload, dict)
    assert opened.payload.keys() == {"leaf"}
    assert opened.footer == {"kid": pem.to_paserk_id()}


def test_signature_that_pyseto_made_is_taken() -> None:
    bare = leaf()
    seed = pyseto.Key.new(4, "public", KEY.pem())
    payload = canonical(json.loads(_payload_of(attest(bare, KEY, origin=ORIGIN))))
    token = pyseto.encode(
        seed,
        payload,
        canonical({"kid": key_id(KEY.verifier)}),
        f"{ORIGIN}\nofficer-act\n{bare['id']}".encode(),
    )
    check_attestation({**bare, ATTESTATION: token.decode()}, KEY.verifier, origin=ORIGIN)


def test_key_is_written_and_named_as_pyseto_does() -> None:
    key = pyseto.Key.from_asymmetric_key_params(4, x=KEY.verifier.public)
    assert written_key(KEY.verifier) == key.to_paserk()
    assert key_id(KEY.verifier) == key.to_paserk_id()
    assert read_key(SIAN, key.to_paserk()) == KEY.verifier


@given(st.integers(0, len(canonical(SIGNED)) - 1), st.integers(1, 255))
def test_entry_with_any_byte_changed_is_never_taken_as_signed(at: int, flip: int) -> None:
    data = bytearray(canonical(SIGNED))
    data[at] ^= flip
    keys = after(enrolled())
    try:
        changed = read_leaf(bytes(data))
        signer = keys.judge(changed)
    except NotVerified:
        return
    assert signer is None
    assert ATTESTATION not in changed


@given(st.integers(0, len(TOKEN) - 1), st.characters())
def test_signature_with_any_character_changed_is_refused(at: int, char: str) -> None:
    if char != TOKEN[at]:
        changed = {**SIGNED, ATTESTATION: TOKEN[:at] + char + TOKEN[at + 1 :]}
        with pytest.raises(BadToken):
            check_attestation(changed, KEY.verifier, origin=ORIGIN)


@given(
    st.recursive(
        st.none() | st.booleans() | st.text() | st.integers(),
        lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
    )
)
def test_whatever_stands_for_a_signature_is_judged_without_a_crash(value: object) -> None:
    try:
        signer = after(enrolled()).judge({**leaf(), ATTESTATION: value})
    except NotVerified:
        return
    assert (signer, value) == (None, None)


@pytest.mark.parametrize("name", ["t", "by", "of", "id", "key", "attestation"])
@pytest.mark.parametrize("value", [None, 0, [], {}, [["a"]], "", "member:", " "])
def test_enrolment_with_a_senseless_value_is_refused(name: str, value: object) -> None:
    keys = OfficerKeys(ORIGIN)
    changed = {**enrolled(), name: value}
    with pytest.raises(NotVerified):
        keys.judge(changed)


@pytest.mark.parametrize(
    "token",
    [
        TOKEN + "=",
        TOKEN + ".",
        TOKEN.rpartition(".")[0],
        TOKEN.replace("public", "local"),
        TOKEN.replace("v4", "v3"),
        " " + TOKEN,
        TOKEN + "\n",
        "v4.public.AAAA." + TOKEN.rpartition(".")[2],
    ],
)
def test_signature_in_another_form_is_refused(token: str) -> None:
    with pytest.raises(BadToken):
        check_attestation({**SIGNED, ATTESTATION: token}, KEY.verifier, origin=ORIGIN)


def test_signature_moved_to_another_entry_is_refused() -> None:
    moved = {**SIGNED, "id": "00000000-0000-4000-8000-000000000002"}
    with pytest.raises(BadToken, match="not what this entry says"):
        after(enrolled()).judge(moved)


def test_signature_of_another_log_is_refused() -> None:
    bare = leaf()
    elsewhere = {**bare, ATTESTATION: attest(bare, KEY, origin="other.example/audit")}
    with pytest.raises(BadToken, match="not one that p_sian made"):
        after(enrolled()).judge(elsewhere)


def test_act_in_anothers_name_is_refused() -> None:
    with pytest.raises(BadToken, match="p_omar has no key in force"):
        after(enrolled()).judge(signed(by=OMAR))


def test_act_signed_before_enrolment_is_refused() -> None:
    with pytest.raises(BadToken, match="no key in force"):
        OfficerKeys(ORIGIN).judge(SIGNED)


def test_act_signed_after_retirement_is_refused() -> None:
    with pytest.raises(BadToken, match="no key in force"):
        after(enrolled(), retired()).judge(SIGNED)


def test_act_signed_with_the_old_key_is_refused() -> None:
    with pytest.raises(BadToken, match="another key"):
        after(enrolled(), retired(), enrolled(OTHER)).judge(SIGNED)


def test_new_key_after_retirement_signs() -> None:
    keys = after(enrolled(), retired(by=OMAR), enrolled(OTHER))
    assert keys.judge(signed(pen=OTHER)) == OTHER.verifier


def test_retirement_is_signed_by_the_key_that_goes() -> None:
    bare = retired()
    last = {**bare, ATTESTATION: attest(bare, KEY, origin=ORIGIN)}
    assert after(enrolled()).judge(last) == KEY.verifier


def test_enrolment_for_somebody_else_is_refused() -> None:
    with pytest.raises(BadKey, match="only its owner"):
        OfficerKeys(ORIGIN).judge({**enrolled(), "by": OMAR})


def test_enrolment_unsigned_is_refused() -> None:
    bare = enrolled()
    del bare[ATTESTATION]
    with pytest.raises(BadToken):
        OfficerKeys(ORIGIN).judge(bare)


def test_enrolment_signed_with_another_key_is_refused() -> None:
    of_another = signed(
        "officer_key.enrolled", pen=OTHER, of=f"member:{SIAN}", key=written_key(KEY.verifier)
    )
    with pytest.raises(BadToken):
        OfficerKeys(ORIGIN).judge(of_another)


def test_second_key_at_a_time_is_refused() -> None:
    with pytest.raises(BadKey, match="second key"):
        after(enrolled(), enrolled(OTHER))


def test_retired_key_enrolled_again_is_refused() -> None:
    with pytest.raises(BadKey, match="another key already"):
        after(enrolled(), retired(), enrolled())


def test_key_of_two_officers_is_refused() -> None:
    with pytest.raises(BadKey, match="another key already"):
        after(enrolled(), enrolled(by=OMAR))


def test_key_of_the_log_is_refused() -> None:
    keys = OfficerKeys(ORIGIN, [VerifierKey(ORIGIN, KEY.verifier.public)])
    with pytest.raises(BadKey, match="another key already"):
        keys.judge(enrolled())


def test_retirement_of_a_key_not_in_force_is_refused() -> None:
    with pytest.raises(BadKey, match="not in force"):
        OfficerKeys(ORIGIN).judge(retired())
    with pytest.raises(BadKey, match="not in force"):
        after(enrolled()).judge(retired(OTHER))


@pytest.mark.parametrize(
    "written",
    [
        "k4.public." + base64url_text(bytes(32)),
        "k4.public." + base64url_text(b"s" * 31),
        "k4.public." + base64url_text(KEY.verifier.public) + "=",
        "k4.secret." + base64url_text(KEY.verifier.public),
        "",
    ],
)
def test_key_that_means_nothing_is_refused(written: str) -> None:
    with pytest.raises(BadKey):
        read_key(SIAN, written)


def _payload_of(token: str) -> bytes:
    opened = pyseto.decode(
        pyseto.Key.from_asymmetric_key_params(4, x=KEY.verifier.public),
        token,
        implicit_assertion=f"{ORIGIN}\nofficer-act\n{leaf()['id']}".encode(),
    )
    assert isinstance(opened.payload, bytes)
    return opened.payload


def test_act_asks_for_a_signature_even_if_it_does_not_say_so() -> None:
    assert asks_for_signature(leaf("ballot.declared"))
    assert asks_for_signature({**leaf("motion.moved"), ATTESTATION: None})
    assert not asks_for_signature(leaf("motion.moved"))
    assert not asks_for_signature(leaf("ballot.closed", by="system"))


def recorded_with_a_signature() -> Iterator[str]:
    """Read from the program's own source which acts it has officers sign."""
    root = Path(__file__).parents[3]
    for room in ("audit", "members", "ballots", "conferences", "motions"):
        for file in (root / room).rglob("*.py"):
            for call in ast.walk(ast.parse(file.read_text())):
                if isinstance(call, ast.Call) and any(
                    one.arg == "attested" and getattr(one.value, "value", None) is True
                    for one in call.keywords
                ):
                    named = (each for arg in call.args for each in ast.walk(arg))
                    yield from (
                        each.value
                        for each in named
                        if isinstance(each, ast.Constant) and isinstance(each.value, str)
                    )


def test_every_act_that_officers_sign_is_known_to_the_verifier() -> None:
    found = set(recorded_with_a_signature())
    assert "ballot.declared" in found
    assert found <= SIGNED_ACTS
