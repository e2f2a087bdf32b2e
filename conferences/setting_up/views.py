"""The pages on which a conference is called and set up."""

from collections.abc import Callable
from http import HTTPStatus

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from audit.refusal import Refusal
from conferences.models import AgendaItem, Session
from conferences.running.reading import sessions_planned
from conferences.setting_up import calling, programme
from conferences.setting_up.checklist import steps
from conferences.setting_up.forms import CallForm, ItemForm, SessionForm, StandingOrdersForm
from conferences.views.frame import Frame, frame, signed_in
from members.models import Body
from members.permissions import MAY
from members.selectors import appointments_in_force

HERE = "conferences:setting_up"
SETS_UP = MAY["conference.call"] | MAY["standing_orders.set"] | MAY["session.arrange"]


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def call(request: HttpRequest) -> HttpResponse:
    """Call a conference of the body whose officer one is."""
    me = signed_in(request)
    bodies = Body.objects.filter(
        pk__in=appointments_in_force()
        .filter(member=me, office__in=MAY["conference.call"])
        .values("body")
    )
    body = bodies.filter(parent=None).first() or bodies.first()
    if body is None:
        raise PermissionDenied(_("A conference is called by its general secretary or clerk."))
    form = CallForm(request.POST or None)
    refusal, status = None, HTTPStatus.OK
    if form.is_bound and form.is_valid():
        try:
            called = calling.conference_call(body=body, actor=me, **form.facts())
        except Refusal as no:
            refusal, status = no, HTTPStatus.CONFLICT
        else:
            messages.success(request, _("Called. Now set it up, step by step."))
            return redirect(HERE, called.code)
    elif form.is_bound:
        status = HTTPStatus.UNPROCESSABLE_ENTITY
    context = {"form": form, "body": body, "refusal": refusal}
    return render(request, "conferences/setting_up/call.html", context, status=status)


@require_safe
@login_required
def setting_up(request: HttpRequest, code: str) -> HttpResponse:
    """Show what the conference still needs, step by step."""
    page = _page(request, code)
    found = list(steps(page.conference))
    return render(
        request,
        "conferences/setting_up/steps.html",
        page.context(steps=found, done=sum(step.is_done for step in found)),
    )


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def standing_orders(request: HttpRequest, code: str) -> HttpResponse:
    """Show the standing orders; let those who may set them do so until conference meets."""
    page = _page(request, code)
    may_set = bool(page.offices & MAY["standing_orders.set"])
    form = StandingOrdersForm(request.POST or None, conference=page.conference)
    answer = _answered(
        request,
        form,
        lambda: calling.standing_orders_set(
            conference=page.conference, actor=signed_in(request), settings=form.settings()
        ),
        _("Set, and in the log."),
    )
    if isinstance(answer, HttpResponse):
        return answer
    refusal, status = answer
    return render(
        request,
        "conferences/setting_up/standing_orders.html",
        page.context(form=form, may_set=may_set, refusal=refusal),
        status=status,
    )


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def programme_page(request: HttpRequest, code: str) -> HttpResponse:
    """Show the sessions with their items, and arrange them."""
    page = _page(request, code)
    conference, me, act = page.conference, signed_in(request), request.POST.get("act", "")
    session_form = SessionForm(
        request.POST if act == "session" else None, conference=conference, auto_id="session-%s"
    )
    item_form = ItemForm(request.POST if act in ("item", "change") else None)

    def arrange() -> None:
        match act:
            case "session":
                programme.session_arrange(
                    conference=conference, actor=me, **session_form.cleaned_data
                )
            case "drop_session":
                programme.session_drop(session=_session(request, page), actor=me)
            case "item":
                programme.item_arrange(
                    session=_session(request, page), actor=me, **item_form.facts()
                )
            case "change":
                programme.item_change(item=_item(request, page), actor=me, **item_form.facts())
            case "drop":
                programme.item_drop(item=_item(request, page), actor=me)
            case _:
                raise Refusal("unknown-act", "This page does not know that act.")

    form = {"session": session_form, "item": item_form, "change": item_form}.get(act)
    answer = _answered(request, form, arrange, _("Done, and in the log."))
    if isinstance(answer, HttpResponse):
        return answer
    refusal, status = answer
    typed_in = _whole(request, "session")
    sessions = [
        (
            planned.session,
            [(item, ItemForm.of(item)) for item in planned.items],
            item_form
            if item_form.is_bound and planned.session.number == typed_in
            else ItemForm(auto_id=f"new-{planned.session.number}-%s"),
            planned.plan,
        )
        for planned in sessions_planned(conference)
    ]
    return render(
        request,
        "conferences/setting_up/programme.html",
        page.context(
            sessions=sessions,
            session_form=session_form,
            form=form if form and form.errors else None,
            refusal=refusal,
        ),
        status=status,
    )


def _page(request: HttpRequest, code: str) -> Frame:
    page = frame(request, code, HERE)
    page.require(SETS_UP)
    return page


def _answered(
    request: HttpRequest, form: forms.Form | None, act: Callable[[], object], done: str
) -> HttpResponse | tuple[Refusal | None, HTTPStatus]:
    """Do a posted act and come back to the page, or say why not with what was typed."""
    if request.method != "POST":
        return None, HTTPStatus.OK
    if form is not None and not form.is_valid():
        return None, HTTPStatus.UNPROCESSABLE_ENTITY
    try:
        act()
    except Refusal as no:
        return no, HTTPStatus.CONFLICT
    messages.success(request, done)
    return redirect(request.path)


def _session(request: HttpRequest, page: Frame) -> Session:
    return get_object_or_404(
        Session.objects.select_related("conference__body"),
        conference=page.conference,
        number=_whole(request, "session"),
    )


def _item(request: HttpRequest, page: Frame) -> AgendaItem:
    return get_object_or_404(
        AgendaItem.objects.select_related("session__conference__body"),
        session__conference=page.conference,
        pk=_whole(request, "item"),
    )


def _whole(request: HttpRequest, name: str) -> int:
    """Read the number of a row; what is none finds no row."""
    typed = request.POST.get(name, "")
    return int(typed) if typed.isascii() and typed.isdecimal() and len(typed) < 10 else 0  # noqa: PLR2004 - no row has ten figures
