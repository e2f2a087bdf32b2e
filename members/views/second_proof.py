"""An officer's second proof: given at sign-in, or set up before anything else is open."""

import time
from dataclasses import dataclass
from typing import Any, Final

from django.contrib import auth
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from audit.refusal import Refusal
from members import services
from members.backends import PasscodeBackend
from members.enums import Channel
from members.forms import PasscodeForm
from members.models import Member
from members.requests import SignedInRequest
from members.services.passkeys import passkey_ask, passkey_verify
from members.views.browsers import remembered
from members.views.json_body import read_json

SECOND: Final = "second_proof"
ASKED: Final = "passkey_asked"
LASTS_SECONDS: Final = 10 * 60


@dataclass(frozen=True)
class HalfWay:
    """An officer whose first proof was right: who, by what, until when, and where to next."""

    member: str
    epoch: int
    first: str
    next: str
    browser: str
    until: int

    @classmethod
    def of(cls, member: Member, first: str, onward: str, browser: str) -> "HalfWay":
        """Begin the second half."""
        until = int(time.time()) + LASTS_SECONDS
        return cls(str(member.pk), _epoch(member), first, onward, browser, until)

    def who(self) -> Member | None:
        """Find the officer, unless it took too long or their sessions were ended meanwhile."""
        member = PasscodeBackend().get_user(self.member)
        stands = member is not None and _epoch(member) == self.epoch and time.time() < self.until
        return member if stands else None


@never_cache
@sensitive_post_parameters("passcode")
@require_http_methods(["GET", "POST"])
def second_proof(request: HttpRequest) -> HttpResponse:
    """Ask an officer for the code of their app, or for a passkey."""
    half, member = _half_way(request)
    if half is None or member is None:
        return redirect("members:sign_in")
    has_app, has_passkey = services.second_proofs_of(member)
    form = PasscodeForm(request.POST or None, channel=Channel.AUTHENTICATOR)
    if form.is_valid():
        try:
            services.second_proof_give(
                member=member,
                first=Channel(half.first),
                passcode=form.cleaned_data["passcode"],
                browser=half.browser,
            )
        except Refusal as refusal:
            form.add_error("passcode", refusal.message)
        else:
            _let_in(request, member, half, "authenticator")
            return remembered(HttpResponseRedirect(half.next), half.browser)
    context = {
        "form": form,
        "has_app": has_app and half.first != Channel.AUTHENTICATOR,
        "has_passkey": has_passkey,
    }
    return render(request, "members/second_proof.html", context)


@never_cache
@require_POST
def passkey_asked(request: HttpRequest) -> HttpResponse:
    """Give the browser the question that a passkey answers."""
    _half, member = _half_way(request)
    if member is None:
        return _refused("Sign in again from the beginning.")
    asked, request.session[ASKED] = passkey_ask(member=member, request=request)
    return JsonResponse(asked)


@never_cache
@require_POST
def passkey_answered(request: HttpRequest) -> HttpResponse:
    """Take a passkey's answer as the second proof."""
    half, member = _half_way(request)
    if half is None or member is None:
        return _refused("Sign in again from the beginning.")
    try:
        passkey_verify(
            member=member,
            request=request,
            question=request.session.pop(ASKED, None),
            answer=read_json(request),
        )
    except Refusal as refusal:
        return _refused(refusal.message)
    _let_in(request, member, half, "passkey")
    return remembered(JsonResponse({"next": half.next}), half.browser)


@login_required
@never_cache
@require_safe
def second_set_up(request: SignedInRequest) -> HttpResponse:
    """Say to an officer that a second proof has to be set up, and by what."""
    return render(request, "members/second_set_up.html", {"member": request.user})


def _let_in(request: HttpRequest, member: Member, half: HalfWay, second: str) -> None:
    del request.session[SECOND]
    auth.login(request, member, backend="members.backends.PasscodeBackend")
    services.officer_note(member=member, channel=Channel(half.first), second=second)
    services.browser_remember(member=member, browser=half.browser)


def _half_way(request: HttpRequest) -> tuple[HalfWay | None, Member | None]:
    kept: dict[str, Any] | None = request.session.get(SECOND)
    half = HalfWay(**kept) if kept else None
    return half, half.who() if half else None


def _epoch(member: Member) -> int:
    return member.sessions.epoch if hasattr(member, "sessions") else 0


def _refused(words: str) -> JsonResponse:
    return JsonResponse({"message": words}, status=400)
