"""Who holds which office: the list, a new appointment, the end of one."""

from http import HTTPStatus
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from audit.refusal import Refusal
from members import rules, services
from members.appointing import ON_A_PAGE, Term, appointments, counts
from members.models import Appointment
from members.office_forms import AppointForm, EndForm
from members.requests import SignedInRequest
from members.services.records import member_numbered

TERMS = {
    Term.NOW: gettext_lazy("In office"),
    Term.ENDING: gettext_lazy("Ends within 30 days"),
    Term.AHEAD: gettext_lazy("Begins later"),
    Term.OVER: gettext_lazy("Over"),
}


@login_required
@never_cache
@require_safe
def officers(request: SignedInRequest) -> HttpResponse:
    """List who is in office to every member; who was, and who will be, to those who appoint."""
    may_appoint = rules.may(request.user, "appointment.make")
    asked = request.GET.get("term", "")
    term = Term(asked) if may_appoint and asked in set(Term) else Term.NOW
    words = request.GET.get("words", "").strip()[:60]
    page = Paginator(appointments(term, words), ON_A_PAGE).get_page(request.GET.get("page"))
    found = counts() if may_appoint else None
    return render(
        request,
        "members/officers.html",
        {
            "page": page,
            "term": term,
            "words": words,
            "may_appoint": may_appoint,
            "terms": [(each, TERMS[each], getattr(found, each.value)) for each in TERMS]
            if found
            else [],
        },
    )


@login_required
@never_cache
@require_http_methods(["GET", "POST"])
def appoint(request: SignedInRequest) -> HttpResponse:
    """Appoint a member. What is refused is explained, and what was typed stays."""
    _insist_may_appoint(request)
    form, refusal, status = AppointForm(request.POST or None), None, HTTPStatus.OK
    if form.is_valid():
        given = form.cleaned_data
        try:
            made = services.appointment_make(
                actor=request.user,
                member=member_numbered(given["membership_number"]),
                office=given["office"],
                body=given["body"],
                starts_on=given["starts_on"],
                ends_on=given["ends_on"],
                independence=given["independence"],
            )
        except Refusal as no:
            refusal, status = no, HTTPStatus.CONFLICT
        else:
            said = _("%(name)s is %(office)s. They have to sign in again.")
            messages.success(request, said % {"name": made.member.name, "office": made})
            return redirect("members:officers")
    elif form.is_bound:
        status = HTTPStatus.UNPROCESSABLE_ENTITY
    context = {"form": form, "refusal": refusal}
    return render(request, "members/appoint.html", context, status=status)


@login_required
@never_cache
@require_http_methods(["GET", "POST"])
def end(request: SignedInRequest, pk: UUID) -> HttpResponse:
    """End an appointment, after a look at whose it is."""
    _insist_may_appoint(request)
    found = get_object_or_404(Appointment.objects.select_related("member", "body"), pk=pk)
    form = EndForm(request.POST if request.method == "POST" else None)
    refusal, status = None, HTTPStatus.OK
    if form.is_valid():
        try:
            ended = services.appointment_end(
                actor=request.user, appointment=found, ends_on=form.cleaned_data["ends_on"]
            )
        except Refusal as no:
            refusal, status = no, HTTPStatus.CONFLICT
        else:
            said = _("The appointment of %(name)s ends on %(day)s.")
            day = ended.ends_on.strftime("%-d %B %Y") if ended.ends_on else ""
            messages.success(request, said % {"name": found.member.name, "day": day})
            return redirect("members:officers")
    elif form.is_bound:
        status = HTTPStatus.UNPROCESSABLE_ENTITY
    context = {"appointment": found, "form": form, "refusal": refusal}
    return render(request, "members/appointment_end.html", context, status=status)


def _insist_may_appoint(request: SignedInRequest) -> None:
    """Turn others away before the log would keep each of their attempts for ever."""
    if not rules.may(request.user, "appointment.make"):
        raise PermissionDenied(_("The general secretary and the clerk enter appointments."))
