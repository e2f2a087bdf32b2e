"""The product, and beside it the floors: what Django costs here before we do anything."""

from contextvars import ContextVar
from uuid import UUID

from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.urls import include, path

from ballots.secret import casting
from ballots.secret.proofs_pool import proofs_pool
from ballots.views import cast_sealed
from live.models import Outbox


def nothing(_request: HttpRequest) -> HttpResponse:
    """Go through the middleware, and answer."""
    return HttpResponse("ok")


def one_insert(request: HttpRequest) -> HttpResponse:
    """Read the session and the form, insert one row through the ORM, and answer."""
    member = request.session["_auth_user_id"]
    with transaction.atomic():
        Outbox.objects.create(channel=member, event="bench", html=request.POST["choice"])
    return HttpResponse("ok")


class Unchecked:
    """In the place of the pool that checks proofs: finds no fault with anything."""

    def check(self, **_asked: object) -> dict[str, str]:
        return {}


_is_off: ContextVar[bool] = ContextVar("check_is_off", default=False)
casting.proofs_pool = lambda: Unchecked() if _is_off.get() else proofs_pool()  # type: ignore[assignment,attr-defined,return-value]


def cast_unchecked(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Cast a sealed ballot by the same endpoint, with the check of its proofs left out."""
    token = _is_off.set(True)
    try:
        return cast_sealed(request, pk)
    finally:
        _is_off.reset(token)


urlpatterns = [
    path("bench/sealed/<uuid:pk>/cast-sealed/", cast_unchecked),
    path("bench/nothing/", nothing),
    path("bench/one-insert/", one_insert),
    path("", include("config.urls")),
]
