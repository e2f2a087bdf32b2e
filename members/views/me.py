"""My own page: my entry in the register, and the ways I can sign in."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from members import passcodes, services
from members.requests import SignedInRequest
from members.seen import SHOWN, as_seen_by_others, looks_at, seats_of
from members.selectors import authenticator_of, offices_of, printed_codes_of
from members.services.passkeys import passkeys_of


@login_required
@never_cache
@require_safe
def me(request: SignedInRequest) -> HttpResponse:
    """Show members their own entry, where it is from and for which day it was right (s.24)."""
    seats, looks = seats_of(request.user), looks_at(request.user)
    return render(
        request,
        "members/me.html",
        {
            "member": request.user,
            "seats": seats,
            "readers": as_seen_by_others(request.user, seats),
            "looks": looks[:SHOWN],
            "more_looks": max(0, len(looks) - SHOWN),
            "offices": offices_of(request.user),
            "authenticator": authenticator_of(request.user),
            "passkeys": passkeys_of(request.user),
            "sheet": printed_codes_of(request.user),
        },
    )


@login_required
@never_cache
@require_POST
def printed_codes(request: SignedInRequest) -> HttpResponse:
    """Make a new sheet of codes and show it, this once."""
    codes = services.printed_codes_issue(member=request.user, actor=request.user)
    context = {"codes": [passcodes.spaced(code) for code in codes], "member": request.user}
    return render(request, "members/printed_codes.html", context)


@login_required
@require_POST
def printed_codes_cancel(request: SignedInRequest) -> HttpResponse:
    """Cancel the sheet of codes."""
    services.printed_codes_cancel(member=request.user)
    messages.success(request, _("None of the codes on your sheet opens anything now."))
    return redirect("members:me")
