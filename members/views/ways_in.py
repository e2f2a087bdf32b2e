"""Setting up and taking away the ways to sign in that need no address: an app, and passkeys."""

from base64 import b32encode

import qrcode
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST, require_safe
from qrcode.image.svg import SvgPathImage

from audit.refusal import Refusal
from members import services
from members.enums import Channel
from members.forms import PasscodeForm
from members.middleware import OWES
from members.requests import SignedInRequest
from members.services.passkeys import (
    LONGEST_NAME,
    passkey_begin,
    passkey_enrol,
    passkey_remove,
    passkeys_of,
)
from members.views.json_body import read_json

BEGUN = "passkey_begun"


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
            _set_up(request, "authenticator")
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
    try:
        services.authenticator_remove(member=request.user)
    except Refusal as refusal:
        messages.error(request, refusal.message)
    else:
        messages.success(request, _("Your authenticator app no longer signs you in."))
    return redirect("members:me")


@login_required
@never_cache
@require_safe
def passkeys(request: SignedInRequest) -> HttpResponse:
    """List the member's passkeys, and offer to make one here."""
    context = {"passkeys": passkeys_of(request.user), "longest_name": LONGEST_NAME}
    return render(request, "members/passkeys.html", context)


@login_required
@never_cache
@require_POST
def begin(request: SignedInRequest) -> HttpResponse:
    """Give the browser what it needs to make a passkey."""
    try:
        asked, request.session[BEGUN] = passkey_begin(member=request.user, request=request)
    except Refusal as refusal:
        return JsonResponse({"message": refusal.message}, status=400)
    return JsonResponse(asked)


@login_required
@never_cache
@require_POST
def enrol(request: SignedInRequest) -> HttpResponse:
    """Take the passkey that the browser made."""
    sent = read_json(request)
    try:
        passkey_enrol(
            member=request.user,
            request=request,
            question=request.session.pop(BEGUN, None),
            answer=sent,
            name=str(sent.get("name", "")),
        )
    except Refusal as refusal:
        return JsonResponse({"message": refusal.message}, status=400)
    _set_up(request, "passkey")
    messages.success(request, _("Your passkey is ready."))
    return JsonResponse({"next": request.build_absolute_uri("/me/passkeys/")})


@login_required
@require_POST
def remove(request: SignedInRequest, pk: int) -> HttpResponse:
    """Forget a passkey."""
    try:
        passkey_remove(member=request.user, pk=pk)
    except Refusal as refusal:
        messages.error(request, refusal.message)
    else:
        messages.success(request, _("That passkey opens nothing any more."))
    return redirect("members:passkeys")


def _set_up(request: SignedInRequest, by: str) -> None:
    """Open the rest of the site to an officer who has just set up their second proof."""
    if first := request.session.pop(OWES, None):
        services.officer_note(member=request.user, channel=Channel(first), second=by)


def _qr(address: str) -> SafeString:
    """Draw a QR code as an SVG to put straight into the page: no file, no outside service."""
    image = qrcode.make(address, image_factory=SvgPathImage, border=2)
    return mark_safe(image.to_string(encoding="unicode"))  # noqa: S308 - drawn here, holds no text
