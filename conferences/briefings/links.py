"""The addresses that guests carry in their mail: who they are to us, sealed, and no sign-in.

Before a guest confirms their address, all they typed travels in the link itself and stands nowhere
here: an address that somebody else typed in leaves nothing behind, and a machine that fills in the
form a million times fills nothing up. Both are PASETO v4.local, each good for one purpose.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import lru_cache
from typing import Any, Final

from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings
from django.utils import timezone

from audit.formats import paseto
from audit.formats.errors import BadToken

LASTS: Final = timedelta(hours=48)
_WISH, _GUEST = "briefing registration", "briefing guest"


class BadLink(Exception):
    """A link that we did not make, or not for this, or whose time is over."""


@dataclass(frozen=True, slots=True)
class Wish:
    """What somebody typed in who wants to come as a guest, and has not confirmed yet."""

    briefing: str
    name: str
    email: str
    purposes: Sequence[str]
    versions: Sequence[int]


def seal_wish(wish: Wish) -> str:
    """Seal what was typed, for the two days in which it can be confirmed."""
    claims = {
        "b": wish.briefing,
        "n": wish.name,
        "e": wish.email,
        "p": list(wish.purposes),
        "w": list(wish.versions),
        "until": _stamp(timezone.now() + LASTS),
    }
    return paseto.sealed(claims, _key(settings.SECRET_KEY), purpose=_WISH)


def open_wish(link: str) -> Wish:
    """Open what was typed. Raises BadLink."""
    claims = _opened(link, _WISH)
    if int(claims["until"]) < _stamp(timezone.now()):
        raise BadLink
    return Wish(claims["b"], claims["n"], claims["e"], claims["p"], claims["w"])


def guest_link(pseudonym: str) -> str:
    """Seal which guest this is: good for as long as we hold anything about them."""
    return paseto.sealed({"g": pseudonym}, _key(settings.SECRET_KEY), purpose=_GUEST)


def guest_of(link: str) -> str:
    """Give the pseudonym of the guest whose link this is. Raises BadLink."""
    return str(_opened(link, _GUEST)["g"])


def _opened(link: str, purpose: str) -> dict[str, Any]:
    try:
        return paseto.unsealed(link, _key(settings.SECRET_KEY), purpose=purpose)
    except BadToken:
        raise BadLink from None


@lru_cache(maxsize=2)
def _key(secret: str) -> bytes:
    made = HKDF(SHA256(), 32, salt=None, info=b"tellers/briefing links/1")
    return made.derive(secret.encode())


def _stamp(at: datetime) -> int:
    return int(at.timestamp())
