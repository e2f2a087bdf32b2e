"""Asking a log's site for the newest head, and bringing the signed one back.

A site of this program gives a witness its very question. It may show others an older head, until
enough witnesses have signed a newer one: so a witness must not wait for what it shows to others.
"""

from contextlib import suppress
from http import HTTPStatus

from audit.formats.add_checkpoint import MAX_BODY_BYTES
from audit.publishing.outbound import Unreachable, ask
from audit.verify.sources import Source, Unreadable

QUESTION = "witnesses/question/"
"""Where a site gives the question that starts from a size, below the address of its log."""

COSIGNATURES = "cosignatures"
"""Where it takes signed heads in."""


def newest_question(site: Source, old: int) -> bytes | None:
    """Give the question for the newest head, as the site asks it; None where it asks none."""
    with suppress(Unreadable):
        return site.read(f"{QUESTION}{old}", MAX_BODY_BYTES)
    return None


def hand_in(site: str, note: bytes) -> bool:
    """Post a signed head to a log's site; tell whether it was taken in."""
    try:
        answer = ask(f"{site.rstrip('/')}/{COSIGNATURES}", note, "text/plain")
    except Unreachable:
        return False
    return answer.status == HTTPStatus.OK
