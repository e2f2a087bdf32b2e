"""The pass of a booth: what a voter has who entered a passcode for one vote (guide R31).

Sealed under a key that only the server has (PASETO v4.local), it lies in a cookie that no script
can read, and is good for one ballot, one member and one epoch of their sessions. A vote may be
extended while it is open, so a pass outlasts by `LEEWAY` the closing time that it was given under:
whether the vote is still open is for the casting statement to say, never for a pass.
"""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import lru_cache
from typing import Final
from uuid import UUID

from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings
from django.http import HttpRequest
from django.utils import timezone

from audit.formats import paseto
from audit.formats.errors import BadToken

LEEWAY: Final = timedelta(hours=12)

_COOKIE: Final = "booth-"
_PURPOSE: Final = "booth-pass"


@dataclass(frozen=True, slots=True)
class BoothPass:
    """Whom one ballot has let into its booth, and until when at most."""

    ballot_id: UUID
    member_id: UUID
    epoch: int
    until: datetime

    def admits(self, ballot_id: UUID, member_id: UUID, epoch: int | None) -> bool:
        """Say whether it is good for this ballot, member and epoch now."""
        bound = (self.ballot_id, self.member_id, self.epoch)
        return bound == (ballot_id, member_id, epoch) and timezone.now() < self.until


def cookie_of(ballot_id: UUID) -> str:
    """Name the cookie of a ballot: a request about another ballot never opens it."""
    return f"{_COOKIE}{ballot_id.hex}"


def ballot_of_cookie(name: str) -> UUID | None:
    """Give the ballot that a cookie of this name is for, if it is a pass at all."""
    try:
        return UUID(name.removeprefix(_COOKIE)) if name.startswith(_COOKIE) else None
    except ValueError:
        return None


def booth_pass_token(held: BoothPass) -> str:
    """Give what the voter's browser keeps."""
    claims = {
        "member": str(held.member_id),
        "epoch": held.epoch,
        "exp": held.until.astimezone(UTC).isoformat(timespec="seconds"),
    }
    key = _cookie_key(settings.SECRET_KEY)
    return paseto.sealed(claims, key, purpose=_bound_to(held.ballot_id))


def read_booth_pass(token: str, ballot_id: UUID) -> BoothPass | None:
    """Read a pass; None if it is of another ballot, has run out, or is none of ours."""
    key = _cookie_key(settings.SECRET_KEY)
    try:
        claims = paseto.unsealed(token, key, purpose=_bound_to(ballot_id))
        until = datetime.fromisoformat(claims["exp"])
        return BoothPass(ballot_id, UUID(claims["member"]), claims["epoch"], until)
    except (BadToken, KeyError):
        return None


def booth_pass_in(request: HttpRequest, ballot_id: UUID) -> BoothPass | None:
    """Read the pass that a request brings for a ballot. Where it brings none this costs nothing."""
    token = request.COOKIES.get(cookie_of(ballot_id))
    return read_booth_pass(token, ballot_id) if token else None


def _bound_to(ballot_id: UUID) -> str:
    return f"{_PURPOSE}\n{ballot_id}"


@lru_cache(maxsize=4)
def _cookie_key(secret: str) -> bytes:
    """Derive the key for this one use from the site's secret."""
    return HKDF(SHA256(), 32, salt=None, info=_PURPOSE.encode()).derive(secret.encode())
