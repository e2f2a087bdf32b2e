"""Officers' keys: the fingerprints that go into the minutes, and who compared them."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from audit.refusal import Refusal
from members import rules, services
from members.requests import SignedInRequest
from members.selectors import officer_keys_in_force, offices_by_member, offices_of


@login_required
@never_cache
@require_safe
def officer_keys(request: SignedInRequest) -> HttpResponse:
    """List the keys in force to the officers, who read their fingerprints out to each other."""
    _insist_on_an_office(request)
    keys = list(officer_keys_in_force())
    held = offices_by_member([key.member for key in keys])
    return render(
        request,
        "members/officer_keys.html",
        {
            "lines": [(key, held.get(key.member_id, [])) for key in keys],
            "may_confirm": rules.confirms_keys(request.user),
            "may_retire": rules.appoints_officers(request.user),
        },
    )


@login_required
@require_POST
def retire(request: SignedInRequest) -> HttpResponse:
    """End the key of an officer who has gone, or cannot do it."""
    _insist_on_an_office(request)
    fingerprint = request.POST.get("fingerprint", "")
    key = next((key for key in officer_keys_in_force() if key.fingerprint == fingerprint), None)
    if key is None:
        messages.error(request, _("That key is not in force any more."))
        return redirect("members:officer_keys")
    try:
        services.officer_key_retire(actor=request.user, member=key.member)
    except Refusal as refusal:
        messages.error(request, refusal.message)
    else:
        words = _("The key of %(name)s is retired. What it signed stays signed.")
        messages.success(request, words % {"name": key.member.name})
    return redirect("members:officer_keys")


@login_required
@require_POST
def confirm(request: SignedInRequest) -> HttpResponse:
    """Note that a fingerprint was compared with its owner."""
    _insist_on_an_office(request)
    try:
        key = services.officer_key_confirm(
            actor=request.user, fingerprint=request.POST.get("fingerprint", "")
        )
    except Refusal as refusal:
        messages.error(request, refusal.message)
    else:
        messages.success(
            request, _("You confirmed the key of %(name)s.") % {"name": key.member.name}
        )
    return redirect("members:officer_keys")


def _insist_on_an_office(request: SignedInRequest) -> None:
    """Turn members away before the log would keep each of their attempts for ever."""
    if not offices_of(request.user).exists():
        raise PermissionDenied(_("This page is for officers."))
