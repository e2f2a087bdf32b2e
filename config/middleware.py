"""What every answer passes through that is ours."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed

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
