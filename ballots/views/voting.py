"""The ballot paper, casting it, its receipt, and its result.

Every page works as plain HTML. With htmx, casting answers with a small fragment for the page the
voter is on: the receipt, or the refusal in the same place.
"""

from http import HTTPStatus
from typing import Any
from uuid import UUID, uuid4

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.template.loader import get_template
from django.urls import reverse
from django.utils import timezone
from django.utils.html import escape
from django.utils.http import url_has_allowed_host_and_scheme, urlencode
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from audit.browsing.qr import qr_svg
from audit.refusal import Refusal
from ballots import casting, services
from ballots.booth_pass import booth_pass_in
from ballots.instructions import RON, places
from ballots.membership.mailing import cast_tell
from ballots.models import Ballot, RollEntry
from ballots.receipt_token import receipt_token
from ballots.selectors import figures_by_body, own_vote, turnout
from ballots.selectors.own import paper_as_it_is
from ballots.slips import slip
from ballots.views.booth import is_in_booth
from ballots.views.shown import shown_ballot
from members.claims import session_claim
from members.requests import SignedInRequest

# A person is told what is wrong; a program is told which kind of wrong it is.
STATUS = {
    "ballot-unknown": HTTPStatus.NOT_FOUND,
    "not-on-the-roll": HTTPStatus.FORBIDDEN,
    "booth-not-entered": HTTPStatus.FORBIDDEN,
    "option-not-on-the-paper": HTTPStatus.UNPROCESSABLE_ENTITY,
    "paper-number": HTTPStatus.UNPROCESSABLE_ENTITY,
    "paper-faulty": HTTPStatus.UNPROCESSABLE_ENTITY,
}


@require_safe
@never_cache
def ballot(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Show the ballot paper while the vote is open, and the result once it is declared."""
    return _page(request, shown_ballot(pk, request.user))


@require_POST
def cast(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Cast a vote. The hot path: no ballot is loaded, and nothing is rendered but a fragment."""
    by_htmx = "HX-Request" in request.headers
    voter = session_claim(request)
    if voter is None:
        return _sign_in_first(pk, by_htmx=by_htmx)
    try:
        held = booth_pass_in(request, pk)
        receipt = casting.cast(
            ballot_id=pk,
            voter=voter,
            choice=request.POST.get("choice", ""),
            request_id=request_id(request),
            booth_pass=held,
        )
    except Refusal as refusal:
        if refusal.code == "signed-out":
            return _sign_in_first(pk, by_htmx=by_htmx)
        status = STATUS.get(refusal.code, HTTPStatus.CONFLICT)
        if by_htmx:
            fragment = get_template("components/refusal.html").render(
                {"refusal": refusal, "ballot_id": pk}
            )
            return HttpResponse(fragment, status=status)
        return _page(request, shown_ballot(pk, request.user), refusal=refusal, status=status)
    if held is not None:  # so nothing is asked where votes come by the hundred
        cast_tell(ballot_id=pk, voter_id=voter.pk)
    if by_htmx:
        return HttpResponse(slip(receipt))
    return HttpResponseRedirect(_back(request) or reverse("ballots:receipt", args=[pk]))


@require_safe
@never_cache
@login_required
def receipt(request: SignedInRequest, pk: UUID) -> HttpResponse:
    """Show a voter's receipt: the code, and the signed token as text and as a QR picture."""
    ballot = shown_ballot(pk, request.user)
    vote = own_vote(ballot, request.user)
    if vote is None:
        return redirect("ballots:ballot", pk)
    token = receipt_token(vote)
    # After the # it stays in the browser: whoever opens the link tells us nothing.
    link = request.build_absolute_uri(reverse("audit:check")) + f"#{token}"
    context = {
        "ballot": ballot,
        "receipt": vote,
        "token": token,
        "link": link,
        "qr": qr_svg(link),
    }
    return render(request, "ballots/receipt.html", context)


@require_POST
@login_required
def unable(request: SignedInRequest, pk: UUID) -> HttpResponse:
    """Take a report from someone who could not vote."""
    ballot = shown_ballot(pk, request.user)
    try:
        services.unable_report(
            ballot=ballot, voter=request.user, reason=request.POST.get("reason", "")
        )
    except Refusal as refusal:
        return _page(request, ballot, refusal=refusal, status=HTTPStatus.CONFLICT)
    messages.success(request, _("The tellers have your report. If you can vote after all, do."))
    return HttpResponseRedirect(_back(request) or reverse("ballots:ballot", args=[pk]))


@require_POST
@login_required
def more_time(request: SignedInRequest, pk: UUID) -> HttpResponse:
    """Give somebody on the roll more time. On the page they are on, by htmx or as plain HTML."""
    ballot = shown_ballot(pk, request.user)
    try:
        said = services.more_time_ask(ballot=ballot, voter=request.user)
    except Refusal as refusal:
        words, tell = refusal.message, messages.warning
    else:
        at = timezone.localtime(said.closes_at).strftime("%H:%M:%S")
        words, tell = _("The vote is open until %(at)s, at least.") % {"at": at}, messages.success
    if "HX-Request" in request.headers:
        return HttpResponse(escape(words))
    tell(request, words)
    return HttpResponseRedirect(_back(request) or reverse("ballots:ballot", args=[pk]))


def _page(
    request: HttpRequest,
    ballot: Ballot,
    *,
    refusal: Refusal | None = None,
    status: int = HTTPStatus.OK,
) -> HttpResponse:
    """Show a ballot as it stands for whoever is looking."""
    line = None
    if request.user.is_authenticated:
        line = RollEntry.objects.filter(ballot=ballot, voter=request.user).first()
    context: dict[str, Any] = {
        "ballot": ballot,
        "line": line,
        "mine": own_vote(ballot, request.user) if line and line.cast_id else None,  # type: ignore[arg-type]
        "refusal": refusal,
        "ballot_id": ballot.pk,
        "in_booth": is_in_booth(request, ballot),
        "request_id": uuid4(),
        "turnout": turnout(ballot) if ballot.opened_at else None,
        "parts": [] if ballot.is_election else figures_by_body(ballot),
    }
    if ballot.is_election:
        paper = paper_as_it_is(ballot)
        elected = (ballot.result or {}).get("elected", [])
        context |= {
            "paper": paper,
            "places": places(paper),
            "ron": RON,
            "elected": [paper.candidates[number - 1] for number in elected],
        }
    return render(request, "ballots/ballot.html", context, status=status)


def _back(request: HttpRequest) -> str:
    """Give the page of ours that the paper was on, where the form names one."""
    page = request.POST.get("next", "")
    return page if url_has_allowed_host_and_scheme(page, allowed_hosts=None) else ""


def request_id(request: HttpRequest) -> UUID:
    """Read the number of the paper. A form that could not be given one votes once per press."""
    number = request.POST.get("request_id", "")
    try:
        return UUID(number) if number else uuid4()
    except ValueError:
        raise Refusal(
            "paper-number", _("The number of this paper cannot be read. Reload the page.")
        ) from None


def _sign_in_first(pk: UUID, *, by_htmx: bool) -> HttpResponse:
    """Send someone whose session is over to sign in, and back to the paper."""
    back = urlencode({"next": reverse("ballots:ballot", args=[pk])})
    address = f"{reverse('members:sign_in')}?{back}"
    if by_htmx:
        return HttpResponse(status=HTTPStatus.UNAUTHORIZED, headers={"HX-Redirect": address})
    return redirect(address)
