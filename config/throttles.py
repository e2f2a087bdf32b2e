"""How often one member may ask the API."""

from typing import TYPE_CHECKING

from rest_framework.request import Request
from rest_framework.throttling import SimpleRateThrottle

if TYPE_CHECKING:
    from rest_framework.views import APIView


class MemberThrottle(SimpleRateThrottle):
    """So many requests a minute for each member.

    Never by address: a whole hall shares one. What needs no signing in is not throttled here; it
    is the same for everyone, and a cache in front may keep it.
    """

    scope = "member"
    rate = "600/min"

    def get_cache_key(self, request: Request, view: "APIView") -> str | None:  # noqa: ARG002
        """Count by member, or not at all."""
        return f"api-throttle:{request.user.pk}" if request.user.is_authenticated else None
