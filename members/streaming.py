"""Answers that are written as they are read: a long list, an archive."""

from collections.abc import AsyncIterator, Iterable, Mapping

from asgiref.sync import sync_to_async
from django.core.handlers.asgi import ASGIRequest
from django.http import HttpRequest, StreamingHttpResponse


def streamed(
    request: HttpRequest, parts: Iterable[bytes], *, content_type: str, headers: Mapping[str, str]
) -> StreamingHttpResponse:
    """Answer with one part after the other, whichever kind of server asks; hold no more than one.

    It is never compressed: under a server that awaits, each part would become a file of its own,
    of which browsers read the first.
    """
    return StreamingHttpResponse(
        _in_turn(parts) if isinstance(request, ASGIRequest) else parts,
        content_type=content_type,
        headers={**headers, "Content-Encoding": "identity"},
    )


async def _in_turn(parts: Iterable[bytes]) -> AsyncIterator[bytes]:
    """Read in a thread where a server awaits them."""
    rest = iter(parts)
    following = sync_to_async(lambda: next(rest, None))
    while (part := await following()) is not None:
        yield part
