"""A signed receipt proves the recording, and neither the choice nor the voter."""

import json
from datetime import UTC, datetime
from uuid import UUID

import pyseto
import pytest
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    PublicFormat,
    load_pem_private_key,
)

from audit.keys import receipt_key
from ballots.receipt_token import qr_svg, receipt_token
from ballots.receipts import Receipt

RECEIPT = Receipt(
    code="7F3K-G9M6",
    at=datetime(2027, 6, 15, 10, 42, 5, tzinfo=UTC),
    entry_id=UUID(int=1),
    ballot_id=UUID(int=2),
    choice="against",
    choice_label="Against",
)


def public_key() -> bytes:
    private = load_pem_private_key(receipt_key().pem(), password=None)
    return private.public_key().public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo)


def test_receipt_token_verifies_with_the_public_key_alone() -> None:
    key = pyseto.Key.new(version=4, purpose="public", key=public_key())
    decoded = pyseto.decode(key, receipt_token(RECEIPT), deserializer=json)
    assert decoded.payload == {
        "typ": "tellers.receipt.1",
        "jti": str(UUID(int=1)),
        "ballot": str(UUID(int=2)),
        "code": "7F3K-G9M6",
        "iat": "2027-06-15T10:42:05+00:00",
    }
    assert decoded.footer == {"kid": key.to_paserk_id()}


def test_receipt_token_changed_is_refused() -> None:
    token = receipt_token(RECEIPT)
    changed = token[:60] + ("A" if token[60] != "A" else "B") + token[61:]
    key = pyseto.Key.new(version=4, purpose="public", key=public_key())
    with pytest.raises(pyseto.VerifyError):
        pyseto.decode(key, changed)


def test_receipt_token_is_drawn_without_style_or_script() -> None:
    svg = qr_svg(receipt_token(RECEIPT))
    assert svg.startswith("<svg")
    assert "style" not in svg
    assert "script" not in svg
