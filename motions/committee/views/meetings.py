"""The committee's meetings: when it met, who was there, what was ruled."""

from http import HTTPStatus
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.db.models import Count
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from audit.refusal import Refusal
from conferences.views.frame import frame, signed_in
from motions.committee.forms import MeetingForm
from motions.committee.meetings import meeting_change, meeting_enter
from motions.committee.views.desk import HERE, RULES
from motions.committee.views.papers import committee_of


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def meetings(request: HttpRequest, code: str) -> HttpResponse:
    """List the meetings, and enter another."""
    page = frame(request, code, HERE)
    page.require(RULES)
    committee = committee_of(page)
    now = timezone.localtime().replace(second=0, microsecond=0)
    form = MeetingForm(request.POST or None, committee=committee, initial={"held_at": now})
    refusal = None
    if request.method == "POST" and form.is_valid():
        try:
            made = meeting_enter(
                conference=page.conference, actor=signed_in(request), **form.cleaned_data
            )
        except Refusal as no:
            refusal = no
        else:
            messages.success(request, _("%(meeting)s is entered.") % {"meeting": made})
            return redirect("motions:committee_meetings", code)
    context = page.context(
        form=form,
        refusal=refusal,
        meetings=page.conference.soc_meetings.select_related("chair")
        .prefetch_related("present")
        .annotate(ruled=Count("rulings"))
        .order_by("-number"),
    )
    return render(
        request, "motions/committee/meetings.html", context, status=_status(form, refusal)
    )


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def meeting(request: HttpRequest, code: str, number: int) -> HttpResponse:
    """Show one meeting with what was ruled there, and put its entry right."""
    page = frame(request, code, HERE)
    page.require(RULES)
    found = get_object_or_404(page.conference.soc_meetings, number=number)
    form = MeetingForm(
        request.POST or None,
        committee=committee_of(page),
        initial={
            "held_at": timezone.localtime(found.held_at),
            "present": found.present.all(),
            "chair": found.chair_id,
            "agenda": found.agenda,
            "kind": found.kind,
        },
    )
    del form.fields["kind"]
    refusal = None
    if request.method == "POST" and form.is_valid():
        try:
            meeting_change(meeting=found, actor=signed_in(request), **form.cleaned_data)
        except Refusal as no:
            refusal = no
        else:
            messages.success(request, _("Entered."))
            return redirect("motions:committee_meeting", code, number)
    context = page.context(
        meeting=found,
        form=form,
        refusal=refusal,
        rulings=found.rulings.select_related("motion", "amendment").prefetch_related("stood_aside"),
    )
    return render(request, "motions/committee/meeting.html", context, status=_status(form, refusal))


def _status(form: Any, refusal: Refusal | None) -> HTTPStatus:
    if refusal:
        return HTTPStatus.CONFLICT
    return HTTPStatus.UNPROCESSABLE_ENTITY if form.errors else HTTPStatus.OK
