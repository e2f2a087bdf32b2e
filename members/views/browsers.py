"""A browser's own name, which outlives the session: next time, it counts its own wrong tries."""

import secrets
from datetime import timedelta
from typing import Final

from django.conf import settings
from django.core import signing
from django.http import HttpRequest, HttpResponse
from django.urls import reverse

COOKIE: Final = "browser"
KEPT_FOR: Final = timedelta(days=365)
_SALT: Final = "members.browser"


def name_of(request: HttpRequest) -> str:
    """Give the name that we gave this browser, or a new one. Nobody else can have written it."""
    try:
        name: str = signing.loads(request.COOKIES.get(COOKIE, ""), salt=_SALT, max_age=KEPT_FOR)
    except signing.BadSignature:
        return secrets.token_urlsafe(16)
    return name


def remembered(response: HttpResponse, name: str) -> HttpResponse:
    """Have the browser keep its name, and show it to the sign-in pages only."""
    response.set_cookie(
        COOKIE,
        signing.dumps(name, salt=_SALT),
        max_age=KEPT_FOR,
        path=reverse("members:sign_in"),
        secure=settings.PRODUCTION,
        httponly=True,
        samesite="Lax",
    )
    return response
