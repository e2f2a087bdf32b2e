"""Checking a receipt or an entry in the reader's own browser, which need not trust this server."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from audit.browsing.check_page import alone, alone_sum
from audit.formats.attestation import written_key
from audit.keys import receipt_verifiers
from audit.publishing.witnessed import current_trust


@require_safe
def check(request: HttpRequest) -> HttpResponse:
    """Show the page that checks; it asks nothing of us but, if the reader likes, our keys."""
    context = {
        "alone_sum": alone_sum(),
        "evidence": reverse("audit:log") + "proofs/",
        "trust": current_trust().to_bytes().decode(),
        "receipts": "\n".join(map(written_key, receipt_verifiers())),
    }
    return render(request, "audit/check.html", context)


@require_safe
def check_alone(_request: HttpRequest) -> HttpResponse:
    """Give the same page as one file, to be kept and opened without us."""
    headers = {"Content-Disposition": 'attachment; filename="tellers-check.html"'}
    return HttpResponse(alone(), content_type="text/html; charset=utf-8", headers=headers)
