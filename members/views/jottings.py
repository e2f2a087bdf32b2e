"""Keeping what somebody types, and letting go of it."""

from http import HTTPStatus
from typing import TYPE_CHECKING, cast
from urllib.parse import urlsplit

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from audit.refusal import Refusal
from members.jottings import jotting_clear, jotting_save

if TYPE_CHECKING:
    from members.models import Member


@require_POST
def jotting(request: HttpRequest) -> HttpResponse:
    """Keep the fields of a form for its writer: for a script in JSON, else back to the page."""
    by_script = request.headers.get("X-Jotting") == "1"
    if not request.user.is_authenticated and by_script:
        return JsonResponse({"words": _("You are signed out.")}, status=HTTPStatus.UNAUTHORIZED)
    return _keep(request, by_script=by_script)


@login_required
def _keep(request: HttpRequest, *, by_script: bool) -> HttpResponse:
    member, key = cast("Member", request.user), request.POST.get("jotting", "")
    try:
        if request.POST.get("jotting-act") == "forget":
            jotting_clear(member, key)
            words = _("What you had typed is thrown away.")
            at = timezone.now()
        else:
            fields = {name: [str(v) for v in values] for name, values in request.POST.lists()}
            at = jotting_save(member, key, fields)
            words = _("Saved. It is here for you for 90 days, on any device. Nothing was sent.")
    except Refusal as refusal:
        if by_script:
            return JsonResponse({"words": refusal.message}, status=HTTPStatus.CONFLICT)
        messages.error(request, refusal.message)
    else:
        if by_script:
            return JsonResponse({"saved_at": at.isoformat()})
        messages.success(request, words)
    return redirect(_back(request))


def _back(request: HttpRequest) -> str:
    """Give the page with the form, which says itself where it is; never another site's."""
    back = request.POST.get("jotting-back", "")
    own = url_has_allowed_host_and_scheme(back, allowed_hosts=None) and not urlsplit(back).netloc
    return back if own else "/me/"
