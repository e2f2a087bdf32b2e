"""The officers' pages of a ballot of the membership: plan it, look at its roll, conduct it."""

from collections.abc import Callable
from http import HTTPStatus
from typing import Any, Final
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from audit.refusal import Refusal
from audit.services.access import access_record
from ballots.membership import desk
from ballots.membership.forms import ExtendForm, PlanForm, ReasonForm, WhomForm
from ballots.membership.planning import (
    membership_ballot_abandon,
    membership_ballot_approve,
    membership_ballot_plan,
    membership_ballot_replan,
)
from ballots.membership.secrecy import in_the_way, secrecy_of
from ballots.membership.standing import plans_shown
from ballots.models import MembershipBallot
from ballots.services import (
    ballot_declare,
    ballot_extend,
    ballot_recommend_void,
    ballot_review,
    ballot_void,
)
from members.delivery.outcomes import REASONS
from members.models import Body
from members.requests import SignedInRequest

BODIES_A_PAGE: Final = 100
NAMES_A_PAGE: Final = 50


@require_safe
@login_required
@never_cache
def memberships(request: SignedInRequest) -> HttpResponse:
    """List the ballots of the memberships that whoever looks is an officer of."""
    seen = desk.bodies_seen(request.user)
    if not seen:
        raise PermissionDenied(_("This page is for the officers of ballots."))
    context = {
        "plans": plans_shown(seen),
        "bodies": desk.bodies_planning(request.user),
    }
    return render(request, "ballots/membership/list.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
@never_cache
def membership_new(request: SignedInRequest) -> HttpResponse:
    """Plan one. A refusal is explained above the form, which keeps what was typed."""
    body = _body(request)
    form = PlanForm(request.POST or None, body=body)
    refusal, status = None, HTTPStatus.OK
    if form.is_valid():
        try:
            plan = membership_ballot_plan(actor=request.user, body=body, **form.planned())
        except Refusal as no:
            refusal, status = no, HTTPStatus.CONFLICT
        else:
            messages.success(request, _("Planned. Now look at whom it asks."))
            return redirect("ballots:membership", plan.pk)
    elif form.is_bound:
        status = HTTPStatus.UNPROCESSABLE_ENTITY
    context = {"form": form, "refusal": refusal, "body": body}
    return render(request, "ballots/membership/plan.html", context, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
@never_cache
def membership_change(request: SignedInRequest, pk: UUID) -> HttpResponse:
    """Change whom it asks and when, until it opens."""
    plan = _plan(request, pk)
    if not desk.may_do(plan, request.user).change or plan.ballot.body is None:
        return redirect("ballots:membership", pk)
    form = WhomForm.of(plan, plan.ballot.body, request.POST or None)
    refusal, status = None, HTTPStatus.OK
    if form.is_valid():
        try:
            membership_ballot_replan(plan=plan, actor=request.user, asked=form.asked())
        except Refusal as no:
            refusal, status = no, HTTPStatus.CONFLICT
        else:
            messages.success(request, _("Changed. The returning officer approves it anew."))
            return redirect("ballots:membership", pk)
    elif form.is_bound:
        status = HTTPStatus.UNPROCESSABLE_ENTITY
    context = {"form": form, "refusal": refusal, "plan": plan, "ballot": plan.ballot}
    return render(request, "ballots/membership/change.html", context, status=status)


@require_safe
@login_required
@never_cache
def membership(request: SignedInRequest, pk: UUID) -> HttpResponse:
    """Show the desk of one ballot: whom it asks, how far it is, and what may be done now."""
    return _desk(request, _plan(request, pk))


@require_POST
@login_required
def membership_act(request: SignedInRequest, pk: UUID) -> HttpResponse:
    """Do what a button of the desk says."""
    plan = _plan(request, pk)
    act = _ACTS.get(request.POST.get("act", ""))
    if act is None:
        raise Http404(_("There is no such button."))
    reason, extend = ReasonForm(request.POST), ExtendForm(request.POST)
    try:
        said = act(plan, request, reason, extend)
    except Refusal as refusal:
        return _desk(request, plan, refusal=refusal, status=HTTPStatus.CONFLICT)
    except _NotFilledInError:
        return _desk(
            request, plan, reason=reason, extend=extend, status=HTTPStatus.UNPROCESSABLE_ENTITY
        )
    messages.success(request, said)
    return redirect("ballots:membership", pk)


@require_safe
@login_required
@never_cache
def membership_unreached(request: SignedInRequest, pk: UUID) -> HttpResponse:
    """Name those whom the notice did not reach; that they were looked up is recorded."""
    plan = _plan(request, pk)
    page = Paginator(desk.unreached(plan), NAMES_A_PAGE).get_page(request.GET.get("page"))
    if page.object_list:
        access_record(
            actor=request.user,
            office=desk.insist_sees(plan, request.user),
            what="whom the notice of a ballot did not reach, by name",
            subject=plan.ballot,
        )
    context = {
        "plan": plan,
        "ballot": plan.ballot,
        "page": page,
        "people": [(one, REASONS.get(one.reason, one.reason)) for one in page],
    }
    return render(request, "ballots/membership/unreached.html", context)


def _desk(
    request: SignedInRequest,
    plan: MembershipBallot,
    *,
    refusal: Refusal | None = None,
    reason: ReasonForm | None = None,
    extend: ExtendForm | None = None,
    status: int = HTTPStatus.OK,
) -> HttpResponse:
    plan.ballot.refresh_from_db()
    opened = plan.ballot.opened_at is not None
    progress = desk.progress(plan) if opened else None
    bodies = desk.turnout_by_body(plan) if opened else []
    secrecy = secrecy_of(plan)
    context: dict[str, Any] = {
        "plan": plan,
        "ballot": plan.ballot,
        "may": desk.may_do(plan, request.user),
        "refusal": refusal,
        "reason": reason or ReasonForm(),
        "extend": extend or ExtendForm(),
        "awaited": plan.is_awaited,
        "secrecy": secrecy,
        "in_the_way": in_the_way(plan, secrecy),
        "roll": None if opened or plan.abandoned_at else desk.preview(plan),
        "progress": progress,
        "mailings": progress.mailings if progress else list(plan.mailings.all()),
        "bodies": Paginator(bodies, BODIES_A_PAGE).get_page(request.GET.get("page")),
    }
    return render(request, "ballots/membership/desk.html", context, status=status)


class _NotFilledInError(Exception):
    """A button was pressed with nothing where something has to stand."""


_Act = Callable[[MembershipBallot, SignedInRequest, ReasonForm, ExtendForm], str]


def _approve(plan: MembershipBallot, request: SignedInRequest, *_forms: object) -> str:
    membership_ballot_approve(plan=plan, actor=request.user)
    return _("Approved. It opens by itself at its time, and its notices go out then.")


def _abandon(plan: MembershipBallot, request: SignedInRequest, *_forms: object) -> str:
    membership_ballot_abandon(plan=plan, actor=request.user)
    return _("Left. Nobody was written to.")


def _review(
    plan: MembershipBallot, request: SignedInRequest, reason: ReasonForm, _extend: object
) -> str:
    approve = request.POST["act"] == "let_by"
    ballot_review(ballot=plan.ballot, actor=request.user, approve=approve, reason=_reason(reason))
    return _("Let by.") if approve else _("Refused: it will not be held.")


def _extend(
    plan: MembershipBallot, request: SignedInRequest, _reason: object, extend: ExtendForm
) -> str:
    if not extend.is_valid():
        raise _NotFilledInError
    seconds = extend.cleaned_data["hours"] * 3600
    held = ballot_extend(ballot=plan.ballot, actor=request.user, seconds=seconds)
    if held.extension_asked_by is not None:
        return _("Asked for. Another officer has to give the same to confirm it.")
    return _("Extended. Every page has the new time.")


def _declare(plan: MembershipBallot, request: SignedInRequest, *_forms: object) -> str:
    ballot_declare(ballot=plan.ballot, actor=request.user)
    return _("Declared. Members see the result on the ballot's page.")


def _recommend_void(
    plan: MembershipBallot, request: SignedInRequest, reason: ReasonForm, _extend: object
) -> str:
    ballot_recommend_void(ballot=plan.ballot, actor=request.user, reason=_reason(reason))
    return _("Recommended. The chair decides.")


def _void(plan: MembershipBallot, request: SignedInRequest, *_forms: object) -> str:
    ballot_void(ballot=plan.ballot, actor=request.user)
    return _("It is void. The votes are kept, and their figures are never shown.")


_ACTS: Final[dict[str, _Act]] = {
    "approve": _approve,
    "abandon": _abandon,
    "let_by": _review,
    "refuse": _review,
    "extend": _extend,
    "declare": _declare,
    "recommend_void": _recommend_void,
    "void": _void,
}


def _reason(form: ReasonForm) -> str:
    if not form.is_valid():
        raise _NotFilledInError
    given: str = form.cleaned_data["reason"]
    return given


def _plan(request: SignedInRequest, pk: UUID) -> MembershipBallot:
    """Find a ballot of a membership for an officer of its body."""
    found = MembershipBallot.objects.select_related("ballot__body").filter(pk=pk).first()
    if found is None:
        raise Http404(_("There is no such ballot."))
    try:
        desk.insist_sees(found, request.user)
    except Refusal as refusal:
        raise PermissionDenied(refusal.message) from None
    return found


def _body(request: SignedInRequest) -> Body:
    """Give the body whose members are to be asked: named, or the one whose officer this is."""
    bodies = desk.bodies_planning(request.user)
    code = request.GET.get("body") or request.POST.get("body") or ""
    body = next((one for one in bodies if one.code == code or not code), None)
    if body is None:
        raise PermissionDenied(
            _("A ballot of members is planned by the returning officer, clerk or secretary.")
        )
    return body
