"""A vote by telephone: opened by one, confirmed by another, entered, read back, cast.

The choice lives in the form from the entry to the cast and nowhere else; no page of ours says it
again afterwards. Whoever rang is told their receipt's code.
"""

from http import HTTPStatus
from typing import Any
from uuid import UUID, uuid4

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters, sensitive_variables
from django.views.decorators.http import require_http_methods

from audit.refusal import Refusal
from ballots.enums import BallotState
from ballots.models import Assistance, Ballot, RollEntry
from ballots.models.assistance import WINDOW
from ballots.receipts import SealedReceipt
from ballots.selectors import own_vote
from ballots.selectors.own import paper_as_it_is
from ballots.services import assistance_cast, assistance_confirm, assistance_open
from ballots.views.voting import request_id
from members.models import Member
from members.requests import SignedInRequest
from members.rules import may


@login_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def assist(request: SignedInRequest) -> HttpResponse:
    """Open a call, and list those that are under way."""
    _insist(request)
    fault, number = "", request.POST.get("number", "").strip()
    if request.method == "POST":
        member = Member.objects.filter(membership_number__iexact=number).first()
        ballot = _open_ballots().filter(pk=_uuid(request.POST.get("ballot", ""))).first()
        if member is None or ballot is None:
            fault = _("Give the number of a member, and choose the vote.")
        else:
            try:
                opened = assistance_open(
                    ballot=ballot,
                    member=member,
                    actor=request.user,
                    identity_checked="checked" in request.POST,
                )
            except Refusal as refusal:
                fault = refusal.message
            else:
                return redirect("ballots:assistance", opened.pk)
    live = Assistance.objects.filter(voted_at=None, opened_at__gt=timezone.now() - 2 * WINDOW)
    context = {
        "ballots": _open_ballots(),
        "calls": [
            each for each in live.select_related("ballot", "member", "opened_by") if each.is_live
        ],
        "fault": fault,
        "number": number,
    }
    return render(request, "ballots/assist.html", context, status=_status(fault))


@sensitive_post_parameters("choice", "ranking")
@sensitive_variables()
@login_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def assistance(request: SignedInRequest, pk: UUID) -> HttpResponse:
    """Take one call, step by step."""
    _insist(request)
    rows = Assistance.objects.select_related("ballot", "member", "opened_by", "confirmed_by")
    call = get_object_or_404(rows, pk=pk)
    act = request.POST.get("act", "")
    try:
        if act == "confirm":
            assistance_confirm(assistance=call, actor=request.user)
            messages.success(request, _("You are on the call. The vote can be taken."))
            return redirect("ballots:assistance", pk)
        if act in ("read_back", "cast"):
            choice, words = _said(request, call.ballot)
            if act == "read_back":
                return _page(request, call, words=words, choice=choice, request_id=uuid4())
            number = request_id(request)
            receipt = assistance_cast(
                assistance=call, actor=request.user, choice=choice, request_id=number
            )
            if isinstance(receipt, SealedReceipt):  # no page can find it again for its voter
                call.refresh_from_db()
                return _page(request, call, tracker=receipt.tracker)
            return redirect("ballots:assistance", pk)
    except Refusal as refusal:
        call.refresh_from_db()
        return _page(request, call, fault=refusal.message)
    return _page(request, call)


@sensitive_variables()
def _said(request: SignedInRequest, ballot: Ballot) -> tuple[str | list[int], list[str]]:
    """Read what the member has said, and the words to read back to them."""
    if not ballot.is_election:
        choice = request.POST.get("choice", "")
        words = [option.label for option in ballot.paper if option.key == choice]
        if not words:
            raise Refusal("option-not-on-the-paper", _("Choose what the member has said."))
        return choice, words
    ranking = request.POST.get("ranking", "").replace(",", " ").split()
    if not all(each.isdecimal() and len(each) < 10 for each in ranking):  # noqa: PLR2004
        raise Refusal("paper-faulty", _("Give candidates by their numbers, such as: 3, 1, 4."))
    paper = paper_as_it_is(ballot)
    marks = paper.marked([int(each) for each in ranking])
    if marks.faults:
        raise Refusal("paper-faulty", " ".join(fault.message for fault in marks.faults))
    named = {each.number: each.name for each in paper.candidates}
    return list(marks.choice), [named[number] for number in marks.choice] or [_("A blank paper")]


@sensitive_variables()
def _page(
    request: SignedInRequest, call: Assistance, *, fault: str = "", **more: Any
) -> HttpResponse:
    ballot = call.ballot
    line = RollEntry.objects.filter(ballot=ballot, voter=call.member).select_related("cast").first()
    receipt = own_vote(ballot, call.member) if call.voted_at else None
    choice = more.get("choice")
    context: dict[str, Any] = {
        "call": call,
        "ballot": ballot,
        "fault": fault,
        "voted_before": line.cast.at if line and line.cast and not call.voted_at else None,
        "code": receipt.code if receipt else "",
        "may_confirm": call.is_live and call.opened_by_id != request.user.pk,
        "paper": paper_as_it_is(ballot) if ballot.is_election else None,
        **more,
        "typed": ", ".join(map(str, choice)) if isinstance(choice, list) else "",
    }
    return render(request, "ballots/assistance.html", context, status=_status(fault))


def _insist(request: SignedInRequest) -> None:
    if not may(request.user, "assistance.open"):
        raise PermissionDenied(_("Votes are taken by telephone by the helpdesk's people."))


def _open_ballots() -> Any:
    return Ballot.objects.filter(state=BallotState.OPEN, closes_at__gt=timezone.now())


def _uuid(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None


def _status(fault: str) -> int:
    return HTTPStatus.CONFLICT if fault else HTTPStatus.OK
