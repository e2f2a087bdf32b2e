"""The priority ballot on one page: its paper, its time, its result as bars, and the line."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from audit.refusal import Refusal
from ballots.enums import BallotState
from conferences.enums import Key
from conferences.key_dates import key_date
from conferences.views.frame import Frame, frame, signed_in
from members.permissions import MAY
from motions.models import PriorityBallot
from motions.order.forms import PriorityForm
from motions.order.priority import (
    branch_roll,
    priority_ballot_apply,
    priority_ballot_open,
    priority_ballot_set_up,
)

HERE = "motions:priority"


@require_http_methods(["GET", "POST"])
def priority(request: HttpRequest, code: str) -> HttpResponse:
    """Show the branches' priorities; set the ballot up, open it, and draw its line."""
    page = frame(request, code, HERE)
    sets_up = bool(page.offices & MAY["priority_ballot.set_up"])
    newest = page.conference.priority_ballots.select_related("ballot").last()
    form = PriorityForm(request.POST or None, conference=page.conference) if sets_up else None
    status, refusal = 200, None
    if request.method == "POST":
        page.require(
            MAY["priority_ballot.set_up"]
            | MAY["priority_ballot.open"]
            | MAY["priority_ballot.apply"]
        )
        try:
            if said := _done(request, page, newest, form):
                messages.success(request, said)
                return redirect(HERE, code)
            status = 422
        except Refusal as no:
            status, refusal = 409, no
    ballot = newest.ballot if newest else None
    items = list(newest.items.prefetch_related("motions")) if newest else []
    declared = bool(newest and newest.result_sha256)
    if declared:
        items.sort(key=lambda item: (item.place or 0, item.number))
    context = page.context(
        priority=newest,
        ballot=ballot,
        items=items,
        most=max((item.points or 0 for item in items), default=0),
        above=[item for item in items if newest and (item.place or 0) <= newest.line],
        below=[item for item in items if newest and (item.place or 0) > newest.line],
        declared=declared,
        form=form,
        sets_up=sets_up and (ballot is None or ballot.state in _OVER),
        opens=bool(page.offices & MAY["priority_ballot.open"])
        and bool(ballot and ballot.state == BallotState.READY),
        applies=declared
        and bool(newest and not newest.applied_at)
        and bool(page.offices & MAY["priority_ballot.apply"]),
        opens_at=key_date(page.conference, Key.PRIORITY_BALLOT_OPEN),
        closes_at=key_date(page.conference, Key.PRIORITY_BALLOT_CLOSE),
        branches=len(branch_roll(page.conference)) if page.offices else 0,
        refusal=refusal,
    )
    return render(request, "motions/order/priority.html", context, status=status)


_OVER = (BallotState.DECLARED, BallotState.VOIDED, BallotState.REFUSED)


def _done(
    request: HttpRequest, page: Frame, newest: PriorityBallot | None, form: PriorityForm | None
) -> str:
    """Do what the button says; empty if the form is not filled in."""
    actor = signed_in(request)
    act = request.POST.get("act")
    if act in ("open", "apply") and newest is None:
        raise Refusal("no-paper", _("The paper has not been set out."))
    if act == "open" and newest:
        priority_ballot_open(priority=newest, actor=actor)
        return _("The priority ballot is open to the branches.")
    if act == "apply" and newest:
        priority_ballot_apply(priority=newest, actor=actor)
        return _("The line is drawn.")
    if form is None or not form.is_valid():
        return ""
    priority_ballot_set_up(
        conference=page.conference,
        actor=actor,
        items=form.items(),
        ranks=form.cleaned_data["ranks"],
        line=form.cleaned_data["line"],
    )
    return _("The paper is set out.")
