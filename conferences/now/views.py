"""Now: the one page a delegate keeps open. What is before conference, and my vote on it."""

import uuid

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.db.models import Q, QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from audit.refusal import Refusal
from ballots.selectors import own_vote
from ballots.views.booth import is_in_booth
from conferences.elections_shown import elections_shown, marks_of
from conferences.models import AgendaItem, Broadcast, Conference, Credential, Floor
from conferences.now.own import credential_context, own_context
from conferences.selectors import credential_of, floor_of
from conferences.services import presence
from conferences.speaking.reading import rostrum_of
from conferences.views.frame import frame, signed_in
from live.tokens import stream_url
from members.claims import session_began
from members.days import is_for


@require_safe
@never_cache
@login_required
def now(request: HttpRequest, code: str) -> HttpResponse:
    """Show what is before conference, the same for all, and beside it what is one's own.

    A page that follows by asking, as its stream is down, is given the live parts alone: a whole
    hall may be asking.
    """
    page = frame(request, code, "conferences:now")
    conference, member = page.conference, signed_in(request)
    floor = floor_of(conference)
    shown = elections_shown(conference)
    context = page.context(
        floor=floor,
        shown=shown,
        marks=marks_of(member, [each.ballot for each in shown.elections]),
        ballot=floor.ballot,
        rostrum=rostrum_of(conference),
        in_booth=bool(floor.ballot and is_in_booth(request, floor.ballot)),
        stream_url=stream_url([f"floor:{conference.code}"]),
        request_id=uuid.uuid4(),
    )
    if "X-Follow" in request.headers:
        context["mine"] = own_vote(floor.ballot, member) if floor.ballot else None
        return render(request, "conferences/now/follow.html", context)
    context |= {
        "broadcast": Broadcast.objects.filter(conference=conference).first(),
        "upcoming": _upcoming(floor),
        **own_context(member, credential_of(member, conference), floor, context["rostrum"]),
    }
    return render(request, "conferences/now.html", context)


@require_safe
@login_required
def delegation_panel(request: HttpRequest, code: str) -> HttpResponse:
    """Show who of my delegation is here and has voted, on its own: asked for after voting."""
    page = frame(request, code, "conferences:now")
    credential = _own_credential(request, page.conference)
    ballot = floor_of(page.conference).ballot
    return render(
        request,
        "conferences/_delegation.html",
        page.context(ballot=ballot, **credential_context(credential, ballot)),
    )


@require_safe
@never_cache
@login_required
def own_panels(request: HttpRequest, code: str) -> HttpResponse:
    """Show what is one's own, and nothing else: asked for after a cut, and on a new subject."""
    page = frame(request, code, "conferences:now")
    floor, member = floor_of(page.conference), signed_in(request)
    credential = credential_of(member, page.conference)
    return render(
        request,
        "conferences/now/own.html",
        page.context(
            floor=floor, ballot=floor.ballot, asked=True, **own_context(member, credential, floor)
        ),
    )


@require_POST
@login_required
def check_in(request: HttpRequest, code: str) -> HttpResponse:
    """Check oneself in: counted in the quorum, and on the roll of the votes that open next."""
    page = frame(request, code, "conferences:now")
    if not is_for(session_began(request), timezone.localdate()):
        return redirect("conferences:day", code)
    try:
        presence.check_in(
            credential=_own_credential(request, page.conference), actor=signed_in(request)
        )
    except Refusal as refusal:
        messages.error(request, refusal.message)
    else:
        messages.success(request, _("You are checked in and counted in the quorum."))
    return redirect("conferences:now", code)


@require_POST
@login_required
def check_out(request: HttpRequest, code: str) -> HttpResponse:
    """Say that one is leaving: no longer counted, and not on the roll of the next vote."""
    page = frame(request, code, "conferences:now")
    try:
        presence.check_out(
            credential=_own_credential(request, page.conference), actor=signed_in(request)
        )
    except Refusal as refusal:
        messages.error(request, refusal.message)
    else:
        messages.success(request, _("You are checked out. Check in again when you are back."))
    return redirect("conferences:now", code)


def _own_credential(request: HttpRequest, conference: Conference) -> Credential:
    credential = credential_of(signed_in(request), conference)
    if credential is None:
        raise Http404(_("You hold no credential here."))
    return credential


def _upcoming(floor: Floor) -> QuerySet[AgendaItem]:
    """Give the next few items of the order of business: those after the last that was taken."""
    items = AgendaItem.objects.filter(session__conference=floor.conference, session__closed_at=None)
    if now := floor.item or items.filter(taken_at__isnull=False).select_related("session").last():
        later = Q(session__number__gt=now.session.number)
        items = items.filter(later | Q(session=now.session, starts_at__gt=now.starts_at))
    return items.filter(taken_at=None, carried_to=None)[:4]
