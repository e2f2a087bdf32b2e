"""My own page: my entry in the register, and the ways I can sign in."""

from base64 import b32encode

import qrcode
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST, require_safe
from qrcode.image.svg import SvgPathImage

from audit.refusal import Refusal
from members import passcodes, rules, services
from members.enums import Channel
from members.forms import PasscodeForm
from members.requests import SignedInRequest
from members.selectors import authenticator_of, offices_of, printed_codes_of


@login_required
@never_cache
@require_safe
def me(request: SignedInRequest) -> HttpResponse:
    """Show members their own entry, where it is from and for which day it was right (s.24)."""
    return render(
        request,
        "members/me.html",
        {
            "member": request.user,
            "offices": offices_of(request.user),
            "authenticator": authenticator_of(request.user),
            "sheet": printed_codes_of(request.user),
            "seeing_records": rules.SEEING_RECORDS,
        },
    )


@login_required
@never_cache
@sensitive_post_parameters("passcode")
@require_http_methods(["GET", "POST"])
def authenticator(request: SignedInRequest) -> HttpResponse:
    """Enrol an authenticator app: scan, then prove that it works."""
    form = PasscodeForm(request.POST or None, channel=Channel.AUTHENTICATOR)
    if form.is_valid():
        try:
            services.authenticator_confirm(
                member=request.user, passcode=form.cleaned_data["passcode"]
            )
        except Refusal as refusal:
            form.add_error("passcode", refusal.message)
        else:
            messages.success(request, _("Your authenticator app is ready to sign in with."))
            return redirect("members:me")
    device = services.authenticator_begin(member=request.user)
    key = b32encode(device.bin_key).decode()
    return render(
        request,
        "members/authenticator.html",
        {
            "form": form,
            "qr": _qr(device.config_url),
            "address": device.config_url,
            "key": " ".join(key[start : start + 4] for start in range(0, len(key), 4)),
        },
    )


@login_required
@require_POST
def authenticator_remove(request: SignedInRequest) -> HttpResponse:
    """Forget the authenticator app."""
    services.authenticator_remove(member=request.user)
    messages.success(request, _("Your authenticator app no longer signs you in."))
    return redirect("members:me")


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


def _qr(address: str) -> SafeString:
    """Draw a QR code as an SVG to put straight into the page: no file, no outside service."""
    image = qrcode.make(address, image_factory=SvgPathImage, border=2)
    return mark_safe(image.to_string(encoding="unicode"))  # noqa: S308 - drawn here, holds no text
