"""The product, and beside it the floors: what Django costs here before we do anything."""

from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.urls import include, path

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


urlpatterns = [
    path("bench/nothing/", nothing),
    path("bench/one-insert/", one_insert),
    path("", include("config.urls")),
]
