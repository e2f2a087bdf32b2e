"""Putting the pen into an officer's hand, and keeping one without a second proof to its pages."""

from collections.abc import Callable
from datetime import timedelta
from functools import partial
from typing import Any, Final

from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.functional import SimpleLazyObject

from members.models import Member
from members.pens import Pen, pen_of, pen_token

COOKIE: Final = "pen"

_CHANGED = "tellers.pen"

# In the session of an officer who has no second proof yet: what the first one was. It is written
# at sign-in, so no request asks the database who is an officer.
OWES: Final = "owes_second_proof"
_OPEN_MEANWHILE: Final = frozenset(
    {
        "members:second_set_up",
        "members:authenticator",
        "members:passkeys",
        "members:passkey_begin",
        "members:passkey_enrol",
        "members:sign_out",
    }
)


def hand_over(request: HttpRequest, member: Member, pen: Pen) -> None:
    """Have the member's browser keep the pen."""
    member.pen = pen
    request.META[_CHANGED] = (pen_token(pen, member), pen.until - timezone.now())


def put_down(request: HttpRequest, **_kwargs: Any) -> None:
    """Have the browser forget the pen."""
    request.META[_CHANGED] = ("", timedelta(0))


class Pens:
    """Reads the pen when somebody asks who is signed in, and not before: a vote never does."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        """Wrap what answers."""
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Hand the pen to the member on the way in, and a changed one to the browser after."""
        if token := request.COOKIES.get(COOKIE):
            user = request.user
            request.user = SimpleLazyObject(partial(_holding, user, token))  # type: ignore[assignment]
        response = self.get_response(request)
        if changed := request.META.get(_CHANGED):
            value, life = changed
            response.set_cookie(
                COOKIE,
                value,
                max_age=life,
                secure=settings.PRODUCTION,
                httponly=True,
                samesite="Strict",
            )
        return response


def _holding(user: Member | AnonymousUser, token: str) -> Member | AnonymousUser:
    if isinstance(user, Member):
        user.pen = pen_of(user, token)
    return user


class SecondProofs:
    """Keeps an officer who has no second proof yet to the pages where one is set up."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        """Wrap what answers."""
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer."""
        return self.get_response(request)

    def process_view(self, request: HttpRequest, *_view: Any) -> HttpResponse | None:
        """Send them to set one up, whatever they asked for."""
        asked_for = request.resolver_match.view_name if request.resolver_match else ""
        if (
            not settings.OFFICERS_NEED_SECOND
            or settings.SESSION_COOKIE_NAME not in request.COOKIES
            or asked_for in _OPEN_MEANWHILE
            or OWES not in request.session
        ):
            return None
        return redirect("members:second_set_up")
