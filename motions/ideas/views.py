"""The pages of a round of ideas: share, rate, see what came of it, and take one up."""

from collections.abc import Callable
from http import HTTPStatus
from typing import Any

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.db.models import Q, QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from audit.refusal import Refusal
from conferences.models import Conference
from conferences.views.frame import Frame, frame, signed_in
from members.models import Body, Member
from members.permissions import BRANCH_OFFICERS, MAY
from members.selectors import appointments_in_force
from motions.ideas import acts
from motions.ideas.forms import HideForm, RateForm, RoundForm, ShareForm
from motions.ideas.selectors import (
    MOST_EACH,
    Stage,
    is_asked,
    outcome,
    own_ideas,
    rated_by,
    rounds_for,
    stage_of,
    to_rate,
)
from motions.models import Idea, IdeaRound

HERE = "motions:ideas"


@require_safe
@login_required
def ideas(request: HttpRequest, code: str) -> HttpResponse:
    """Show the rounds that ask whoever is looking."""
    page = frame(request, code, HERE)
    me = signed_in(request)
    rounds = [(each, stage_of(each).value) for each in rounds_for(me, page.conference)]
    may_open = _may_ask(me, page.conference).exists()
    return render(
        request, "motions/ideas/rounds.html", page.context(rounds=rounds, may_open=may_open)
    )


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def open_round(request: HttpRequest, code: str) -> HttpResponse:
    """Ask the members of the union, or of one's branch, for their ideas."""
    page = frame(request, code, HERE)
    me = signed_in(request)
    bodies = _may_ask(me, page.conference)
    if not bodies.exists():
        raise PermissionDenied(_("Ideas are asked for by the clerk, or by a branch's officers."))
    form = RoundForm(request.POST or None, bodies=bodies)
    refusal, status = None, HTTPStatus.OK
    if form.is_bound and form.is_valid():
        try:
            asked = acts.round_open(conference=page.conference, actor=me, **form.cleaned_data)
        except Refusal as no:
            refusal, status = no, HTTPStatus.CONFLICT
        else:
            return redirect("motions:idea_round", code, asked.number)
    elif form.is_bound:
        status = HTTPStatus.UNPROCESSABLE_ENTITY
    return render(
        request,
        "motions/ideas/open.html",
        page.context(form=form, refusal=refusal),
        status=status,
    )


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def idea_round(request: HttpRequest, code: str, number: int) -> HttpResponse:
    """Share and rate while it is open; after that, see how the ideas stand and take one up."""
    page = frame(request, code, HERE)
    me = signed_in(request)
    asked = get_object_or_404(
        page.conference.idea_rounds.select_related("body", "conference__body"), number=number
    )
    if not is_asked(me, asked.body):
        raise PermissionDenied(
            _("This round asks the members of %(body)s.") % {"body": asked.body.name}
        )
    form, refusal, status = ShareForm(), None, HTTPStatus.OK
    if request.method == "POST":
        act = request.POST.get("act", "")
        form = ShareForm(request.POST) if act == "share" else form
        try:
            if answer := _posted(request, page, asked, act, form):
                return answer
            status = HTTPStatus.UNPROCESSABLE_ENTITY
        except Refusal as no:
            refusal, status = no, HTTPStatus.CONFLICT
    return render(
        request,
        "motions/ideas/round.html",
        page.context(**_shown(page, asked, me), form=form, refusal=refusal),
        status=status,
    )


def _posted(
    request: HttpRequest, page: Frame, asked: IdeaRound, act: str, form: ShareForm
) -> HttpResponse | None:
    """Do what was pressed and lead on; None where what was typed is not right."""
    me = signed_in(request)
    here = redirect("motions:idea_round", page.conference.code, asked.number)
    given: forms.Form
    match act:
        case "share":
            if form.is_valid():
                acts.idea_share(asked=asked, member=me, words=form.cleaned_data["words"])
                messages.success(request, _("Shared. Others see the words and not whose they are."))
                return here
        case "rate":
            given = RateForm(request.POST)
            if given.is_valid():
                idea = _idea(asked, given)
                acts.idea_rate(idea=idea, member=me, stars=given.cleaned_data["stars"])
                return here
            raise Refusal("no-stars", "Choose how many stars, or pass the idea over.")
        case "hide":
            given = HideForm(request.POST)
            if given.is_valid():
                idea = _idea(asked, given)
                acts.idea_hide(idea=idea, actor=me, reason=given.cleaned_data["reason"])
                messages.success(request, _("Hidden. Its writer sees the reason."))
                return here
            raise Refusal("no-words", "Put the reason in words.")
        case "take_up":
            return _taken_up(request, page, asked)
    return None


def _taken_up(request: HttpRequest, page: Frame, asked: IdeaRound) -> HttpResponse:
    me = signed_in(request)
    branch = _own_branches(me).filter(code=request.POST.get("branch", "")).first()
    if branch is None:
        raise Refusal("not-your-branch", "Choose the branch whose officer you are.")
    idea = _idea(asked, RateForm({"idea": request.POST.get("idea"), "stars": 0}))
    motion = acts.idea_take_up(idea=idea, branch=branch, actor=me)
    messages.success(request, _("A draft of your branch: write the motion from here."))
    address = reverse("motions:paper", args=[page.conference.code, branch.code, motion.reference])
    return redirect(address)


def _idea(asked: IdeaRound, form: forms.Form) -> Idea:
    if not form.is_valid():
        raise Refusal("no-idea", "Choose an idea of this round.")
    found = asked.ideas.select_related("round__body", "round__conference__body").filter(
        number=form.cleaned_data["idea"]
    )
    idea = found.first()
    if idea is None:
        raise Http404(_("There is no such idea."))
    return idea


def _shown(page: Frame, asked: IdeaRound, me: Member) -> dict[str, Any]:
    stage = stage_of(asked)
    is_open = stage == Stage.OPEN
    hides = MAY["idea.hide"] & page.offices or (_own_branches(me).filter(pk=asked.body_id).exists())
    return {
        "round": asked,
        "stage": stage.value,
        "mine": own_ideas(asked, me),
        "most": MOST_EACH,
        "waiting": to_rate(asked, me) if is_open else [],
        "rated": rated_by(asked, me),
        "shared": asked.ideas.filter(hidden_at=None).count(),
        "ranked": outcome(asked) if stage == Stage.OVER else [],
        "stars": _STARS,
        "may_hide": bool(hides),
        "every": asked.ideas.filter(hidden_at=None) if hides else [],
        "branches": _own_branches(me) if stage == Stage.OVER else [],
    }


_STARS: list[tuple[int, Callable[[], str] | str]] = [
    (1, "1 star: not this"),
    (2, "2 stars"),
    (3, "3 stars"),
    (4, "4 stars"),
    (5, "5 stars: take it up"),
]


def _own_branches(member: Member) -> QuerySet[Body]:
    held = appointments_in_force().filter(member=member, office__in=BRANCH_OFFICERS)
    return Body.objects.filter(pk__in=held.values("body")).exclude(parent=None)


def _may_ask(member: Member, conference: Conference) -> QuerySet[Body]:
    held = appointments_in_force().filter(member=member)
    of_union = held.filter(office__in=MAY["idea_round.open"], body=conference.body_id)
    of_branch = held.filter(office__in=MAY["branch_idea_round.open"]).exclude(body__parent=None)
    return Body.objects.filter(
        Q(pk__in=of_union.values("body")) | Q(pk__in=of_branch.values("body"))
    )
