"""Leavers: enter that somebody has left, or let them back in."""

from http import HTTPStatus

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from audit.refusal import Refusal
from audit.services.access import access_record
from members import rules, services
from members.enums import Office
from members.leaving import effects_of_leaving
from members.models import Member
from members.office_forms import LeaverForm, ReasonForm
from members.requests import SignedInRequest
from members.services.records import member_numbered

ON_A_PAGE = 50


@login_required
@never_cache
@require_http_methods(["GET", "POST"])
def leavers(request: SignedInRequest) -> HttpResponse:
    """Find somebody by number, show what leaving means for them, and enter it with a reason."""
    if not rules.may(request.user, "member.suspend"):
        raise PermissionDenied(_("The membership officer enters who has left."))
    given = request.POST if request.method == "POST" else request.GET
    find = LeaverForm(given if "membership_number" in given else None)
    why = ReasonForm(request.POST or None)
    found, refusal, status = None, None, HTTPStatus.OK
    if find.is_valid():
        try:
            found = member_numbered(find.cleaned_data["membership_number"])
            _looked(request.user, found)
            if request.method == "POST" and why.is_valid():
                return _entered(request, found, why.cleaned_data["reason"])
        except Refusal as no:
            refusal, status = no, HTTPStatus.CONFLICT
    if why.is_bound and why.errors and found:
        status = HTTPStatus.UNPROCESSABLE_ENTITY
    gone = Member.objects.filter(is_active=False, erased_at=None).select_related("branch")
    page = Paginator(gone.order_by("name", "pk"), ON_A_PAGE).get_page(request.GET.get("page"))
    context = {
        "find": find,
        "why": why,
        "found": found,
        "effects": list(effects_of_leaving(found)) if found and found.is_active else [],
        "page": page,
        "refusal": refusal,
    }
    return render(request, "members/leavers.html", context, status=status)


def _entered(request: SignedInRequest, member: Member, reason: str) -> HttpResponse:
    if request.POST.get("act") == "reinstate":
        services.member_reinstate(actor=request.user, member=member, reason=reason)
        said = _("%(name)s can sign in again.")
    else:
        services.member_suspend(actor=request.user, member=member, reason=reason)
        said = _("%(name)s is entered as having left. You can let them back in below.")
    messages.success(request, said % {"name": member.name})
    return redirect("members:leavers")


def _looked(officer: Member, member: Member) -> None:
    access_record(
        actor=officer,
        office=Office.MEMBERSHIP_OFFICER,
        what="entry of a member",
        subject=member,
    )
