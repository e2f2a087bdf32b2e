"""My signature: an officer's own key, and the pen that it is for one sitting."""

from typing import Any

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.forms import Form
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters, sensitive_variables
from django.views.decorators.http import require_POST, require_safe

from audit.refusal import Refusal
from members import services
from members.forms import ChangePassPhraseForm, NewPassPhraseForm, PassPhraseForm
from members.middleware import hand_over, put_down
from members.pens import Pen
from members.requests import SignedInRequest
from members.selectors import officer_key_of, offices_of
from members.views.onward import is_ours, onward_address


@login_required
@never_cache
@require_safe
def signature(request: SignedInRequest) -> HttpResponse:
    """Show an officer their key, and whether they hold the pen."""
    return _page(request)


@login_required
@never_cache
@sensitive_variables("form")
@sensitive_post_parameters()
@require_POST
def set_up(request: SignedInRequest) -> HttpResponse:
    """Make the officer's key, and hand them the pen."""
    form = NewPassPhraseForm(request.POST)
    if form.is_valid():
        try:
            pen = services.officer_key_enrol(
                actor=request.user, pass_phrase=form.cleaned_data["chosen"]
            )
        except Refusal as refusal:
            form.add_error("chosen", refusal.message)
        else:
            messages.success(request, _("Your key is in the log. Have its fingerprint minuted."))
            return _signing(request, pen)
    return _page(request, set_up_form=form)


@login_required
@never_cache
@sensitive_variables("form")
@sensitive_post_parameters()
@require_POST
def take_up(request: SignedInRequest) -> HttpResponse:
    """Unlock the key for one sitting."""
    form = PassPhraseForm(request.POST)
    if form.is_valid():
        try:
            pen = services.pen_take_up(
                actor=request.user, pass_phrase=form.cleaned_data["pass_phrase"]
            )
        except Refusal as refusal:
            form.add_error("pass_phrase", refusal.message)
        else:
            return _signing(request, pen)
    return _page(request, take_up_form=form)


@login_required
@require_POST
def lay_down(request: SignedInRequest) -> HttpResponse:
    """Have the browser forget the key."""
    put_down(request)
    messages.success(request, _("You have put your pen down. Nothing is signed until you take it."))
    return redirect("members:signature")


@login_required
@never_cache
@sensitive_variables("form")
@sensitive_post_parameters()
@require_POST
def change(request: SignedInRequest) -> HttpResponse:
    """Seal the same key with another pass-phrase."""
    form = ChangePassPhraseForm(request.POST)
    if form.is_valid():
        try:
            services.officer_key_reseal(
                actor=request.user,
                pass_phrase=form.cleaned_data["pass_phrase"],
                new_pass_phrase=form.cleaned_data["chosen"],
            )
        except Refusal as refusal:
            is_about_new = refusal.code == "weak-pass-phrase"
            form.add_error("chosen" if is_about_new else "pass_phrase", refusal.message)
        else:
            messages.success(request, _("From now on the new pass-phrase opens your key."))
            return redirect("members:signature")
    return _page(request, change_form=form)


@login_required
@require_POST
def retire(request: SignedInRequest) -> HttpResponse:
    """End the key; another can be set up at once."""
    try:
        services.officer_key_retire(actor=request.user, member=request.user)
    except Refusal as refusal:
        messages.error(request, refusal.message)
    else:
        put_down(request)
        messages.success(request, _("Your key is retired. What it signed stays signed."))
    return redirect("members:signature")


def _signing(request: SignedInRequest, pen: Pen) -> HttpResponse:
    """Hand over the pen, and go back to what it is needed for."""
    hand_over(request, request.user, pen)
    until = timezone.localtime(pen.until).strftime("%H:%M")
    messages.success(request, _("You hold your pen until %(until)s.") % {"until": until})
    onward = onward_address(request)
    if is_ours(request, onward):
        return HttpResponseRedirect(onward)
    return redirect("members:signature")


def _page(request: SignedInRequest, **forms: Form) -> HttpResponse:
    """Show the page; a form that was refused stands in it with what is wrong."""
    context: dict[str, Any] = {
        "key": officer_key_of(request.user),
        "offices": offices_of(request.user),
        "next": onward_address(request),
        "sample_pass_phrase": settings.SAMPLE_PASS_PHRASE,
        "set_up_form": NewPassPhraseForm(),
        "take_up_form": PassPhraseForm(),
        "change_form": ChangePassPhraseForm(),
        "form": next(iter(forms.values()), None),
        **forms,
    }
    return render(request, "members/signature.html", context, status=422 if forms else 200)
