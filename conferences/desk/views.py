"""The teller's desk and the returning officer's: conducting a vote, answering for its figures."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.db.models import Count
from django.forms import Form
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from audit.refusal import Refusal
from audit.selectors import newest_head
from audit.services.access import access_record
from ballots.enums import BallotState, VotingForm
from ballots.models import Ballot
from ballots.reconciling import discrepancies
from ballots.secret.choosing import opening_under_way
from ballots.selectors import count, turnout
from ballots.services import ballot_close, ballot_extend, ballot_recommend_void
from ballots.services.extending import takes_two
from conferences.desk.confirming import figures_confirm, figures_dispute
from conferences.desk.facts import facts_of, waiting_for
from conferences.elections_ahead import elections_ahead
from conferences.forms import ExtendForm, ReasonForm
from conferences.register_forms import IncidentForm
from conferences.selectors import (
    ballots_waiting,
    credentials_by_branch,
    floor_of,
    quorum_now,
)
from conferences.services import incident_open
from conferences.views.frame import DESK, RETURNING, Frame, frame, signed_in
from live.tokens import stream_url
from members.enums import Office
from members.permissions import MAY

TELLING = MAY["figures.confirm"]


@require_safe
@login_required
def teller(request: HttpRequest, code: str) -> HttpResponse:
    """Show turnout by branch, who could not vote and why, and what a teller may do."""
    page = frame(request, code, "conferences:teller")
    page.require(DESK)
    context = _teller(page)
    if context["ballot"] and context["ballot"].is_taking_votes:
        access_record(
            actor=signed_in(request),
            office=min(page.offices & DESK),
            what="who has not voted, by branch",
            subject=context["ballot"],
        )
    return render(request, "conferences/teller.html", context)


@require_safe
@login_required
def facts(request: HttpRequest, code: str) -> HttpResponse:
    """Show what the desk knows beside the board, on its own: asked for when the board moves."""
    page = frame(request, code, "conferences:teller")
    page.require(DESK)
    ballot = floor_of(page.conference).ballot
    known = facts_of(page.conference, ballot) if ballot else None
    context = page.context(ballot=ballot, facts=known, may_confirm=bool(page.offices & TELLING))
    return render(request, "conferences/desk/_facts.html", context)


@require_safe
@login_required
def waiting(request: HttpRequest, code: str) -> HttpResponse:
    """Name who has not voted in the open vote; each look is in the register of who saw what."""
    page = frame(request, code, "conferences:teller")
    page.require(DESK)
    ballot = _on_the_floor(page)
    lines = waiting_for(ballot)
    if lines:
        access_record(
            actor=signed_in(request),
            office=min(page.offices & DESK),
            what="who has not voted, by name",
            subject=ballot,
        )
    context = page.context(
        ballot=ballot,
        lines=lines,
        is_secret=ballot.form == VotingForm.SECRET_BALLOT,
        waited_for=sum(len(people) for _body, people in lines),
    )
    return render(request, "conferences/desk/waiting.html", context)


@require_POST
@login_required
def confirm(request: HttpRequest, code: str) -> HttpResponse:
    """Confirm the figures, as one teller."""
    page = frame(request, code, "conferences:teller")
    page.require(DESK)
    return _conducted(
        request,
        page,
        lambda ballot: figures_confirm(
            ballot=ballot, conference=page.conference, actor=signed_in(request)
        ),
        _("You have confirmed the figures. The chair sees it."),
    )


@require_POST
@login_required
def dispute(request: HttpRequest, code: str) -> HttpResponse:
    """Say that the figures are wrong, and why."""
    page = frame(request, code, "conferences:teller")
    page.require(DESK)
    form = ReasonForm(request.POST)
    if not form.is_valid():
        return _given_back(request, page, form, "dispute_form")
    return _conducted(
        request,
        page,
        lambda ballot: figures_dispute(
            ballot=ballot,
            conference=page.conference,
            actor=signed_in(request),
            reason=form.cleaned_data["reason"],
        ),
        _("The chair sees that you find the figures wrong, and why."),
        typed={"dispute_form": form},
    )


@require_POST
@login_required
def incident(request: HttpRequest, code: str) -> HttpResponse:
    """Enter an incident from the desk, with the votes it touched (guide L3)."""
    page = frame(request, code, "conferences:teller")
    page.require(DESK)
    form = IncidentForm(request.POST, conference=page.conference)
    if not form.is_valid():
        return _given_back(request, page, form, "incident_form")
    try:
        entered = incident_open(
            conference=page.conference, actor=signed_in(request), **form.cleaned_data
        )
    except Refusal as refusal:
        context = _teller(page) | {"refusal": refusal, "incident_form": form}
        return render(request, "conferences/teller.html", context, status=409)
    messages.success(
        request,
        _("%(incident)s is entered. Its end and what follows go into the registers.")
        % {"incident": entered},
    )
    return redirect("conferences:teller", code)


@require_POST
@login_required
def extend(request: HttpRequest, code: str) -> HttpResponse:
    """Give the open vote more time."""
    page = frame(request, code, "conferences:teller")
    page.require(DESK)
    form = ExtendForm(request.POST)
    if not form.is_valid():
        return _given_back(request, page, form, "extend_form")
    seconds, shown = form.cleaned_data["seconds"], _on_the_floor(page)
    open_until = form.cleaned_data["open_until"]
    is_asked = takes_two(shown) and shown.extension_seconds != seconds
    return _conducted(
        request,
        page,
        lambda ballot: ballot_extend(
            ballot=ballot, actor=signed_in(request), seconds=seconds, open_until=open_until
        ),
        _("Asked for. Another officer has to give the same to confirm it.")
        if is_asked
        else _("The vote is open for %(seconds)d seconds more.") % {"seconds": seconds},
    )


@require_POST
@login_required
def close(request: HttpRequest, code: str) -> HttpResponse:
    """Close the vote: its time is up, or everyone on the roll has voted."""
    page = frame(request, code, "conferences:teller")
    page.require(DESK)
    return _conducted(
        request,
        page,
        lambda ballot: ballot_close(ballot=ballot, actor=signed_in(request)),
        _("The vote is closed and counted."),
    )


@require_safe
@login_required
def returning_officer(request: HttpRequest, code: str) -> HttpResponse:
    """Show the figures and whether they reconcile, every ballot, and the head of the log."""
    page = frame(request, code, "conferences:returning_officer")
    page.require(RETURNING)
    return render(request, "conferences/returning_officer.html", _returning(page))


@require_POST
@login_required
def recommend_void(request: HttpRequest, code: str) -> HttpResponse:
    """Recommend to the chair that the vote before conference is void, and say why."""
    page = frame(request, code, "conferences:returning_officer")
    page.require(RETURNING)
    form = ReasonForm(request.POST)
    refusal = None
    if form.is_valid():
        try:
            ballot_recommend_void(
                ballot=_as_shown(request, page),
                actor=signed_in(request),
                reason=form.cleaned_data["reason"],
            )
        except Refusal as no:
            refusal = no
        else:
            messages.success(request, _("Recommended. It now waits for the chair to order it."))
            return redirect("conferences:returning_officer", code)
    context = _returning(page) | {"form": form, "refusal": refusal}
    template = "conferences/returning_officer.html"
    return render(request, template, context, status=409 if refusal else 422)


def _given_back(request: HttpRequest, page: Frame, form: Form, name: str) -> HttpResponse:
    """Give a form back as it was typed, with what is wrong with it."""
    context = _teller(page) | {"form": form, name: form}
    return render(request, "conferences/teller.html", context, status=422)


def _conducted(
    request: HttpRequest,
    page: Frame,
    act: Callable[[Ballot], object],
    done: str,
    typed: dict[str, Form] | None = None,
) -> HttpResponse:
    """Do an act on the vote before conference; show a refusal where the button was."""
    try:
        act(_as_shown(request, page))
    except Refusal as refusal:
        context = _teller(page) | {"refusal": refusal} | (typed or {})
        return render(request, "conferences/teller.html", context, status=409)
    messages.success(request, done)
    return redirect("conferences:teller", page.conference.code)


def _on_the_floor(page: Frame) -> Ballot:
    ballot = floor_of(page.conference).ballot
    if ballot is None:
        raise Http404(_("No vote has been taken yet."))
    return ballot


def _as_shown(request: HttpRequest, page: Frame) -> Ballot:
    """Give the vote before conference, if it is the one that the officer had on the page.

    A page that hangs behind must not close, confirm or recommend void the vote that came next.
    """
    ballot = _on_the_floor(page)
    if request.POST.get("ballot", str(ballot.pk)) != str(ballot.pk):
        raise Refusal(
            "another-vote",
            "Nothing was done: another vote came meanwhile. It is "
            f"{ballot.get_state_display().lower()}: {ballot.question}",
        )
    return ballot


def _teller(page: Frame) -> dict[str, Any]:
    conference = page.conference
    floor = floor_of(conference)
    return page.context(
        floor=floor,
        ballot=floor.ballot,
        proposed=ballots_waiting(conference),
        quorum=quorum_now(conference),
        board=credentials_by_branch(conference, floor.ballot),
        facts=facts_of(conference, floor.ballot) if floor.ballot else None,
        may_confirm=bool(page.offices & TELLING),
        extend_form=ExtendForm(),
        dispute_form=ReasonForm(),
        incident_form=IncidentForm(
            conference=conference, initial={"votes": [floor.ballot] if floor.ballot else []}
        ),
        stream_url=stream_url([f"desk:{conference.code}", f"floor:{conference.code}"]),
    )


def _returning(page: Frame) -> dict[str, Any]:
    conference = page.conference
    floor = floor_of(conference)
    return page.context(
        floor=floor,
        ballot=floor.ballot,
        quorum=quorum_now(conference),
        figures=_figures(floor.ballot),
        opening=opening_under_way(floor.ballot),
        facts=facts_of(conference, floor.ballot) if floor.ballot else None,
        form=ReasonForm(),
        ballots=Ballot.objects.filter(body=conference.body_id)
        .annotate(signed=Count("declarations"))
        .order_by("-created_at")[:60],
        proposed=ballots_waiting(conference),
        ahead=elections_ahead(conference, Office.RETURNING_OFFICER),
        head=newest_head(),
        stream_url=stream_url([f"desk:{conference.code}", f"floor:{conference.code}"]),
    )


def _figures(ballot: Ballot | None) -> dict[str, Any] | None:
    """Count a vote that has closed, and check that its papers and its roll agree."""
    if ballot is None or ballot.state not in (BallotState.CLOSED, BallotState.DECLARED):
        return None
    if opening_under_way(ballot):
        return None
    counted, attended = count(ballot), turnout(ballot)
    papers = sum(counted.papers.values())
    return {
        "result": ballot.result or counted.result(attended),
        "turnout": attended,
        "papers": papers,
        "not_cast": attended.roll - attended.voted,
        "reconciles": papers == attended.voted,
        "differs": discrepancies(ballot),
    }
