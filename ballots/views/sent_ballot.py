"""Reading the sealed ballot that a request brings: no more of it than a ballot can have."""

import re
from typing import Final

from django.http import HttpRequest

from audit.refusal import Refusal
from ballots.secret.casting import LARGEST

TEXT: Final = "text/plain"
FORMS: Final = frozenset({"application/x-www-form-urlencoded", "multipart/form-data"})

_LENGTH: Final = re.compile(r"[0-9]{0,12}")
_TOO_LARGE: Final = Refusal(
    "too-large", "That is far too large for a ballot. It was not read to its end."
)


def is_form(request: HttpRequest) -> bool:
    """Say whether a form was sent, such as a page without a script does: it is shown a page."""
    return request.content_type in FORMS


def sent_ballot(request: HttpRequest) -> bytes:
    """Give the ballot: the whole text, or the field `ballot` of a form.

    A request need not say how long it is: then it is read until it is too long.
    """
    length = request.META.get("CONTENT_LENGTH") or "0"
    if not _LENGTH.fullmatch(length) or int(length) > LARGEST:
        raise _TOO_LARGE
    if is_form(request):
        return request.POST.get("ballot", "").strip().encode()
    if request.content_type != TEXT:
        raise Refusal(
            "content-type",
            "A ballot is sent as text/plain, or in the field “ballot” of a form. It was not taken.",
        )
    raw: bytes = request.read(LARGEST + 1)
    if len(raw) > LARGEST:
        raise _TOO_LARGE
    return raw
