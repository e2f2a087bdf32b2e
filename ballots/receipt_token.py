"""A receipt to carry away: a PASETO v4.public token, as text and as a QR picture.

It is signed by the server's receipt key and proves that a vote with this code was recorded in this
entry of the log. It holds neither the choice nor the voter.
"""

from datetime import UTC
from typing import Any

import qrcode
from django.utils.safestring import SafeString, mark_safe
from qrcode.image.svg import SvgPathImage

from audit.formats.paseto import read, sign
from audit.keys import receipt_key
from ballots.receipts import Receipt

PURPOSE = "ballot-receipt"


def receipt_token(receipt: Receipt) -> str:
    """Sign a receipt."""
    claims = {
        "jti": str(receipt.entry_id),
        "ballot": str(receipt.ballot_id),
        "code": receipt.code,
        "iat": receipt.at.astimezone(UTC).isoformat(timespec="seconds"),
    }
    return sign(claims, receipt_key(), purpose=PURPOSE)


def read_receipt_token(token: str) -> dict[str, Any]:
    """Give what a receipt of ours claims, or raise BadToken."""
    return read(token, receipt_key().verifier, purpose=PURPOSE)


def qr_svg(text: str) -> SafeString:
    """Draw a text as a QR picture: a path that our content security policy allows in the page."""
    picture = qrcode.make(text, image_factory=SvgPathImage, border=2)
    return mark_safe(picture.to_string(encoding="unicode"))  # noqa: S308 - drawn here, holds no text
