"""A signed receipt proves the recording, and neither the choice nor the voter."""

from datetime import UTC, datetime
from uuid import UUID

import pytest

from audit.formats.errors import BadToken
from audit.formats.paseto import sign
from audit.keys import receipt_key
from ballots.receipt_token import qr_svg, read_receipt_token, receipt_token
from ballots.receipts import Receipt

RECEIPT = Receipt(
    code="7F3K-G9M6",
    at=datetime(2027, 6, 15, 10, 42, 5, tzinfo=UTC),
    entry_id=UUID(int=1),
    ballot_id=UUID(int=2),
    choice="against",
    choice_label="Against",
)


def test_receipt_token_says_what_was_recorded_and_not_how() -> None:
    assert read_receipt_token(receipt_token(RECEIPT)) == {
        "jti": str(UUID(int=1)),
        "ballot": str(UUID(int=2)),
        "code": "7F3K-G9M6",
        "iat": "2027-06-15T10:42:05+00:00",
    }


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
