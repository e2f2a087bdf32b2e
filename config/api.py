"""The API: the same reading and the same casting as the pages, for programs.

Everything public may be read without signing in. A vote is cast by the member whose session it is,
through the service that the page uses. Each room answers for its own addresses.
"""

from typing import Any, NoReturn

from django.urls import include, path, re_path
from drf_spectacular.utils import extend_schema
from drf_spectacular.views import SpectacularAPIView
from rest_framework.exceptions import NotFound
from rest_framework.views import APIView

ROOMS = ("conferences", "motions", "ballots", "audit")


@extend_schema(exclude=True)
class Nothing(APIView):
    """What is no address of the API is a problem, not a page."""

    def initial(self, *_args: Any, **_kwargs: Any) -> NoReturn:
        """Say so for every method."""
        raise NotFound("There is nothing at this address.")


urlpatterns = [
    path("schema/", SpectacularAPIView.as_view(), name="api-schema"),
    *(path("v1/", include(f"{room}.api")) for room in ROOMS),
    re_path("", Nothing.as_view()),
]
