"""Signing in: who you are, a passcode, for officers a second proof, and out again.

Neither of the first two pages looks anybody up before a passcode is sent in, and both say the same
to a member and a stranger. How far someone has got is in their own signed cookie, with a name for
their browser: a passcode asked for in one opens in no other.
"""

import math
import time
from dataclasses import asdict, dataclass, replace
from typing import Final

from django.conf import settings
from django.contrib import auth
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render, resolve_url
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST

from audit.refusal import Refusal
from members import services
from members.enums import Channel
from members.forms import PasscodeForm, SignInForm
from members.middleware import OWES
from members.models import Member
from members.models.passcodes import COOLDOWN
from members.tasks import ask_for_passcode
from members.views.browsers import name_of, remembered
from members.views.onward import is_ours, onward_address
from members.views.second_proof import SECOND, HalfWay

ATTEMPT = "sign_in"
LONGEST_WAIT_SECONDS = 256
SENT: Final = frozenset({Channel.EMAIL, Channel.SMS, Channel.VOICE})


@dataclass(frozen=True)
class Attempt:
    """How far someone has got with signing in; what they typed, never what we know."""

    identifier: str
    channel: str
    next: str
    browser: str = ""
    failures: int = 0
    wait_until: int = 0

    @property
    def wait_seconds(self) -> int:
        """Count the seconds before the next try, by the rule that the passcode's own device has."""
        return max(0, math.ceil(self.wait_until - time.time()))

    def failed(self) -> "Attempt":
        """Count a failure: the next try waits 1, 2, 4 seconds and so on."""
        wait = min(2**self.failures, LONGEST_WAIT_SECONDS)
        until = math.ceil(time.time()) + wait  # never before the device itself would allow it
        return replace(self, failures=self.failures + 1, wait_until=until)


@never_cache
@require_http_methods(["GET", "POST"])
def sign_in(request: HttpRequest) -> HttpResponse:
    """Ask who someone is; have a passcode sent if they want it sent."""
    form = SignInForm(request.POST or None)
    onward = onward_address(request)
    if form.is_valid():
        channel: Channel = form.cleaned_data["channel"]
        begun = request.session.get(ATTEMPT, {})
        browser = begun.get("browser") or name_of(request)
        attempt = Attempt(form.cleaned_data["identifier"], str(channel), onward, browser)
        if channel in SENT:
            ask_for_passcode(attempt.identifier, channel=channel, browser=browser)
        request.session[ATTEMPT] = asdict(attempt)
        return redirect("members:sign_in_code")
    return render(request, "members/sign_in.html", {"form": form, "next": onward})


@never_cache
@sensitive_post_parameters("passcode")
@require_http_methods(["GET", "POST"])
def sign_in_code(request: HttpRequest) -> HttpResponse:
    """Take the passcode, and let its owner in, or on to a second proof."""
    if ATTEMPT not in request.session:
        return redirect("members:sign_in")
    attempt = Attempt(**request.session[ATTEMPT])
    form = PasscodeForm(request.POST or None, channel=Channel(attempt.channel))
    if form.is_valid():
        if wait := attempt.wait_seconds:
            words = ngettext(
                "Wait %(wait)s second before you try again.",
                "Wait %(wait)s seconds before you try again.",
                wait,
            )
            form.add_error("passcode", words % {"wait": wait})
            return _code_page(request, form, attempt)
        try:
            member = services.member_sign_in(
                identifier=attempt.identifier,
                channel=Channel(attempt.channel),
                passcode=form.cleaned_data["passcode"],
                browser=attempt.browser,
            )
        except Refusal as refusal:
            form.add_error("passcode", refusal.message)
            request.session[ATTEMPT] = asdict(attempt.failed())
        else:
            del request.session[ATTEMPT]
            return _let_in(request, member, attempt)
    return _code_page(request, form, attempt)


@require_POST
def sign_out(request: HttpRequest) -> HttpResponse:
    """End the member's sessions, here and on every other device."""
    if request.user.is_authenticated:
        services.sessions_end(member=request.user)
    auth.logout(request)
    return redirect("home")


def _let_in(request: HttpRequest, member: Member, attempt: Attempt) -> HttpResponse:
    """Sign a member in; an officer gives a second proof first, or sets one up and nothing else."""
    onward = _safe(request, attempt.next)
    needs = services.needs_second_proof(member)
    if needs and any(services.second_proofs_of(member)):
        half = HalfWay.of(member, attempt.channel, onward, attempt.browser)
        request.session[SECOND] = asdict(half)
        return redirect("members:second_proof")
    auth.login(request, member, backend="members.backends.PasscodeBackend")
    response = HttpResponseRedirect(onward)
    if needs:
        request.session[OWES] = attempt.channel
        response = redirect("members:second_set_up")
    services.browser_remember(member=member, browser=attempt.browser)
    return remembered(response, attempt.browser)


def _code_page(request: HttpRequest, form: PasscodeForm, attempt: Attempt) -> HttpResponse:
    return render(
        request,
        "members/sign_in_code.html",
        {
            "form": form,
            "attempt": attempt,
            "is_sent": Channel(attempt.channel) in SENT,
            "cooldown": int(COOLDOWN.total_seconds()),
        },
    )


def _safe(request: HttpRequest, onward: str) -> str:
    """Go only where a page of this site asked to go."""
    return onward if is_ours(request, onward) else resolve_url(settings.LOGIN_REDIRECT_URL)
