"""The passcode of the day, for whoever has signed in on another: then they are checked in."""

from http import HTTPStatus

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters, sensitive_variables
from django.views.decorators.http import require_http_methods

from audit.refusal import Refusal
from ballots.booth_forms import BoothForm
from conferences.selectors import credential_of
from conferences.services import presence
from conferences.views.frame import Frame, frame, signed_in
from members.claims import BEGAN_KEY, session_began
from members.days import day_purpose, is_for
from members.enums import Channel
from members.services.dispatching import passcode_dispatch
from members.services.passcodes import passcode_verify
from members.ways import said, tried, ways_of


@sensitive_post_parameters("passcode")
@sensitive_variables()
@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
@login_required
def day(request: HttpRequest, code: str) -> HttpResponse:
    """Take the passcode of the day, or have it sent, and check its owner in."""
    page, member = frame(request, code, "conferences:now"), signed_in(request)
    credential = credential_of(member, page.conference)
    if credential is None:
        raise Http404(_("You hold no credential for this conference."))
    today = timezone.localdate()
    if request.method != "POST" and credential.is_present:
        messages.info(request, _("You are checked in already, and counted in the quorum."))
        return redirect("conferences:now", code)
    if request.method != "POST" and is_for(session_began(request), today):
        messages.info(request, _("You signed in for today: you need no other passcode. Check in."))
        return redirect("conferences:now", code)
    purpose = day_purpose(page.conference.code, today)
    form = BoothForm(request.POST if "passcode" in request.POST else None)
    form.fields["passcode"].help_text = _(
        "The letters and figures sent to you for today, or the six figures in your authenticator "
        "app, or the next code on your printed sheet."
    )
    try:
        if request.POST.get("act") == "send":
            passcode_dispatch(member=member, purpose=purpose)
            messages.success(request, _("A passcode is on its way to you. Enter it here."))
            return redirect("conferences:day", code)
        if form.is_valid():
            entry = form.cleaned_data["passcode"]

            def verify(channel: Channel) -> None:
                passcode_verify(member=member, channel=channel, passcode=entry, purpose=purpose)

            tried(verify, ways_of(member, entry, purpose=purpose))
            request.session[BEGAN_KEY] = timezone.now().isoformat(timespec="seconds")
            presence.check_in(credential=credential, actor=member)
            messages.success(request, _("You are checked in and counted in the quorum."))
            return redirect("conferences:now", code)
    except Refusal as refusal:
        if not form.is_bound:
            return _page(request, page, form, refusal)
        form.add_error("passcode", said(refusal))
    return _page(request, page, form)


def _page(
    request: HttpRequest, page: Frame, form: BoothForm, refusal: Refusal | None = None
) -> HttpResponse:
    if not form.errors and refusal is None:
        form.fields["passcode"].widget.attrs["autofocus"] = True
    status = HTTPStatus.CONFLICT if refusal else HTTPStatus.OK
    context = page.context(form=form, refusal=refusal)
    return render(request, "conferences/day.html", context, status=status)
