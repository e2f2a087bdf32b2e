"""Handing a text message or a call to the gateway: one protocol of ours (docs/delivery.md).

An adapter to any company's interface is a page of code on its side; ours stays the same. Where no
gateway is set, a demo shows texts and calls on its mailbox page.
"""

import json
from datetime import timedelta
from typing import Any, Final

from django.conf import settings

from audit.publishing.outbound import Answer, Unreachable, ask
from members.delivery.outcomes import REASONS, NotTaken, Taken
from members.delivery.words import Words
from members.enums import Channel
from members.models import DemoMail, Dispatch

PATIENCE_SECONDS: Final = 5.0
PAUSE_MS: Final = 900
LONGEST_ID: Final = 100
_PATHS: Final = {Channel.SMS: "/texts", Channel.VOICE: "/calls"}
_KINDS: Final = {Channel.SMS: "Text message", Channel.VOICE: "Telephone call"}
_BUSY: Final = frozenset({429, 503})
_NOT_KNOWN: Final = frozenset({401, 403, 404, 405})


class Gateway:
    """The gateway for texts and calls."""

    def send(self, dispatch: Dispatch, to: str, words: Words) -> Taken:
        """Hand a message over. Raises NotTaken, which names nobody.

        The key of the request is the row and the try: a gateway that is asked the same twice sends
        once, and another try, which carries another passcode, is another message to it.
        """
        if not settings.GATEWAY_URL:
            return _show(dispatch, to, words)
        reference = f"{dispatch.pk}-{dispatch.tries}"
        asked = {"id": str(dispatch.pk), "try": dispatch.tries, "to": to, **_content(words)}
        headers = {
            "Authorization": f"Bearer {settings.GATEWAY_KEY}",
            "Idempotency-Key": reference,
        }
        url = settings.GATEWAY_URL + _PATHS[Channel(dispatch.channel)]
        try:
            answer = ask(
                url,
                json.dumps(asked).encode(),
                "application/json",
                patience=PATIENCE_SECONDS,
                headers=headers,
            )
        except Unreachable:
            raise NotTaken("no-server", concerns_all=True) from None
        try:
            return _read(answer)
        except NotTaken as fault:
            fault.detail = f"HTTP {answer.status}"
            raise

    def close(self) -> None:
        """Each request has a line of its own."""


def _content(words: Words) -> dict[str, Any]:
    if not words.phrases:
        return {"text": words.text}
    return {"say": list(words.phrases), "pause_ms": PAUSE_MS, "language": "en-GB"}


def _read(answer: Answer) -> Taken:
    if 200 <= answer.status < 300:  # noqa: PLR2004 - what HTTP calls success
        return Taken(str(_field(answer, "id"))[:LONGEST_ID])
    if answer.status in _BUSY:
        raise NotTaken("server-busy", concerns_all=True, rest=_seconds(answer.retry_after))
    if answer.status in _NOT_KNOWN:
        raise NotTaken("our-key", concerns_all=True)
    if answer.status in {400, 422}:
        reason = _field(answer, "reason")
        raise NotTaken(reason if reason in REASONS else "server-refuses", is_final=True)
    raise NotTaken("server-error", concerns_all=answer.status >= 500)  # noqa: PLR2004


def _field(answer: Answer, name: str) -> str:
    """Read a field of an answer; what is no answer in JSON has none."""
    try:
        told = json.loads(answer.body)
    except ValueError:
        return ""
    value = told.get(name, "") if isinstance(told, dict) else ""
    return value if isinstance(value, str) else ""


def _seconds(retry_after: str) -> timedelta | None:
    """Read how long to wait; a gateway of ours says it in seconds."""
    is_number = retry_after.isascii() and retry_after.isdigit() and len(retry_after) < 6  # noqa: PLR2004
    return timedelta(seconds=int(retry_after)) if is_number else None


def _show(dispatch: Dispatch, to: str, words: Words) -> Taken:
    """Put a message on the demo's page."""
    if not settings.DEMO:
        raise NotTaken("no-server", concerns_all=True)
    DemoMail.objects.create(to=to, subject=_KINDS[Channel(dispatch.channel)], body=words.text)
    return Taken()
