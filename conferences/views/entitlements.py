"""The calculator: what each branch may send by a scale that is set, or by one that is tried."""

from http import HTTPStatus
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from audit.pack.tables import Table
from audit.refusal import Refusal
from conferences.delegates.branch_figures import branch_figures, entitlement_of
from conferences.delegates.delegations import branch_lines
from conferences.delegates.forms import EntitlementForm, initial_terms
from conferences.delegates.scale_picture import scale_picture
from conferences.services import entitlement_set, entitlements_fix
from conferences.views.frame import Frame, frame, signed_in
from members.permissions import MAY

HERE = "conferences:delegates"


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def entitlements(request: HttpRequest, code: str) -> HttpResponse:
    """Show the scale, its steps, and each branch on it; try other numbers before they are set."""
    page = frame(request, code, HERE)
    terms = entitlement_of(page.conference)
    trying = "preset" in request.GET
    typed = request.POST if request.method == "POST" else request.GET if trying else None
    act = request.POST.get("act", "")
    form = EntitlementForm(None if act == "fix" else typed, initial=initial_terms(terms))
    refusal, status = None, HTTPStatus.OK
    if act == "fix" or (act == "set" and form.is_valid()):
        try:
            if act == "fix":
                entitlements_fix(conference=page.conference, actor=signed_in(request))
            else:
                entitlement_set(
                    conference=page.conference, actor=signed_in(request), **form.facts()
                )
        except Refusal as no:
            refusal, status = no, HTTPStatus.CONFLICT
        else:
            messages.success(request, _("Fixed.") if act == "fix" else _("Set, and in the log."))
            return redirect("conferences:entitlements", code)
    elif form.is_bound and not form.is_valid():
        status = HTTPStatus.UNPROCESSABLE_ENTITY
    tried = form.is_bound and form.is_valid()
    context = page.context(
        refusal=refusal,
        form=form,
        terms=terms,
        tried=tried,
        tried_values=[pair for pair in request.GET.items() if pair[0] in form.fields],
        may_set=bool(page.offices & MAY["entitlement.set"]),
        may_fix=bool(page.offices & MAY["entitlements.fix"]) and not terms.fixed_at and not tried,
        **_figures(page, form if tried else None),
    )
    return render(request, "conferences/entitlements.html", context, status=status)


@require_safe
@login_required
def entitlements_csv(request: HttpRequest, code: str) -> HttpResponse:
    """Give the calculator's table for a spreadsheet."""
    page = frame(request, code, HERE)
    shown = _figures(page, None)
    table = Table(
        ("branch", "name", "members", "delegates", "registered", "card", "source", "as_at"),
        [
            (
                one.branch.code,
                one.branch.name,
                one.members,
                one.delegates,
                registered,
                one.members,
                one.source,
                one.as_at,
            )
            for one, registered in shown["lines"]
        ],
    )
    name = f"{page.conference.code}-entitlements.csv".lower()
    return HttpResponse(
        table.to_csv(),
        content_type="text/csv; charset=utf-8",
        headers={"Content-Disposition": f'attachment; filename="{name}"'},
    )


def _figures(page: Frame, tried: EntitlementForm | None) -> dict[str, Any]:
    terms = entitlement_of(page.conference)
    scale = tried.cleaned_data["scale"] if tried else terms.rule
    day = tried.cleaned_data["qualifying_on"] if tried else terms.qualifying_on
    figures = branch_figures(page.conference, scale, day)
    counted = [one for one in figures if one.members]
    registered = {line.branch.pk: line.registered for line in branch_lines(page.conference)}
    return {
        "scale": scale,
        "day": day,
        "lines": [(one, registered.get(one.branch.pk, 0)) for one in counted],
        "empty_branches": len(figures) - len(counted),
        "members": sum(one.members for one in counted),
        "delegates": sum(one.delegates for one in counted),
        "picture": scale_picture(scale, [(one.branch.name, one.members) for one in counted]),
    }
