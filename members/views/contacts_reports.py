"""What is to be looked at before a vote: addresses, the freeze, and employers' domains."""

from http import HTTPStatus
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from audit.refusal import Refusal
from members.contacts import freeze_report
from members.contacts import reports as contact_reports
from members.contacts.forms import DomainsForm
from members.models import ContactFreeze, EmployerDomain
from members.requests import SignedInRequest
from members.services import employer_domains
from members.views.contact_officers import MOST_LISTED, for_officers, seen


@require_safe
@for_officers("contacts.report")
def reports(request: SignedInRequest) -> HttpResponse:
    """Show shared, clustered, dead and missing addresses."""
    seen(request, "reports on addresses")
    since = timezone.now() - contact_reports.WINDOW
    context = {
        "sizes": contact_reports.shared_by_size(),
        "above": contact_reports.SHARED_ABOVE,
        "groups": contact_reports.shared_above(),
        "clusters": contact_reports.clusters(since),
        "since": since,
        "at_work": _listed(contact_reports.members_with(failure="work-address")),
        "came_back": _listed(contact_reports.members_undeliverable()),
        "no_way": _listed(contact_reports.members_without_a_way()),
    }
    return render(request, "members/contact_reports.html", context)


@require_safe
@for_officers("contacts.report")
def reports_csv(request: SignedInRequest) -> HttpResponse:
    """Give the names behind the reports, to take away."""
    seen(request, "reports on addresses", is_copy=True)
    return _csv(contact_reports.names_table().to_csv(), "addresses-to-look-at.csv")


@require_safe
@for_officers("contacts.report")
def frozen(request: SignedInRequest) -> HttpResponse:
    """Show the freeze report."""
    seen(request, "the freeze report")
    found = freeze_report.changes_in_freezes()
    context = {
        "lines": freeze_report.with_names(found[:MOST_LISTED]),
        "count": found.count(),
        "freezes": ContactFreeze.objects.select_related("body")[:20],
    }
    return render(request, "members/freeze_report.html", context)


@require_safe
@for_officers("contacts.report")
def frozen_csv(request: SignedInRequest) -> HttpResponse:
    """Give the freeze report to take away: with names, and no address."""
    seen(request, "the freeze report", is_copy=True)
    zone = timezone.get_current_timezone()
    return _csv(freeze_report.table(named=True).to_csv(zone), "freeze-report.csv")


@require_http_methods(["GET", "HEAD", "POST"])
@for_officers("employer_domain.add")
def domains(request: SignedInRequest) -> HttpResponse:
    """Keep the list of employers' mail domains."""
    form = DomainsForm(request.POST if "add" in request.POST else None)
    refusal = None
    try:
        if "remove" in request.POST:
            gone = request.POST["remove"]
            employer_domains.employer_domain_remove(actor=request.user, domain=gone)
            messages.success(request, _("Taken off. Addresses there are being opened again."))
            return redirect("members:employer_domains")
        if form.is_valid():
            text = form.cleaned_data["text"]
            new = employer_domains.employer_domains_add(actor=request.user, text=text)
            told = _("Entered: %(count)s. Addresses there are being marked.") % {"count": len(new)}
            messages.success(request, told)
            return redirect("members:employer_domains")
    except Refusal as refused:
        refusal = refused
    status = HTTPStatus.CONFLICT if refusal else HTTPStatus.OK
    context = {"form": form, "refusal": refusal, "domains": EmployerDomain.objects.all()}
    return render(request, "members/employer_domains.html", context, status=status)


def _listed(found: Any) -> dict[str, Any]:
    return {"count": found.count(), "people": found[:MOST_LISTED]}


def _csv(data: bytes, name: str) -> HttpResponse:
    return HttpResponse(
        data,
        content_type="text/csv; charset=utf-8",
        headers={"Content-Disposition": f'attachment; filename="{name}"'},
    )
