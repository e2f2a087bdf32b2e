"""Sheets of codes on paper: my own, and those that wait for the post."""

from collections.abc import Iterator
from contextlib import suppress
from http import HTTPStatus
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_variables
from django.views.decorators.http import require_http_methods, require_POST

from audit.refusal import Refusal
from members.enums import Channel, DispatchState
from members.models import Dispatch
from members.models.dispatches import PASSCODE
from members.printing import Sheet, sheets_pdf
from members.requests import SignedInRequest
from members.rules import may
from members.services.dispatching import dispatch_mark_posted
from members.services.sheets import MOST_AT_ONCE, sheets_make


@login_required
@never_cache
@sensitive_variables()
@require_POST
def own_sheet(request: SignedInRequest) -> HttpResponse:
    """Make my own sheet and give it as a PDF, this once; in large print if I ask for it."""
    number = request.user.membership_number
    large = frozenset({number} if "large" in request.POST else ())
    return _pdf(request, sheets_make(actor=request.user, members=[request.user], large=large))


@login_required
@never_cache
@sensitive_variables()
@require_http_methods(["GET", "HEAD", "POST"])
def sheets_to_post(request: SignedInRequest) -> HttpResponse:
    """List whose passcodes go by post; print their sheets; enter that they have been posted."""
    if not may(request.user, "printed_codes.issue"):
        raise PermissionDenied(_("Sheets are printed by the returning officer's people."))
    chosen = list(_waiting().filter(pk__in=_marked(request)))
    if request.method == "POST" and not chosen:
        return _page(request, fault=_("Choose at least one person."))
    try:
        if request.POST.get("act") == "posted":
            return _posted(request, chosen)
        if request.method == "POST":
            people = {each.member_id: each.member for each in chosen}.values()
            large = frozenset(request.POST.getlist("large"))
            sheets = sheets_make(actor=request.user, members=people, large=large)
            return _pdf(request, sheets)
    except Refusal as refusal:
        return _page(request, fault=refusal.message)
    return _page(request)


def _marked(request: SignedInRequest) -> Iterator[UUID]:
    for text in request.POST.getlist("sheet"):
        with suppress(ValueError):
            yield UUID(text)


def _posted(request: SignedInRequest, chosen: list[Dispatch]) -> HttpResponse:
    for dispatch in chosen:
        dispatch_mark_posted(actor=request.user, dispatch=dispatch)
    words = ngettext(
        "%(number)s sheet is entered as posted today.",
        "%(number)s sheets are entered as posted today.",
        len(chosen),
    )
    messages.success(request, words % {"number": len(chosen)})
    return redirect("members:sheets_to_post")


def _page(request: SignedInRequest, *, fault: str = "") -> HttpResponse:
    waiting = _waiting()
    context = {
        "waiting": waiting[:MOST_AT_ONCE],
        "count": waiting.count(),
        "most": MOST_AT_ONCE,
        "fault": fault,
    }
    status = HTTPStatus.CONFLICT if fault else HTTPStatus.OK
    return render(request, "members/sheets_to_post.html", context, status=status)


def _waiting() -> QuerySet[Dispatch]:
    waiting = Dispatch.objects.filter(
        channel=Channel.POST, state=DispatchState.WAITING, what=PASSCODE
    )
    return waiting.select_related("member__branch", "posting").order_by("made_at", "member__name")


@sensitive_variables()
def _pdf(request: HttpRequest, sheets: list[Sheet]) -> HttpResponse:
    """Hand the PDF over. It is written to no disk of ours, and no browser may keep it for us."""
    sign_in = request.build_absolute_uri(reverse("members:sign_in"))
    response = HttpResponse(sheets_pdf(sheets, sign_in=sign_in), content_type="application/pdf")
    response["Content-Disposition"] = 'attachment; filename="sheet.pdf"'
    return response
