"""The pen: an officer's own key, unlocked with their pass-phrase for one sitting.

The unlocked key lives in the officer's browser and nowhere else: in a cookie that no script can
read, encrypted under a key that only the server has (PASETO v4.local), and good for one member, one
epoch of their sessions and twelve hours. A thief of the database has keys that no pass-phrase
opens; a thief of the cookie cannot read it. It takes the server and the browser together to sign.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import lru_cache
from typing import Final

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings
from django.views.decorators.debug import sensitive_variables

from audit.formats import paseto
from audit.formats.attestation import attest, written_key
from audit.formats.encoding import base64url_bytes, base64url_text
from audit.formats.errors import NotVerified
from audit.formats.signing import SigningKey
from audit.refusal import Refusal
from members.models import Member
from members.selectors import officer_key_is_in_force

LIFETIME: Final = timedelta(hours=12)

_PURPOSE: Final = "officer-pen"


@dataclass(frozen=True, slots=True)
class Pen:
    """A key that can sign until a certain time."""

    key: SigningKey
    until: datetime

    def attest(self, leaf: Mapping[str, object]) -> str:
        """Sign an act, unless the key was retired since the pen was taken up."""
        if not officer_key_is_in_force(written_key(self.key.verifier)):
            raise Refusal(
                "pen-is-void",
                "Your signing key was retired. Set up another on the page My signature.",
            )
        return attest(leaf, self.key, origin=settings.AUDIT_ORIGIN)


@sensitive_variables()
def pen_token(pen: Pen, member: Member) -> str:
    """Give what the member's browser keeps."""
    claims = {
        "seed": base64url_text(pen.key.seed()),
        "exp": pen.until.astimezone(UTC).isoformat(timespec="seconds"),
    }
    return paseto.sealed(claims, _cookie_key(settings.SECRET_KEY), purpose=_bound_to(member))


@sensitive_variables()
def pen_of(member: Member, token: str) -> Pen | None:
    """Give the pen that a browser kept; None if it has run out, or is not this member's now."""
    try:
        claims = paseto.unsealed(token, _cookie_key(settings.SECRET_KEY), purpose=_bound_to(member))
    except NotVerified:
        return None
    private = Ed25519PrivateKey.from_private_bytes(base64url_bytes(claims["seed"]))
    return Pen(SigningKey(member.pseudonym, private), datetime.fromisoformat(claims["exp"]))


def _bound_to(member: Member) -> str:
    """Name the member and the epoch of their sessions: whatever ends the sessions ends the pen."""
    return f"{_PURPOSE}\n{member.get_session_auth_hash()}"


@lru_cache(maxsize=4)
def _cookie_key(secret: str) -> bytes:
    """Derive the key for this one use from the site's secret."""
    return HKDF(SHA256(), 32, salt=None, info=_PURPOSE.encode()).derive(secret.encode())
