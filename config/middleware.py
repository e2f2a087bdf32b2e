"""What every answer passes through that is ours."""

from collections.abc import Callable, Iterator
from typing import Any

from django.core.exceptions import BadRequest
from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed, QueryDict

from config.views import not_opened


class ActsAreNotPages:
    """Explain the address of a button to whoever opens it, and lead back to the button.

    Someone whose session ends as they press is sent to sign in, and from there to this address.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        """Wrap what answers."""
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Replace the empty page of a refused GET; programs keep their own answers."""
        response = self.get_response(request)
        opened = isinstance(response, HttpResponseNotAllowed) and request.method == "GET"
        return not_opened(request, response) if opened else response


class TextHasNoNul:
    """Refuse an address or a form with a NUL character in it, before any page reads it.

    Nobody types one, and PostgreSQL keeps none in a text. What a program sends to an address of
    its own (`csrf_exempt`) is not read as a form here: that address looks at it itself.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        """Wrap what answers."""
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer."""
        return self.get_response(request)

    def process_view(self, request: HttpRequest, view: object, *_given: Any) -> None:
        """Look through the address, the question after it and the form."""
        texts = [request.path, *_texts(request.GET)]
        if not getattr(view, "csrf_exempt", False):
            texts += _texts(request.POST)
        if any("\0" in text for text in texts):
            raise BadRequest


def _texts(sent: QueryDict) -> Iterator[str]:
    for name, values in sent.lists():
        yield name
        yield from values
