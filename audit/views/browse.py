"""The public log: what happened, in plain words, and how to check that nobody changed it."""

from urllib.parse import urlencode

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from audit import selectors
from audit.formats.encoding import base64_text
from audit.keys import log_key
from audit.lookup import position_named
from audit.models import Position
from audit.reading import read

ENTRIES_ON_A_PAGE = 50


@require_safe
def log(request: HttpRequest) -> HttpResponse:
    """Show the entries, the newest first; or go to the one that is asked for."""
    # PostgreSQL refuses a NUL in a text; no kind, subject or code has one.
    asked, kind, subject, without, before = (
        request.GET.get(name, "").replace("\0", "").strip()
        for name in ("q", "kind", "subject", "without", "before")
    )
    refused = ""
    if asked:
        if found := position_named(asked):
            return redirect("audit:entry", found.seq)
        if ":" in asked:
            subject = asked
        elif "." in asked:
            kind = asked
        else:
            refused = _("There is no entry with that receipt code, number or id.")
    entries = selectors.placed_entries(kind=kind, subject=subject, without=without)
    if before.isascii() and before.isdigit():
        entries = entries.filter(seq__lt=int(before[:18]))
    page = list(entries[: ENTRIES_ON_A_PAGE + 1])
    context = {
        "asked": asked,
        "refused": refused,
        "kind": kind,
        "subject": subject,
        "without": without,
        "head": selectors.newest_head(),
        "waiting": selectors.unplaced_count(),
        "entries": [(one, read(bytes(one.entry.leaf))) for one in page[:ENTRIES_ON_A_PAGE]],
        "older": _older(page, kind=kind, subject=subject, without=without),
        "is_newest": not before,
    }
    return render(request, "audit/log.html", context)


def _older(page: list[Position], **filters: str) -> str:
    """Give the question that leads to the page after this one, if there is one."""
    if len(page) <= ENTRIES_ON_A_PAGE:
        return ""
    asked = {name: value for name, value in filters.items() if value}
    return urlencode({"before": page[ENTRIES_ON_A_PAGE - 1].seq, **asked})


@require_safe
def entry(request: HttpRequest, seq: int) -> HttpResponse:
    """Show one entry as it was hashed, and the proof that it is in the signed log."""
    position = get_object_or_404(Position.objects.select_related("entry"), seq=seq)
    head = selectors.newest_head()
    if head is None or seq >= head.size:
        raise Http404
    leaf = bytes(position.entry.leaf)
    proof = selectors.proof_of_inclusion(seq, head.size)
    context = {
        "position": position,
        "reading": read(leaf),
        "leaf": leaf.decode(),
        "leaf_hash": base64_text(bytes(position.leaf_hash)),
        "proof": [base64_text(one) for one in proof],
        "head": head,
    }
    return render(request, "audit/entry.html", context)


@require_safe
def checkpoint(_request: HttpRequest) -> HttpResponse:
    """Give the newest signed head as it stands: keep it, and compare later."""
    head = selectors.newest_head()
    if head is None:
        raise Http404
    return HttpResponse(head.note, content_type="text/plain; charset=utf-8")


@require_safe
def how_to_check(request: HttpRequest) -> HttpResponse:
    """Say how anyone can check the log, with the commands."""
    context = {"key": log_key().verifier, "head": selectors.newest_head()}
    return render(request, "audit/how_to_check.html", context)
