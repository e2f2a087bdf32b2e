"""A receipt to carry away: a PASETO v4.public token, as text, as a link and as a QR picture.

It is signed by the server's receipt key and says that a vote was recorded as this entry of the log:
the entry's id, its hash in the tree, and the short code that begins the hash. With the proof of
the entry anyone can check that it is still there, unchanged. It holds neither choice nor voter. Of
a sealed ballot it says the tracker too, and the height and head that the archive's chain had then.
"""

from datetime import UTC
from typing import Any

from audit.formats.encoding import base64url_text
from audit.formats.errors import BadToken
from audit.formats.paseto import read, sign
from audit.formats.receipt import PURPOSE, check_claims
from audit.keys import receipt_key, receipt_verifiers
from ballots.receipts import Receipt, SealedReceipt, code_of


def receipt_token(receipt: Receipt) -> str:
    """Sign a receipt."""
    claims = {
        "jti": str(receipt.entry_id),
        "ballot": str(receipt.ballot_id),
        "code": receipt.code,
        "leaf": base64url_text(receipt.leaf_hash),
        "iat": receipt.at.astimezone(UTC).isoformat(timespec="seconds"),
    }
    if isinstance(receipt, SealedReceipt):
        claims |= {
            "tracker": receipt.tracker,
            "height": str(receipt.height),
            "head": receipt.head,
        }
    return sign(claims, receipt_key(), purpose=PURPOSE)


def read_receipt_token(token: str) -> dict[str, Any]:
    """Give what a receipt of ours claims, or raise BadToken. Former keys of ours count as well."""
    refused = BadToken("There is no key that signs receipts.")
    for key in reversed(receipt_verifiers()):
        try:
            claims = read(token, key, purpose=PURPOSE)
        except BadToken as error:
            refused = error
        else:
            if claims.get("code") != code_of(check_claims(claims)):
                raise BadToken("The code of this receipt does not belong to its entry.")
            return claims
    raise refused
