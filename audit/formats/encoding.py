"""Base64 and decimal numbers read strictly: every value has one spelling, and only one.

Python's own readers are forgiving. `int` takes `1_2`, ` 12` and Arabic digits; `b64decode` drops
stray characters and ignores spare bits. A signed text with two spellings is a text that can be
altered unseen, so whatever is decoded here is encoded again and compared.
"""

import base64
import binascii
import re

from audit.formats.errors import BadEncoding

MAX_NUMBER = 2**63 - 1

_DECIMAL = re.compile(r"0|[1-9][0-9]{0,18}")


def base64_text(data: bytes) -> str:
    """Write bytes in standard base64, with padding (RFC 4648 section 4)."""
    return base64.b64encode(data).decode("ascii")


def base64_bytes(text: str) -> bytes:
    """Read standard base64; refuse any other spelling of the same bytes."""
    try:
        data = base64.b64decode(text, validate=True)
    except (binascii.Error, ValueError):
        raise BadEncoding("This is not standard base64.") from None
    if base64_text(data) != text:
        raise BadEncoding("This base64 has spare bits or padding that it should not have.")
    return data


def base64url_text(data: bytes) -> str:
    """Write bytes in base64url without padding (RFC 4648 section 5)."""
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode("ascii")


def base64url_bytes(text: str) -> bytes:
    """Read base64url without padding; refuse any other spelling of the same bytes."""
    try:
        data = base64.b64decode(text + "=" * (-len(text) % 4), altchars=b"-_", validate=True)
    except (binascii.Error, ValueError):
        raise BadEncoding("This is not base64url.") from None
    if base64url_text(data) != text:
        raise BadEncoding("This base64url has spare bits, padding or the wrong alphabet.")
    return data


def decimal(text: str) -> int:
    """Read a whole number in ASCII digits, without sign, spaces or leading zeros."""
    if not _DECIMAL.fullmatch(text) or (number := int(text)) > MAX_NUMBER:
        raise BadEncoding("This is not a plain decimal number below 2^63.")
    return number
