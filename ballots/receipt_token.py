"""A receipt to carry away: a PASETO v4.public token, as text and as a QR picture.

It is signed by the server's receipt key and proves that a vote with this code was recorded in this
entry of the log. It holds neither the choice nor the voter.
"""

from datetime import UTC
from functools import cache

import pyseto
import qrcode
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    PublicFormat,
    load_pem_private_key,
)
from django.utils.safestring import SafeString, mark_safe
from pyseto.key_interface import KeyInterface
from qrcode.image.svg import SvgPathImage

from audit.keys import receipt_key
from ballots.receipts import Receipt

KIND = "tellers.receipt.1"


def receipt_token(receipt: Receipt) -> str:
    """Sign a receipt."""
    key, key_id = _key(receipt_key().pem())
    payload = {
        "typ": KIND,
        "jti": str(receipt.entry_id),
        "ballot": str(receipt.ballot_id),
        "code": receipt.code,
        "iat": receipt.at.astimezone(UTC).isoformat(timespec="seconds"),
    }
    return pyseto.encode(key, payload, footer={"kid": key_id}).decode()


def qr_svg(text: str) -> SafeString:
    """Draw a text as a QR picture: a path that our content security policy allows in the page."""
    picture = qrcode.make(text, image_factory=SvgPathImage, border=2)
    return mark_safe(picture.to_string(encoding="unicode"))  # noqa: S308 - drawn here, holds no text


@cache
def _key(pem: bytes) -> tuple[KeyInterface, str]:
    """Read the signing key, with the PASERK id of its public half, by which verifiers name it."""
    public = load_pem_private_key(pem, password=None).public_key()
    public_pem = public.public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo)
    verifying = pyseto.Key.new(version=4, purpose="public", key=public_pem)
    return pyseto.Key.new(version=4, purpose="public", key=pem), verifying.to_paserk_id()
