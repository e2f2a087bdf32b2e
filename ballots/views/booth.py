"""The door of the booth: a vote that steps up asks for a passcode before its paper.

A page of its own, where no live update can take a half-typed passcode away, and where everything
works as plain HTML. The pass is a cookie of one ballot; those of votes that are over are removed.
"""

from http import HTTPStatus
from uuid import UUID

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme, urlencode
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters, sensitive_variables
from django.views.decorators.http import require_http_methods

from audit.refusal import Refusal
from ballots.booth_forms import BoothForm
from ballots.booth_pass import (
    BoothPass,
    ballot_of_cookie,
    booth_pass_in,
    booth_pass_token,
    cookie_of,
)
from ballots.enums import BallotState
from ballots.models import Ballot
from ballots.services.booth import booth_enter, booth_passcode_send, insist_on_voter
from ballots.views.shown import shown_ballot
from members.claims import session_claim
from members.enums import Channel
from members.requests import SignedInRequest
from members.ways import said, tried, ways_of

_WORDS_OF_SENDING = {
    Channel.EMAIL: gettext_lazy("A passcode is on its way to your e-mail address."),
    Channel.SMS: gettext_lazy("A passcode is on its way to your mobile, as a text message."),
    Channel.VOICE: gettext_lazy("Your telephone will ring: the passcode is read to you twice."),
    Channel.POST: gettext_lazy("Your passcode comes by post. To vote today, call the helpdesk."),
}


@sensitive_post_parameters("passcode")
@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
@login_required
def booth(request: SignedInRequest, pk: UUID) -> HttpResponse:
    """Take the passcode for a vote and let its voter in, or have one sent."""
    ballot = shown_ballot(pk, request.user)
    if is_in_booth(request, ballot):
        return HttpResponseRedirect(_onward(request, ballot))
    try:
        insist_on_voter(ballot, request.user)
    except Refusal as refusal:
        return _page(request, ballot, BoothForm(), refusal=refusal, status=HTTPStatus.CONFLICT)
    if request.POST.get("act") == "send":
        return _send(request, ballot)
    form = BoothForm(request.POST or None)
    if not form.is_valid():
        return _page(request, ballot, form)
    return _enter(request, ballot, form)


def is_in_booth(request: HttpRequest, ballot: Ballot) -> bool:
    """Say whether whoever asks may go straight to the paper."""
    if not ballot.steps_up:
        return True
    held, claim = booth_pass_in(request, ballot.pk), session_claim(request)
    return held is not None and claim is not None and held.admits(ballot.pk, claim.pk, claim.epoch)


def keep_pass(request: HttpRequest, response: HttpResponse, held: BoothPass) -> None:
    """Have the browser keep a pass, and forget those of votes that are over."""
    passes = {name: ballot_of_cookie(name) for name in request.COOKIES}
    ids = [pk for pk in passes.values() if pk]
    still = Ballot.objects.filter(pk__in=ids, state=BallotState.OPEN).values_list("pk", flat=True)
    for name, pk in passes.items():
        if pk and pk not in still:
            response.delete_cookie(name, samesite="Strict")
    response.set_cookie(
        cookie_of(held.ballot_id),
        booth_pass_token(held),
        max_age=held.until - timezone.now(),
        secure=settings.PRODUCTION,
        httponly=True,
        samesite="Strict",
    )


@sensitive_variables()
def _enter(request: SignedInRequest, ballot: Ballot, form: BoothForm) -> HttpResponse:
    passcode, voter = form.cleaned_data["passcode"], request.user

    def enter(channel: Channel) -> BoothPass:
        return booth_enter(ballot=ballot, voter=voter, channel=channel, passcode=passcode)

    try:
        held = tried(enter, ways_of(voter, passcode, purpose=ballot.log_name))
    except Refusal as refusal:
        form.add_error("passcode", said(refusal))
        return _page(request, ballot, form, status=HTTPStatus.CONFLICT)
    response = HttpResponseRedirect(_onward(request, ballot))
    keep_pass(request, response, held)
    return response


def _send(request: SignedInRequest, ballot: Ballot) -> HttpResponse:
    try:
        channel = booth_passcode_send(ballot=ballot, voter=request.user)
    except Refusal as refusal:
        return _page(request, ballot, BoothForm(), refusal=refusal, status=HTTPStatus.CONFLICT)
    messages.success(request, _WORDS_OF_SENDING[channel])
    here = reverse("ballots:booth", args=[ballot.pk])
    return HttpResponseRedirect(f"{here}?{urlencode({'next': _next(request)})}")


def _page(
    request: SignedInRequest,
    ballot: Ballot,
    form: BoothForm,
    *,
    refusal: Refusal | None = None,
    status: int = HTTPStatus.OK,
) -> HttpResponse:
    if not form.errors:
        form.fields["passcode"].widget.attrs["autofocus"] = refusal is None
    context = {"ballot": ballot, "form": form, "refusal": refusal, "onward": _next(request)}
    return render(request, "ballots/booth.html", context, status=status)


def _next(request: HttpRequest) -> str:
    """Give the page of ours that the voter came from, where it is named."""
    page = request.POST.get("next") or request.GET.get("next") or ""
    return page if url_has_allowed_host_and_scheme(page, allowed_hosts=None) else ""


def _onward(request: HttpRequest, ballot: Ballot) -> str:
    """Lead to the paper: on the page the voter came from, or on the ballot's own."""
    own, place = ("vote", "paper-head") if ballot.is_election else ("ballot", "vote")
    page = _next(request) or reverse(f"ballots:{own}", args=[ballot.pk])
    return f"{page.partition('#')[0]}#{place}"
