"""The policy book for everyone, and the desk on which a resolution is certified and followed up."""

from collections.abc import Callable
from http import HTTPStatus

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from audit.refusal import Refusal
from conferences.views.frame import FOLLOWING_UP, Frame, frame, signed_in
from members.permissions import MAY
from motions.models import Motion, PolicyAction
from motions.policy import actions, book, certifying
from motions.policy.forms import ActionForm, ReportForm, SearchForm, SupersedeForm
from motions.policy.superseding import motion_supersede

HERE = "motions:resolutions"
ON_A_PAGE = 30


@require_safe
def policy_book(request: HttpRequest) -> HttpResponse:
    """Show the policy in force, and let it be searched."""
    sections, years = book.sections_and_years()
    form = SearchForm(request.GET or None, sections=sections, years=years)
    asked = form.cleaned_data if form.is_bound and form.is_valid() else {}
    found = book.policy_in_force(
        asked.get("q", ""),
        section=asked.get("section", ""),
        year=asked.get("year"),
        superseded=asked.get("superseded", False),
    )
    page = Paginator(found, ON_A_PAGE).get_page(request.GET.get("page", "")[:9])
    query = request.GET.copy()
    query.pop("page", None)
    return render(
        request,
        "motions/policy/book.html",
        {"form": form, "page": page, "is_search": bool(asked), "query": query.urlencode()},
    )


@require_safe
def resolution(request: HttpRequest, code: str, number: str) -> HttpResponse:
    """Show one resolution: its certified words, how it was carried, what has come of it."""
    page = frame(request, code, HERE)
    return _resolution(request, page, _found(code, number))


@require_safe
@login_required
def resolutions(request: HttpRequest, code: str) -> HttpResponse:
    """Show what a conference carried, and how far each resolution has come."""
    page = frame(request, code, HERE)
    page.require(FOLLOWING_UP)
    found = list(book.carried_at(page.conference))
    return render(
        request,
        "motions/policy/resolutions.html",
        page.context(
            resolutions=found,
            certified=sum(each.certified_by_id is not None for each in found),
            entered=sum(each.state in ("POLICY", "SUPERSEDED") for each in found),
        ),
    )


@require_POST
@login_required
def certify(request: HttpRequest, code: str, number: str) -> HttpResponse:
    """Certify the words, or enter them as policy: whichever is next."""
    page, motion, me = frame(request, code, HERE), _found(code, number), signed_in(request)
    act = request.POST.get("act")
    return _answered(
        request,
        page,
        motion,
        lambda: (
            certifying.motion_adopt_policy(motion=motion, actor=me)
            if act == "adopt"
            else certifying.motion_certify(motion=motion, actor=me)
        ),
    )


@require_http_methods(["POST"])
@login_required
def action(request: HttpRequest, code: str, number: str) -> HttpResponse:
    """Enter something that the resolution asks for."""
    page, motion = frame(request, code, HERE), _found(code, number)
    form = ActionForm(request.POST, auto_id="action-%s")
    return _answered(
        request,
        page,
        motion,
        lambda: actions.action_enter(motion=motion, actor=signed_in(request), **form.cleaned_data),
        form=form,
        name="action_form",
    )


@require_http_methods(["POST"])
@login_required
def report(request: HttpRequest, code: str, number: str, action: int) -> HttpResponse:
    """Report on an action."""
    page, motion = frame(request, code, HERE), _found(code, number)
    held = get_object_or_404(
        PolicyAction.objects.select_related("motion__conference__body"),
        motion=motion,
        number=action,
    )
    form = ReportForm(request.POST, auto_id=f"report-{action}-%s")
    return _answered(
        request,
        page,
        motion,
        lambda: actions.action_report(action=held, actor=signed_in(request), **form.cleaned_data),
        form=form,
        name=f"report_{action}",
    )


@require_http_methods(["POST"])
@login_required
def supersede(request: HttpRequest, code: str, number: str) -> HttpResponse:
    """Enter that a later resolution takes the place of this one."""
    page, motion = frame(request, code, HERE), _found(code, number)
    form = SupersedeForm(request.POST, later=book.later_than(motion), auto_id="supersede-%s")
    return _answered(
        request,
        page,
        motion,
        lambda: motion_supersede(motion=motion, actor=signed_in(request), **form.cleaned_data),
        form=form,
        name="supersede_form",
    )


def _found(code: str, number: str) -> Motion:
    try:
        return book.resolution(code, number)
    except Motion.DoesNotExist as missing:
        raise Http404 from missing


def _answered(
    request: HttpRequest,
    page: Frame,
    motion: Motion,
    act: Callable[[], object],
    *,
    form: forms.Form | None = None,
    name: str = "",
) -> HttpResponse:
    """Do an act and come back, or show the page again with what was typed and why not."""
    if form is not None and not form.is_valid():
        return _resolution(request, page, motion, status=422, typed={name: form}, form=form)
    try:
        act()
    except Refusal as no:
        typed = {name: form} if form else {}
        return _resolution(request, page, motion, status=409, typed=typed, refusal=no)
    messages.success(request, _("Done, and in the log."))
    return redirect("motions:resolution", motion.conference.code, motion.number)


def _resolution(
    request: HttpRequest,
    page: Frame,
    motion: Motion,
    *,
    status: int = HTTPStatus.OK,
    typed: dict[str, forms.Form] | None = None,
    refusal: Refusal | None = None,
    form: forms.Form | None = None,
) -> HttpResponse:
    typed = typed or {}
    may_report = bool(page.offices & MAY["policy_action.report"])
    text = motion.substantive
    context = page.context(
        motion=motion,
        text=text,
        was_decided_on=[each for each in motion.questions.all() if each.outcome == "carried"],
        actions=[
            (
                each,
                typed.get(f"report_{each.number}")
                or ReportForm(initial={"state": each.state}, auto_id=f"report-{each.number}-%s"),
            )
            for each in motion.actions.all()
        ],
        may_certify=bool(page.offices & MAY["motion.certify"]) and motion.state == "CARRIED",
        may_adopt=bool(page.offices & MAY["motion.adopt_policy"])
        and motion.state == "CARRIED"
        and motion.certified_by_id is not None,
        may_enter=bool(page.offices & MAY["policy_action.enter"])
        and motion.standing in actions.IN_FORCE,
        may_report=may_report,
        may_supersede=bool(page.offices & MAY["motion.supersede"]) and motion.state == "POLICY",
        action_form=typed.get("action_form") or ActionForm(auto_id="action-%s"),
        supersede_form=typed.get("supersede_form")
        or SupersedeForm(later=book.later_than(motion), auto_id="supersede-%s"),
        refusal=refusal,
        form=form,
    )
    return render(request, "motions/policy/resolution.html", context, status=status)
