"""The helpdesk's page, and the page where a second person decides on lost second proofs."""

from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from audit.refusal import Refusal
from members import rules
from members.contacts import details as contact_details
from members.forms import HelpdeskForm, LookUpForm
from members.models import Member
from members.requests import SignedInRequest
from members.selectors import offices_of
from members.services.helpdesk import helpdesk_act, member_look_up
from members.services.second_proofs import (
    resets_waiting,
    second_proof_reset_decide,
    second_proofs_of,
)


@login_required
@never_cache
@require_http_methods(["GET", "POST"])
def helpdesk(request: SignedInRequest) -> HttpResponse:
    """Find who is calling by their membership number."""
    _insist(request, "member.look_up")
    form = LookUpForm(request.POST or None)
    if form.is_valid():
        member = member_look_up(actor=request.user, number=form.cleaned_data["number"])
        if member is not None:
            return _caller(request, member, HelpdeskForm(initial={"number": form.data["number"]}))
        form.add_error("number", _("Nobody on the register has this number."))
    return render(request, "members/helpdesk.html", {"form": form})


@login_required
@never_cache
@require_POST
def help_member(request: SignedInRequest) -> HttpResponse:
    """Do what the caller needs, once it is known who they are."""
    _insist(request, "member.look_up")
    form = HelpdeskForm(request.POST)
    member = member_look_up(actor=request.user, number=request.POST.get("number", "")[:32])
    if member is None:
        messages.error(request, _("Nobody on the register has this number."))
        return redirect("members:helpdesk")
    if form.is_valid():
        asked = {name: form.cleaned_data[name] for name in ("act", "checked", "reason", "channel")}
        try:
            helpdesk_act(actor=request.user, member=member, **asked)
        except Refusal as refusal:
            form.add_error(None, refusal.message)
        else:
            messages.success(request, form.done())
            return redirect("members:helpdesk")
    return _caller(request, member, form)


@login_required
@never_cache
@require_safe
def resets(request: SignedInRequest) -> HttpResponse:
    """List the lost second proofs that wait for a second person."""
    _insist(request, "second_proof_reset.decide")
    return render(request, "members/resets.html", {"resets": resets_waiting()})


@login_required
@require_POST
def decide(request: SignedInRequest, pk: UUID) -> HttpResponse:
    """Agree that an officer's second proofs are forgotten, or decline."""
    _insist(request, "second_proof_reset.decide")
    confirm = request.POST.get("answer") == "confirm"
    try:
        second_proof_reset_decide(actor=request.user, pk=pk, confirm=confirm)
    except Refusal as refusal:
        messages.error(request, refusal.message)
    else:
        messages.success(
            request,
            _("Forgotten. They set up a new one when they next sign in.")
            if confirm
            else _("Declined. Nothing was changed."),
        )
    return redirect("members:resets")


def _caller(request: SignedInRequest, member: Member, form: HelpdeskForm) -> HttpResponse:
    details = [
        (one.get_kind_display(), contact_details.hinted(one.kind, one.detail), bool(one.failure))
        for one in member.contacts.all()
    ]
    has_app, has_passkey = second_proofs_of(member)
    context = {
        "member": member,
        "details": details,
        "has_app": has_app,
        "has_passkey": has_passkey,
        "offices": offices_of(member),
        "form": form,
        "oneself": member == request.user,
    }
    return render(request, "members/caller.html", context)


def _insist(request: SignedInRequest, act: str) -> None:
    """Turn others away before the log would keep each of their attempts for ever."""
    if not rules.may(request.user, act):
        raise PermissionDenied(_("This page is for the helpdesk, or for whoever agrees with it."))
