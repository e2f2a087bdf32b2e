"""How a gateway proves that a report comes from it, and that it is of now.

Pure. The signature is an HMAC with SHA-256 over the time, a full stop and the body as sent. Old
reports are refused, so that one that was overheard cannot be played again for ever.
"""

import hashlib
import hmac
from typing import Final

TOLERANCE_SECONDS: Final = 300
_LONGEST_TIMESTAMP: Final = 12


def sign(secret: str, timestamp: str, body: bytes) -> str:
    """Sign a report, as its `Tellers-Signature` header bears it."""
    return hmac.new(secret.encode(), timestamp.encode() + b"." + body, hashlib.sha256).hexdigest()


def is_signed(secret: str, timestamp: str, signature: str, body: bytes, *, now: float) -> bool:
    """Tell whether a report is signed with this secret, within five minutes of now.

    Without a secret nothing is. The comparison takes the same time whatever the answer.
    """
    in_time = (
        timestamp.isascii()
        and timestamp.isdigit()
        and len(timestamp) <= _LONGEST_TIMESTAMP
        and abs(now - int(timestamp)) <= TOLERANCE_SECONDS
    )
    right = hmac.compare_digest(sign(secret, timestamp, body).encode(), signature.encode())
    return bool(secret) and in_time and right
