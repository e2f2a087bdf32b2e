"""The signed heads: how far the log is signed, who witnessed it, and how to check it."""

from django.conf import settings
from django.core.paginator import Paginator
from django.db.models import Count, Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from audit import selectors
from audit.browsing.qr import qr_svg
from audit.formats.attestation import written_key
from audit.keys import log_verifiers, receipt_key
from audit.models import Head
from audit.publishing.witnessed import (
    current_trust,
    last_witnessed,
    newest_witnessed_head,
    witnesses_at_work,
)

HEADS_ON_A_PAGE = 50


@require_safe
def heads(request: HttpRequest) -> HttpResponse:
    """List every head ever signed, the newest first, with how many witnesses signed it."""
    at_work = Count("cosignatures", filter=Q(cosignatures__witness__retired_at=None))
    listed = Head.objects.annotate(signed_by=at_work).order_by("-size").defer("frontier")
    page = Paginator(listed, HEADS_ON_A_PAGE).get_page(request.GET.get("page"))
    return render(request, "audit/heads.html", {"page": page, **standing()})


@require_safe
def how_to_check(request: HttpRequest) -> HttpResponse:
    """Say how anyone can check the log, with the commands."""
    keys = [str(key) for key in reversed(log_verifiers())]
    context = {
        "keys": keys,
        "key_qr": qr_svg(keys[0]),
        "receipt_key": written_key(receipt_key().verifier),
        "address": request.build_absolute_uri(reverse("audit:log")),
        "source_url": settings.SOURCE_URL,
        **standing(),
    }
    return render(request, "audit/how_to_check.html", context)


def standing() -> dict[str, object]:
    """Say how far the log is signed and witnessed, and how far that lags behind."""
    head, witnessed = selectors.newest_head(), newest_witnessed_head()
    trust = current_trust()
    return {
        "head": head,
        "waiting": selectors.unplaced_count(),
        "witnesses": witnesses_at_work(),
        "k": trust.k,
        "n": len(trust.witnesses),
        "unwitnessed": head.size - (witnessed.size if witnessed else 0) if head and trust.k else 0,
        "last_witnessed": last_witnessed(),
    }
