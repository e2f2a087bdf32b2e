"""A trust file says whose signatures count, once each, in a way that can be met."""

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from audit.formats.checkpoint import Checkpoint
from audit.formats.cosignature import WitnessKey, WitnessSigningKey, cosign
from audit.formats.errors import BadNote, BadTrust
from audit.formats.merkle import EMPTY_ROOT, leaf_hash
from audit.formats.note import sign_note
from audit.formats.signing import SigningKey
from audit.formats.trust import MAX_TRUST_BYTES, Trust

ORIGIN = "union.example/audit/2027"
OLD, NEW = SigningKey.generate(ORIGIN), SigningKey.generate(ORIGIN)
BRANCH, SCRUTINEER = map(WitnessSigningKey.generate, ("branch.example", "scrutineer.example"))
WITNESSES = (BRANCH.verifier, SCRUTINEER.verifier)
HEAD = Checkpoint(ORIGIN, 12, leaf_hash(b"root"))

LOG_LINE, BRANCH_LINE, SCRUTINEER_LINE = map(str, (OLD.verifier, *WITNESSES))
STATED = {"log": [LOG_LINE], "witnesses": [BRANCH_LINE, SCRUTINEER_LINE], "k": 2}


def parse(**changes: Any) -> Trust:
    stated = {name: value for name, value in (STATED | changes).items() if value is not ...}
    return Trust.parse(json.dumps(stated).encode())


def test_trust_is_read_as_stated() -> None:
    assert parse() == Trust((OLD.verifier,), WITNESSES, 2)
    assert parse(log=LOG_LINE) == parse()
    assert parse().origin == ORIGIN


def test_trust_without_witnesses_asks_for_none() -> None:
    assert parse(witnesses=..., k=...) == Trust((OLD.verifier,))
    assert parse(k=0).k == 0


@given(st.permutations([OLD.verifier, NEW.verifier]), st.permutations(WITNESSES), st.integers(0, 2))
def test_trust_is_read_back(log: list[Any], witnesses: list[WitnessKey], k: int) -> None:
    trust = Trust(tuple(log), tuple(witnesses), k)
    assert Trust.parse(trust.to_bytes()) == trust


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"log": ...}, "`log` must be a list"),
        ({"log": []}, "no key of the log"),
        ({"log": [LOG_LINE, LOG_LINE]}, "stands there 2 times"),
        ({"log": [LOG_LINE, str(SigningKey.generate("other.example").verifier)]}, "different logs"),
        ({"log": [LOG_LINE[:-3]]}, "not right. A key is written name"),
        ({"log": [LOG_LINE.replace("2027", "2026")]}, "a typing error"),
        ({"log": [BRANCH_LINE]}, "the key of a log is of type 1"),
        ({"log": 7}, "`log` must be a list"),
        ({"witnesses": [BRANCH_LINE, BRANCH_LINE]}, "witness branch.example stands there 2 times"),
        ({"witnesses": {"a": BRANCH_LINE}}, "`witnesses` must be a list"),
        ({"witnesses": [BRANCH_LINE, 7]}, "`witnesses` must be a list"),
        ({"witnesses": [LOG_LINE]}, "the key of a witness is of type 4"),
        ({"k": 3}, "3 of 2 witnesses can never sign"),
        ({"k": -1}, "-1 of 2 witnesses can never sign"),
        ({"k": True}, "whole number"),
        ({"k": "2"}, "whole number"),
        ({"k": 1.0}, "whole number"),
        ({"k": ...}, "go together"),
        ({"witnesses": ...}, "go together"),
        ({"quorum": 2}, "'quorum', which has no meaning"),
    ],
)
def test_trust_that_is_not_clear_is_refused(changes: dict[str, Any], said: str) -> None:
    with pytest.raises(BadTrust, match=said):
        parse(**changes)


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"", "not JSON in UTF-8"),
        (b"\xff\xfe", "not JSON in UTF-8"),
        (b"[" * 100_000, "not JSON in UTF-8"),
        (b'{"k":' * 20_000, "not JSON in UTF-8"),
        (b" " * (MAX_TRUST_BYTES + 1), "longer than"),
        (b"[]", "not a JSON object"),
        (b'{"k":0,"k":2}', "name k stands there 2 times"),
        (b'{"k":NaN}', "NaN is not a number"),
        (b'{"k":' + b"9" * 5000 + b"}", "not JSON in UTF-8"),
        (b'{"log":"\\ud800+00000000+AA=="}', "not right"),
    ],
)
def test_file_that_is_no_trust_file_is_refused(data: bytes, said: str) -> None:
    with pytest.raises(BadTrust, match=said):
        Trust.parse(data)


@given(st.binary(max_size=200))
def test_any_bytes_are_read_or_refused(data: bytes) -> None:
    with pytest.raises(BadTrust):
        Trust.parse(data)


def test_one_key_under_two_names_is_no_second_witness() -> None:
    twin = WitnessKey("twin.example", BRANCH.public)
    with pytest.raises(BadTrust, match=r"witness's key .* stands there 2 times"):
        Trust((OLD.verifier,), (BRANCH.verifier, twin), 1)


def test_log_cannot_witness_itself() -> None:
    itself = WitnessKey("witness.example", OLD.public)
    with pytest.raises(BadTrust, match=r"witness\.example is the log's own"):
        Trust((OLD.verifier,), (itself,), 1)


def test_weak_key_is_refused() -> None:
    """A key of small order, whose signatures fit many messages."""
    line = "weak.example+d7b0f2f4+BAEAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"
    with pytest.raises(BadTrust, match="small order"):
        parse(witnesses=[line], k=0)


def test_head_is_opened_with_the_times_of_its_witnesses() -> None:
    note = (HEAD.sign(OLD) + cosign(HEAD.text(), BRANCH, 1_813_053_600)).encode()
    trust = Trust((OLD.verifier,), WITNESSES, 2)
    assert trust.open(note) == (HEAD, {BRANCH.verifier: 1_813_053_600})
    assert Trust((OLD.verifier,)).open(note) == (HEAD, {})


@pytest.mark.parametrize("signers", [[OLD], [NEW], [OLD, NEW]])
def test_head_is_opened_by_any_of_the_logs_keys(signers: list[SigningKey]) -> None:
    trust = Trust((OLD.verifier, NEW.verifier))
    assert trust.open(sign_note(HEAD.text(), *signers).encode())[0] == HEAD


def test_head_that_only_witnesses_signed_is_refused() -> None:
    note = sign_note(HEAD.text(), SigningKey.generate("x")) + cosign(HEAD.text(), BRANCH, 1)
    with pytest.raises(BadNote, match="not signed by"):
        Trust((OLD.verifier,), WITNESSES, 1).open(note.encode())


def test_head_of_another_log_is_refused_though_the_key_is_right() -> None:
    text = Checkpoint("union.example/audit/2026", 0, EMPTY_ROOT).text()
    with pytest.raises(BadNote, match="not for union"):
        Trust((OLD.verifier,)).open(sign_note(text, OLD).encode())


def test_head_with_a_forged_cosignature_is_refused() -> None:
    other = Checkpoint(ORIGIN, 13, HEAD.root).text()
    note = (HEAD.sign(OLD) + cosign(other, BRANCH, 1)).encode()
    with pytest.raises(BadNote, match="does not fit"):
        Trust((OLD.verifier,), WITNESSES).open(note)
