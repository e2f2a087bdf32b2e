"""A signed receipt proves the recording, and neither the choice nor the voter."""

import json
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from uuid import UUID

import pyseto
import pytest
from pytest_django import Settings

from audit.browsing.qr import qr_svg
from audit.formats.encoding import base64url_text
from audit.formats.errors import BadToken
from audit.formats.merkle import leaf_hash
from audit.formats.paseto import sign
from audit.formats.receipt import PURPOSE
from audit.formats.signing import SigningKey
from audit.keys import make_next_key, receipt_key, receipt_place, retire_key
from ballots.receipt_token import read_receipt_token, receipt_token
from ballots.receipts import Receipt, code_of

LEAF = leaf_hash(b"the leaf of a vote")
RECEIPT = Receipt(
    code=code_of(LEAF),
    at=datetime(2027, 6, 15, 10, 42, 5, tzinfo=UTC),
    entry_id=UUID(int=1),
    ballot_id=UUID(int=2),
    choice="against",
    choice_label="Against",
    leaf_hash=LEAF,
)
CLAIMS = {
    "jti": str(UUID(int=1)),
    "ballot": str(UUID(int=2)),
    "code": code_of(LEAF),
    "leaf": base64url_text(LEAF),
    "iat": "2027-06-15T10:42:05+00:00",
}


def signed(claims: object = None, *, purpose: str = PURPOSE) -> str:
    """Sign anything with the receipt key, as only the server could."""
    key = pyseto.Key.new(4, "public", receipt_key().pem())
    body = json.dumps(CLAIMS if claims is None else claims)
    return pyseto.encode(key, body, implicit_assertion=purpose.encode()).decode()


def test_receipt_token_says_what_was_recorded_and_not_how() -> None:
    assert read_receipt_token(receipt_token(RECEIPT)) == CLAIMS


RESPELT: dict[str, Callable[[str], str]] = {
    "padded": lambda token: token + "=",
    "padded twice": lambda token: token + "==",
    "a space before": lambda token: f" {token}",
    "a line after": lambda token: f"{token}\n",
    "a dot after": lambda token: token + ".",
    "in capitals": lambda token: token.replace(".public.", ".PUBLIC."),
    "said to be sealed": lambda token: token.replace("v4.public", "v4.local"),
    "of another version": lambda token: token.replace("v4.public", "v3.public"),
    "a plus": lambda token: token[:40] + "+" + token[41:],
    "a slash": lambda token: token[:40] + "/" + token[41:],
    "a wide letter": lambda token: token[:40] + "\N{FULLWIDTH LATIN SMALL LETTER A}" + token[41:],
    "without its key id": lambda token: token.rpartition(".")[0],
    "with another key id": lambda token: token.rpartition(".")[0] + ".e30",
    "as its link": lambda token: f"https://union.example/log/check/#{token}",
    "nothing": lambda _: "",
    "the code alone": lambda _: "7F3K-G9M6",
    "far too long": lambda token: token * 40,
}


@pytest.mark.parametrize("respell", RESPELT.values(), ids=RESPELT)
def test_receipt_token_in_another_spelling_is_refused(respell: Callable[[str], str]) -> None:
    with pytest.raises(BadToken):
        read_receipt_token(respell(receipt_token(RECEIPT)))


@pytest.mark.parametrize(
    "claims",
    [
        {},
        [],
        "a text",
        {**CLAIMS, "code": "7F3K-G9M6"},
        {**CLAIMS, "leaf": base64url_text(LEAF[:31])},
        {**CLAIMS, "leaf": base64url_text(LEAF) + "="},
        {**CLAIMS, "leaf": None},
        {**CLAIMS, "jti": "1"},
        {**CLAIMS, "jti": str(UUID(int=1)).replace("-", "")},
        {**CLAIMS, "ballot": 2},
        {**CLAIMS, "choice": "for"},
        {name: said for name, said in CLAIMS.items() if name != "leaf"},
    ],
)
def test_signed_text_that_is_no_receipt_is_refused(claims: object) -> None:
    with pytest.raises(BadToken):
        read_receipt_token(signed(claims))


def test_receipt_that_has_run_out_is_refused() -> None:
    with pytest.raises(BadToken, match="expired"):
        read_receipt_token(signed({**CLAIMS, "exp": "2020-01-01T00:00:00+00:00"}))


def test_receipt_of_another_server_is_refused() -> None:
    stranger = SigningKey.generate("receipts")
    with pytest.raises(BadToken):
        read_receipt_token(sign(CLAIMS, stranger, purpose=PURPOSE))


def test_receipt_of_a_former_key_still_reads(settings: Settings, tmp_path: Path) -> None:
    settings.RECEIPT_SIGNING_KEY_FILE = tmp_path / "receipts.pem"
    token = receipt_token(RECEIPT)
    make_next_key(receipt_place())
    retire_key(receipt_place())
    assert read_receipt_token(token) == CLAIMS
    assert read_receipt_token(receipt_token(RECEIPT)) == CLAIMS


def test_receipt_token_changed_is_refused() -> None:
    token = receipt_token(RECEIPT)
    changed = token[:60] + ("A" if token[60] != "A" else "B") + token[61:]
    with pytest.raises(BadToken):
        read_receipt_token(changed)


def test_receipt_token_signed_for_something_else_is_refused() -> None:
    with pytest.raises(BadToken):
        read_receipt_token(sign({"code": "7F3K-G9M6"}, receipt_key(), purpose="credential"))


def test_receipt_token_is_drawn_without_style_or_script() -> None:
    svg = qr_svg(receipt_token(RECEIPT))
    assert svg.startswith("<svg")
    assert "style" not in svg
    assert "script" not in svg
