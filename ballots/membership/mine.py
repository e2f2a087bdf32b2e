"""The members' side of a ballot of the membership: one page for each, and what is said there."""

from uuid import UUID

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from ballots.enums import HELD_BACK, BallotState
from ballots.membership.mailing import reminders_choose
from ballots.membership.secrecy import secrecy_of
from ballots.membership.standing import standing_of
from ballots.membership.turnout import turnout_by_body
from ballots.models import MembershipBallot
from ballots.selectors import turnout
from members.requests import SignedInRequest


@require_safe
@login_required
@never_cache
def asked(request: SignedInRequest, pk: UUID) -> HttpResponse:
    """Show a member one ballot: what is asked, until when, whether they have voted; the result."""
    plan = _plan(pk)
    ballot = plan.ballot
    declared = ballot.state == BallotState.DECLARED
    context = {
        "plan": plan,
        "ballot": ballot,
        "mine": standing_of(plan, request.user),
        "turnout": turnout(ballot) if ballot.closed_at else None,
        "bodies": turnout_by_body(plan) if declared else [],
        "secrecy": secrecy_of(plan),
        "helpdesk": settings.HELPDESK_TELEPHONE,
    }
    return render(request, "ballots/membership/asked.html", context)


@require_safe
@login_required
@never_cache
def recommendation(request: SignedInRequest, pk: UUID) -> HttpResponse:
    """Show what a committee recommends: nowhere near the paper, and in no message."""
    plan = _plan(pk)
    if not plan.recommendation:
        return redirect("ballots:asked", pk)
    context = {"plan": plan, "ballot": plan.ballot}
    return render(request, "ballots/membership/recommendation.html", context)


@require_POST
@login_required
def reminders(request: SignedInRequest) -> HttpResponse:
    """Say whether to be reminded: at any time, and for every ballot."""
    wanted = request.POST.get("wanted") == "yes"
    reminders_choose(member=request.user, wanted=wanted)
    said = (
        _("You will be reminded of ballots in which you have not voted.")
        if wanted
        else _("No more reminders. You are still told when a ballot opens.")
    )
    messages.success(request, said)
    page = request.POST.get("next", "")
    known = url_has_allowed_host_and_scheme(page, allowed_hosts=None)
    return HttpResponseRedirect(page if known else reverse("members:me"))


def _plan(pk: UUID) -> MembershipBallot:
    """Find one that members may see: let by, approved or opened, and not left."""
    found = (
        MembershipBallot.objects.exclude(ballot__state__in=HELD_BACK)
        .filter(pk=pk, abandoned_at=None, approved_at__isnull=False)
        .select_related("ballot__body", "ballot__declared_by")
        .first()
    )
    if found is None:
        raise Http404(_("There is no such ballot."))
    return found
