"""The desk of those who organise briefings."""

from http import HTTPStatus

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from audit.refusal import Refusal
from conferences.briefings.consents import LABELS
from conferences.briefings.days_picture import days_picture
from conferences.briefings.figures import consents_counted, figures_of, registered_by_day
from conferences.briefings.forms import (
    AttendanceFileForm,
    BriefingForm,
    ExportForm,
    NewBriefingForm,
)
from conferences.briefings.organising import briefing_cancel, briefing_change, briefing_create
from conferences.briefings.rules import bodies_organised, organising_office
from conferences.models import Briefing
from members.requests import SignedInRequest

MOST_SHOWN = 200
UNREADABLE = HTTPStatus.UNPROCESSABLE_ENTITY


def organised(request: SignedInRequest, slug: str) -> Briefing:
    """Find a briefing for whoever organises it; turn everybody else away."""
    found = Briefing.objects.select_related("body", "conference").filter(slug=slug).first()
    if found is None:
        raise Http404(_("There is no such briefing."))
    if organising_office(request.user, found.body) is None:
        raise PermissionDenied(_("This page is for those who organise this briefing."))
    return found


@login_required
@require_safe
def desk(request: SignedInRequest) -> HttpResponse:
    """List the briefings that a member organises, the latest first."""
    bodies = bodies_organised(request.user)
    if not bodies.exists():
        raise PermissionDenied(_("This page is for those who organise briefings."))
    found = Briefing.objects.filter(body__in=bodies).select_related("body")
    context = {"briefings": found.order_by("-starts_at")[:MOST_SHOWN]}
    return render(request, "briefings/desk.html", context)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def new(request: SignedInRequest) -> HttpResponse:
    """Announce a briefing."""
    bodies = bodies_organised(request.user)
    if not bodies.exists():
        raise PermissionDenied(_("This page is for those who organise briefings."))
    form = NewBriefingForm(
        request.POST or None, bodies=bodies, initial={"open_to": "guests", "opens_minutes": 15}
    )
    refusal, status = None, HTTPStatus.OK
    if request.method == "POST" and form.is_valid():
        try:
            made = briefing_create(actor=request.user, **form.cleaned_data)
        except Refusal as no:
            refusal, status = no, HTTPStatus.CONFLICT
        else:
            messages.success(request, _("Announced. People can register now."))
            return redirect("briefings:briefing_desk", made.slug)
    elif request.method == "POST":
        status = UNREADABLE
    return render(
        request, "briefings/change.html", {"form": form, "refusal": refusal}, status=status
    )


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def change(request: SignedInRequest, slug: str) -> HttpResponse:
    """Change a briefing."""
    found = organised(request, slug)
    form = BriefingForm(request.POST or None, instance=found)
    refusal, status = None, HTTPStatus.OK
    if request.method == "POST" and form.is_valid():
        try:
            briefing_change(actor=request.user, briefing=found, **form.cleaned_data)
        except Refusal as no:
            refusal, status = no, HTTPStatus.CONFLICT
        else:
            messages.success(request, _("Changed. Where a time or the title did, we say so."))
            return redirect("briefings:briefing_desk", slug)
    elif request.method == "POST":
        status = UNREADABLE
    context = {"form": form, "refusal": refusal, "briefing": organised(request, slug)}
    return render(request, "briefings/change.html", context, status=status)


@login_required
@never_cache
@require_safe
def briefing_desk(request: SignedInRequest, slug: str) -> HttpResponse:
    """Show what a briefing comes to: places by day, who watched, who consented to what."""
    return desk_page(request, organised(request, slug))


@login_required
@require_POST
def cancel(request: SignedInRequest, slug: str) -> HttpResponse:
    """Call a briefing off."""
    found = organised(request, slug)
    try:
        briefing_cancel(actor=request.user, briefing=found)
    except Refusal as no:
        messages.error(request, no.message)
    else:
        messages.success(request, _("Cancelled. Everyone who registered is written to."))
    return redirect("briefings:briefing_desk", slug)


def desk_page(
    request: SignedInRequest,
    found: Briefing,
    *,
    export: ExportForm | None = None,
    attendance: AttendanceFileForm | None = None,
    refusal: Refusal | None = None,
    status: int = HTTPStatus.OK,
) -> HttpResponse:
    """Show the desk of one briefing, with a form that has something wrong in it, if one has."""
    counted = consents_counted(found)
    context = {
        "briefing": found,
        "figures": figures_of(found),
        "picture": days_picture(registered_by_day(found)),
        "consents": [(LABELS[purpose], count) for purpose, count in counted.items()],
        "export": export or ExportForm(),
        "attendance": attendance or AttendanceFileForm(),
        "form": next((each for each in (export, attendance) if each and each.errors), None),
        "refusal": refusal,
    }
    return render(request, "briefings/briefing_desk.html", context, status=status)
