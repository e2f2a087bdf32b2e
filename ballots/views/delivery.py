"""The delivery board of a vote: whose passcode has arrived, and whose has not."""

from typing import Final
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from audit.refusal import Refusal
from audit.services.access import access_record
from ballots.models import Ballot
from ballots.selectors.delivery import delivery_board, unreached
from ballots.services.posting import ballot_passcodes_post
from ballots.views.shown import shown_ballot
from members.delivery.channels import AT_ONCE, channels_open
from members.delivery.outcomes import REASONS
from members.enums import Channel, Office
from members.models import Member
from members.permissions import MAY
from members.requests import SignedInRequest
from members.selectors import appointments_in_force
from members.services.test_sends import test_send

PAGE: Final = 50
SEES: Final = frozenset({Office.RETURNING_OFFICER, Office.SCRUTINEER, Office.HELPDESK})


@login_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def delivery(request: SignedInRequest, pk: UUID) -> HttpResponse:
    """Show the board; send passcodes, or a test to oneself."""
    ballot = shown_ballot(pk, request.user)
    offices = _offices(request, ballot)
    if request.method == "POST":
        return _act(request, ballot)
    found = Paginator(unreached(ballot), PAGE).get_page(request.GET.get("page"))
    if found.object_list:
        access_record(
            actor=request.user,
            office=min(offices),
            what="whom a passcode did not reach, by name",
            subject=ballot,
        )
    return render(
        request,
        "ballots/delivery.html",
        {
            "ballot": ballot,
            "board": delivery_board(ballot),
            "unreached": [(one, REASONS.get(one.reason, one.reason)) for one in found],
            "page": found,
            "may_post": bool(offices & MAY["passcodes.post"]),
            "may_test": bool(offices & MAY["delivery.test"]),
            "channels": [channel for channel in AT_ONCE if channel in channels_open()],
        },
    )


def _act(request: SignedInRequest, ballot: Ballot) -> HttpResponse:
    try:
        if request.POST.get("act") == "test":
            messages.info(request, test_send(actor=request.user, channel=_channel(request)).words)
        else:
            again = request.POST.get("act") == "post-again"
            posting = ballot_passcodes_post(ballot=ballot, actor=request.user, again=again)
            words = ngettext(
                "%(count)s passcode is on its way.",
                "%(count)s passcodes are on their way.",
                posting.addressed - posting.unreachable,
            )
            count = posting.addressed - posting.unreachable
            messages.success(request, words % {"count": f"{count:,}"})
    except Refusal as refusal:
        messages.error(request, refusal.message)
    return redirect("ballots:delivery", ballot.pk)


def _channel(request: SignedInRequest) -> Channel:
    asked = request.POST.get("channel", "")
    if asked not in Channel.values:
        raise Refusal("channel-closed", _("Choose a channel."))
    return Channel(asked)


def offices_seeing(member: Member, ballot: Ballot) -> frozenset[Office]:
    """Give the offices in which a member may see the board of a vote."""
    held = appointments_in_force().filter(member=member, office__in=SEES, body__in={ballot.body_id})
    return frozenset(Office(office) for office in held.values_list("office", flat=True))


def _offices(request: SignedInRequest, ballot: Ballot) -> frozenset[Office]:
    """Give the offices that let the person looking see the board, or turn them away."""
    found = offices_seeing(request.user, ballot)
    if not found:
        raise PermissionDenied(
            _("This page is for the returning officer, the scrutineer and the helpdesk.")
        )
    return found
