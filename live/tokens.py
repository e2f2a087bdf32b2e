"""A subscription: a signed, expiring note of the channels that one page may listen to.

The page's view knows who is asking and decides; the hub knows nobody and believes the signature.
So the hall screen's token opens the floor and nothing else, and whoever leaves office keeps the
desk's channel for as long as a page lasts, not for ever.
"""

import random
import time
from collections.abc import Sequence
from dataclasses import dataclass

from django.core import signing

SALT = "live.subscription"
LIFETIME_SECONDS = 3600


class TokenForgedError(Exception):
    """The token was not signed here."""


class TokenExpiredError(Exception):
    """The token was good once; reload the page for another."""


@dataclass(frozen=True, slots=True)
class Subscription:
    """What a token grants, and when the page that holds it was made."""

    channels: tuple[str, ...]
    issued_at: float
    expires_at: float


def issue(channels: Sequence[str], *, seconds: int | None = None) -> str:
    """Sign a subscription to these channels.

    Unless told, it lasts about an hour, spread by a quarter either way: a hall that sat down
    together must not come back for new tokens together.
    """
    now = time.time()
    lifetime = seconds or LIFETIME_SECONDS * random.uniform(0.75, 1.25)  # noqa: S311 - no secret
    return signing.dumps([list(channels), int(now), int(now + lifetime)], salt=SALT)


def read(token: str) -> Subscription:
    """Return what the token grants, or say why it grants nothing."""
    try:
        channels, issued_at, expires_at = signing.loads(token, salt=SALT)
    except signing.BadSignature as error:
        raise TokenForgedError from error
    if time.time() >= expires_at:
        raise TokenExpiredError
    return Subscription(tuple(channels), issued_at, expires_at)


def stream_url(channels: Sequence[str]) -> str:
    """Return the address a page gives to `live.js`, as `data-live`."""
    return f"/live/?token={issue(channels)}"
