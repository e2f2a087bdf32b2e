"""How often a form may have a message sent: enough for a hall behind one address, and no more.

Counted in the cache, under keyed hashes, for an hour: neither address is kept. Where a limit is
met, the answer is the same as ever for one mailbox, so that nobody learns of it; for one network it
is said, because people in a hall have to know that they should wait.
"""

from typing import Final

from django.core.cache import cache
from django.http import HttpRequest
from django.utils.crypto import salted_hmac

FROM_ONE_ADDRESS: Final = 3000
TO_ONE_MAILBOX: Final = 3
AN_HOUR: Final = 3600


def too_many_from_here(request: HttpRequest) -> bool:
    """Count a form from this network; tell whether it is one too many in this hour."""
    return _counted("from", request.META.get("REMOTE_ADDR", "")) > FROM_ONE_ADDRESS


def too_many_to(email: str) -> bool:
    """Count a message to this mailbox; tell whether it is one too many in this hour."""
    return _counted("to", email) > TO_ONE_MAILBOX


def _counted(kind: str, what: str) -> int:
    key = f"briefings:{kind}:{salted_hmac('briefings.ceilings', what).hexdigest()}"
    cache.add(key, 0, timeout=AN_HOUR)
    try:
        return cache.incr(key)
    except ValueError:  # it ran out between the two
        cache.set(key, 1, timeout=AN_HOUR)
        return 1
