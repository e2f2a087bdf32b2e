"""A voter's receipt: which entry of the log her vote is, signed by the server's receipt key.

It is a PASETO v4.public token for the purpose `ballot-receipt` with five claims: the entry's id
(`jti`) and its hash in the tree (`leaf`), the ballot, the short code that begins the hash, and when
it was signed (`iat`). Of a sealed ballot it has three more: its `tracker`, and the `height` and
`head` that the chain of its archive had with it. It holds neither choice nor voter. The hash covers
the whole entry: whoever finds it in a log has found the vote, unchanged.
"""

import json
from collections.abc import Mapping
from typing import Any
from uuid import UUID

from audit.formats.encoding import base64url_bytes
from audit.formats.errors import BadEncoding, BadToken
from audit.formats.merkle import HASH_BYTES
from audit.formats.public_token import open_token
from audit.formats.signing import VerifierKey

PURPOSE = "ballot-receipt"
RECEIPTS = "receipts"
"""What the receipt key is called: it signs no notes, so the name is only for the eye."""

CLAIMS = frozenset({"jti", "ballot", "code", "leaf", "iat"})
OF_SEALED = CLAIMS | {"tracker", "height", "head"}
"""What a receipt says of a sealed ballot besides: by what it is found in which chain."""


def token_in(text: str) -> str:
    """Find the token in what somebody kept: the token itself, or a link that ends in it."""
    return text.strip().rpartition("#")[2].removeprefix("receipt=")


def read_receipt(token: str, key: VerifierKey) -> dict[str, Any]:
    """Give the claims of a receipt that this key signed, or raise BadToken."""
    payload = open_token(token, key, purpose=PURPOSE)
    try:
        claims = json.loads(payload)
    except (ValueError, RecursionError):
        claims = None
    if not isinstance(claims, dict):
        raise BadToken("This is signed, but it is not a receipt.")
    check_claims(claims)
    return claims


def check_claims(claims: Mapping[str, Any]) -> bytes:
    """Refuse what does not say what a receipt says; give the hash of its entry."""
    try:
        hashed = base64url_bytes(claims["leaf"])
        ids = [str(UUID(claims[name])) == claims[name] for name in ("jti", "ballot")]
    except (KeyError, TypeError, AttributeError, ValueError, BadEncoding):
        raise BadToken("This is signed, but it is not a receipt.") from None
    if claims.keys() not in (CLAIMS, OF_SEALED) or not all(ids) or len(hashed) != HASH_BYTES:
        raise BadToken("This is signed, but it is not a receipt.")
    return hashed
