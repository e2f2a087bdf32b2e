"""Bringing a signed head back to the site that the head came from."""

from http import HTTPStatus

from audit.outbound import Unreachable, ask

COSIGNATURES = "cosignatures"
"""Where a site of this program takes signed heads in, below the address of its log."""


def hand_in(site: str, note: bytes) -> bool:
    """Post a signed head to a log's site; tell whether it was taken in."""
    try:
        answer = ask(f"{site.rstrip('/')}/{COSIGNATURES}", note, "text/plain")
    except Unreachable:
        return False
    return answer.status == HTTPStatus.OK
