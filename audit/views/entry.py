"""One entry: what it says, whose hand it bears, and the evidence that it is in the signed log."""

from http import HTTPStatus
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from audit import selectors
from audit.browsing import subjects
from audit.browsing.proof_picture import proof_picture
from audit.browsing.readers import PUBLIC, reader_of
from audit.browsing.reading import Hand, Reading, named_in, read
from audit.browsing.sealed import sealed_values
from audit.browsing.signatures import OfficerSignature, officer_signature
from audit.formats.encoding import base64_text
from audit.models import Head, Position
from audit.publishing.stored import published_head
from audit.publishing.witnessed import witnesses_of
from audit.services.access import access_record

WHAT = "sealed values of an entry"


@require_http_methods(["GET", "HEAD", "POST"])
def entry(request: HttpRequest, seq: int) -> HttpResponse:
    """Show one entry as it was hashed, and the proof that it is in the signed log.

    Whoever may be shown what is sealed in it asks for that by a form, says why, and the log keeps
    that they looked.
    """
    position = get_object_or_404(Position.objects.select_related("entry"), seq=seq)
    head = _head_over(seq)
    leaf = bytes(position.entry.leaf)
    reading = read(leaf, subjects.named(named_in(leaf)))
    reader = reader_of(request)
    may_open, why, wrong = reader.opens and bool(reading.sealed), "", ""
    is_opened = request.method == "POST" and may_open
    if is_opened:
        why = request.POST.get("why", "").strip()[:500]
        if not why:
            is_opened, wrong = False, _("Say why you need to see them.")
    if request.method == "POST" and not may_open:
        return HttpResponse(status=HTTPStatus.METHOD_NOT_ALLOWED)
    if is_opened:
        access_record(
            actor=request.user,  # type: ignore[arg-type] # signed in, or the reader were the public
            office=reader.office,
            what=WHAT,
            subject=position.entry.subject,
            why=why,
        )
    context = {
        "position": position,
        "reader": reader,
        "reading": reading,
        "has_story": subjects.has_story(reading.subject),
        "sealed": sealed_values(position, reading.sealed, reader if is_opened else PUBLIC),
        "may_open": may_open,
        "is_opened": is_opened,
        "wrong": wrong,
        "signature": _signature(position, reading),
        **_evidence(position, leaf, head),
    }
    answer = render(request, "audit/entry.html", context)
    if is_opened:
        answer.headers["Cache-Control"] = "no-store"
    return answer


def _head_over(seq: int) -> Head:
    """Give the head that an export would have, or where that is too early, the newest."""
    for head in (published_head(), selectors.newest_head()):
        if head is not None and seq < head.size:
            return head
    raise Http404


def _signature(position: Position, reading: Reading) -> OfficerSignature | None:
    return officer_signature(position) if reading.hand is Hand.OFFICER else None


def _evidence(position: Position, leaf: bytes, head: Head) -> dict[str, Any]:
    proof = selectors.proof_of_inclusion(position.seq, head.size)
    leaf_hash = bytes(position.leaf_hash)
    return {
        "leaf": leaf.decode(errors="replace"),
        "leaf_hash": base64_text(leaf_hash),
        "picture": proof_picture(leaf_hash, position.seq, head.size, proof),
        "head": head,
        "root": base64_text(bytes(head.root)),
        "witnesses": witnesses_of(head),
        "newer": position.seq + 1 if position.seq + 1 < head.size else None,
        "older": position.seq - 1 if position.seq else None,
    }
