"""Where a gateway reports what became of a message: signed, small, and answered the same.

An unknown message, one heard of twice and one that is over are all answered as well taken: a
gateway that is told no asks again for days, and a stranger learns nothing.
"""

import json
import time
from http import HTTPStatus
from typing import Any, Final
from uuid import UUID

from django.conf import settings
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

from members.delivery.signatures import is_signed
from members.services.reports import EVENTS, delivery_report

MOST_BYTES: Final = 64 * 1024
MOST_EVENTS: Final = 500
MOST_TRIES: Final = 32_767
MOST_DIGITS: Final = 40


class BadReport(Exception):
    """A report that cannot be read. Says what is wrong with it."""


@csrf_exempt
@never_cache
@require_POST
def report(request: HttpRequest, gateway: str) -> HttpResponse:
    """Take in a report of one event, or of a list of them."""
    length = request.headers.get("Content-Length", "")
    if not length.isdigit() or int(length[:9]) > MOST_BYTES:
        return _problem(413, "report-too-long", f"A report has {MOST_BYTES:,} bytes at most.")
    body = request.body
    if not is_signed(
        settings.REPORT_SECRETS.get(gateway, ""),
        request.headers.get("Tellers-Timestamp", ""),
        request.headers.get("Tellers-Signature", ""),
        body,
        now=time.time(),
    ):
        return _problem(401, "report-not-signed", "The signature is not right, or of another time.")
    try:
        events = [_read(one) for one in _events(body)]
    except BadReport as bad:
        return _problem(400, "report-not-read", str(bad))
    changed = sum(delivery_report(gateway=gateway, **event) for event in events)
    return JsonResponse({"received": len(events), "new": changed})


def _events(body: bytes) -> list[Any]:
    try:
        told = json.loads(body)
    except (ValueError, RecursionError):
        raise BadReport("The report is not JSON.") from None
    events = told if isinstance(told, list) else [told]
    if len(events) > MOST_EVENTS:
        raise BadReport(f"A report tells of {MOST_EVENTS} messages at most.")
    return events


def _read(one: Any) -> dict[str, Any]:
    if not isinstance(one, dict):
        raise BadReport("Each event is an object with id, try and event.")
    tried, event, reason = one.get("try"), one.get("event"), one.get("reason", "")
    if event not in EVENTS:
        raise BadReport(f"An event is one of: {', '.join(EVENTS)}.")
    if type(tried) is not int or not 0 < tried <= MOST_TRIES:
        raise BadReport("The try is a whole number, as it was in the message.")
    if not isinstance(reason, str):
        raise BadReport("The reason is a code, in letters.")
    try:
        dispatch_id = UUID(str(one.get("id"))[:MOST_DIGITS])
    except ValueError:
        raise BadReport("The id is that of the message, as we gave it.") from None
    return {
        "dispatch_id": dispatch_id,
        "tried": tried,
        "event": event,
        "reason": reason[:40],
    }


def _problem(status: int, code: str, words: str) -> HttpResponse:
    title = HTTPStatus(status).phrase
    told = {"type": "about:blank", "title": title, "status": status, "detail": words, "code": code}
    return JsonResponse(told, status=status, content_type="application/problem+json")
