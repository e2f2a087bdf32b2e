"""Ballots proposed to a conference: asked for, looked at by a second person, opened, declared."""

from collections.abc import Callable
from http import HTTPStatus
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from audit.refusal import Refusal
from ballots.enums import BallotState
from ballots.guard import EFFECTIVE_ON, QUESTIONS, Answer
from ballots.models import Ballot
from ballots.services import ballot_declare, ballot_review
from conferences.forms import ProposalForm, ReasonForm, WindowForm
from conferences.proposals import law_in_full, shelves
from conferences.selectors import ballots_proposed
from conferences.services import indicative_vote_open, indicative_vote_propose
from conferences.views.frame import (
    DESK,
    PROPOSING,
    RETURNING,
    REVIEWING,
    Frame,
    frame,
    signed_in,
)


@require_safe
@login_required
def ballots(request: HttpRequest, code: str) -> HttpResponse:
    """List the ballots proposed to this conference, and what each of them waits for."""
    page = _page(request, code)
    may_propose = bool(page.offices & PROPOSING)
    context = page.context(ballots=ballots_proposed(page.conference), may_propose=may_propose)
    return render(request, "conferences/ballots.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def propose_ballot(request: HttpRequest, code: str) -> HttpResponse:
    """Propose a ballot. A refusal is explained above the form, which keeps what was typed."""
    page = frame(request, code, "conferences:ballots")
    page.require(PROPOSING)
    form = ProposalForm(request.POST or None)
    refusal, status = None, HTTPStatus.OK
    if form.is_valid():
        try:
            ballot = indicative_vote_propose(
                conference=page.conference, actor=signed_in(request), **form.proposal()
            )
        except Refusal as no:
            refusal, status = no, HTTPStatus.CONFLICT
        else:
            messages.success(request, _("Proposed, and in the log."))
            return redirect("conferences:proposed_ballot", code, ballot.pk)
    elif form.is_bound:
        status = HTTPStatus.UNPROCESSABLE_ENTITY
    context = page.context(
        form=form,
        refusal=refusal,
        law=law_in_full(refusal) if refusal else "",
        shelves=shelves(),
        effective_on=EFFECTIVE_ON,
    )
    return render(request, "conferences/propose_ballot.html", context, status=status)


@require_safe
@login_required
def proposed_ballot(request: HttpRequest, code: str, pk: UUID) -> HttpResponse:
    """Show a ballot as it was proposed, what the guard said, and what may be done with it."""
    page = _page(request, code)
    return render(request, "conferences/proposed_ballot.html", _shown(request, page, pk))


@require_POST
@login_required
def review_ballot(request: HttpRequest, code: str, pk: UUID) -> HttpResponse:
    """Approve or refuse, as the second person, in writing."""
    page = frame(request, code, "conferences:ballots")
    page.require(REVIEWING)
    approve = request.POST.get("verdict") == "approve"
    form = ReasonForm(request.POST)
    if not form.is_valid():
        return _answer(request, page, pk, HTTPStatus.UNPROCESSABLE_ENTITY, review_form=form)
    return _acted(
        request,
        page,
        pk,
        lambda ballot: ballot_review(
            ballot=ballot,
            actor=signed_in(request),
            approve=approve,
            reason=form.cleaned_data["reason"],
        ),
        _("Approved: it may be opened.") if approve else _("Refused: it will not be held."),
        review_form=form,
    )


@require_POST
@login_required
def open_indicative(request: HttpRequest, code: str, pk: UUID) -> HttpResponse:
    """Open it to the delegates present, as a show of hands that decides nothing."""
    page = frame(request, code, "conferences:ballots")
    page.require(DESK)
    form = WindowForm(request.POST)
    if not form.is_valid():
        return _answer(request, page, pk, HTTPStatus.UNPROCESSABLE_ENTITY, window_form=form)
    return _acted(
        request,
        page,
        pk,
        lambda ballot: indicative_vote_open(
            ballot=ballot,
            conference=page.conference,
            actor=signed_in(request),
            window_seconds=form.cleaned_data["seconds"],
        ),
        _("The vote is open to the delegates present."),
        window_form=form,
    )


@require_POST
@login_required
def declare_indicative(request: HttpRequest, code: str, pk: UUID) -> HttpResponse:
    """Declare the figures of an indicative vote that has closed."""
    page = frame(request, code, "conferences:ballots")
    page.require(RETURNING)
    return _acted(
        request,
        page,
        pk,
        lambda ballot: ballot_declare(ballot=ballot, actor=signed_in(request)),
        _("The figures are declared."),
    )


def _page(request: HttpRequest, code: str) -> Frame:
    page = frame(request, code, "conferences:ballots")
    page.require(PROPOSING | REVIEWING)
    return page


def _proposal(page: Frame, pk: UUID) -> Ballot:
    ballot = ballots_proposed(page.conference).filter(pk=pk).first()
    if ballot is None:
        raise Http404(_("No such ballot was proposed to this conference."))
    return ballot


def _acted(
    request: HttpRequest,
    page: Frame,
    pk: UUID,
    act: Callable[[Ballot], object],
    done: str,
    **forms: Any,
) -> HttpResponse:
    """Do an act on a proposed ballot; show a refusal on its page."""
    try:
        act(_proposal(page, pk))
    except Refusal as refusal:
        return _answer(request, page, pk, HTTPStatus.CONFLICT, refusal=refusal, **forms)
    messages.success(request, done)
    return redirect("conferences:proposed_ballot", page.conference.code, pk)


def _answer(
    request: HttpRequest, page: Frame, pk: UUID, status: HTTPStatus, **more: Any
) -> HttpResponse:
    context = _shown(request, page, pk) | more
    return render(request, "conferences/proposed_ballot.html", context, status=status)


def _shown(request: HttpRequest, page: Frame, pk: UUID) -> dict[str, Any]:
    ballot = _proposal(page, pk)
    state, is_own = BallotState(ballot.state), ballot.created_by_id == signed_in(request).pk
    windows = page.conference.orders.windows
    return page.context(
        ballot=ballot,
        answers=[
            (question, Answer(ballot.attestation[name]).label)
            for name, question in QUESTIONS.items()
        ],
        is_own=is_own,
        may_review=state is BallotState.UNDER_REVIEW
        and not is_own
        and bool(page.offices & REVIEWING),
        may_open=state is BallotState.READY and bool(page.offices & DESK),
        may_declare=state is BallotState.CLOSED and bool(page.offices & RETURNING),
        review_form=ReasonForm(),
        window_form=WindowForm(initial={"seconds": windows.default}),
        least_seconds=windows.minimum,
    )
