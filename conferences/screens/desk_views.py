"""The screens' desk: every screen in small, what each shows, and the addresses of the broadcast."""

from collections.abc import Callable
from typing import Any, Final

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from audit.refusal import Refusal
from conferences.models import Screen
from conferences.screens.forms import BroadcastForm, NewScreenForm, ScreenForm
from conferences.screens.services import broadcast_set, screen_add, screen_remove, screen_switch
from conferences.screens.showing import broadcast_of, follower, screen_html
from conferences.views.frame import Frame, frame, signed_in
from live.tokens import stream_url
from members.permissions import MAY

SCREENS: Final = MAY["screen.switch"]
_TEMPLATE: Final = "conferences/screens/desk.html"


@require_safe
@login_required
def screens(request: HttpRequest, code: str) -> HttpResponse:
    """Show every screen as it is now, with what may be set."""
    return render(request, _TEMPLATE, _desk(_page(request, code)))


@require_POST
@login_required
def add(request: HttpRequest, code: str) -> HttpResponse:
    """Add a screen."""
    page, form = _page(request, code), NewScreenForm(request.POST)
    return _done(
        request,
        page,
        form,
        lambda: screen_add(
            conference=page.conference, actor=signed_in(request), **form.cleaned_data
        ),
        _("The screen is added. Open its address on the machine that it hangs on."),
        key="new",
    )


@require_POST
@login_required
def switch(request: HttpRequest, code: str, slug: str) -> HttpResponse:
    """Set what a screen shows."""
    page = _page(request, code)
    form = ScreenForm(request.POST, auto_id=f"id_{slug}_%s")
    found = _found(page, slug)
    return _done(
        request,
        page,
        form,
        lambda: screen_switch(screen=found, actor=signed_in(request), **form.cleaned_data),
        _("%(name)s is set.") % {"name": found.name},
        key=slug,
    )


@require_POST
@login_required
def remove(request: HttpRequest, code: str, slug: str) -> HttpResponse:
    """Take a screen away."""
    page = _page(request, code)
    found = _found(page, slug)
    return _done(
        request,
        page,
        None,
        lambda: screen_remove(screen=found, actor=signed_in(request)),
        _("%(name)s is taken away.") % {"name": found.name},
        key=slug,
    )


@require_POST
@login_required
def broadcast(request: HttpRequest, code: str) -> HttpResponse:
    """Enter the addresses of the broadcast."""
    page, form = _page(request, code), BroadcastForm(request.POST)
    return _done(
        request,
        page,
        form,
        lambda: broadcast_set(
            conference=page.conference, actor=signed_in(request), **form.cleaned_data
        ),
        _("The addresses are entered. The screens that show them follow."),
        key="broadcast",
    )


def _page(request: HttpRequest, code: str) -> Frame:
    page = frame(request, code, "conferences:screens")
    page.require(SCREENS)
    return page


def _found(page: Frame, slug: str) -> Screen:
    found = page.conference.screens.select_related("conference").filter(slug=slug).first()
    if found is None:
        raise Http404(_("This screen has been taken away."))
    return found


def _done(  # noqa: PLR0917 - one form, one act, what to say of it
    request: HttpRequest,
    page: Frame,
    form: Any,
    act: Callable[[], object],
    done: str,
    key: str,
) -> HttpResponse:
    """Do what was asked; give back what was typed where it cannot be done."""
    refusal = None
    if form is None or form.is_valid():
        try:
            act()
        except Refusal as no:
            refusal = no
        else:
            messages.success(request, done)
            return redirect("conferences:screens", page.conference.code)
    context = _desk(page, typed={key: form} if form else {}) | {"refusal": refusal, "form": form}
    return render(request, _TEMPLATE, context, status=409 if refusal else 422)


def _desk(page: Frame, typed: dict[str, Any] | None = None) -> dict[str, Any]:
    conference, typed = page.conference, typed or {}
    entered = broadcast_of(conference)
    hung = [follower(conference), *conference.screens.select_related("conference")]
    return page.context(
        screens=[
            {
                "screen": each,
                "preview": screen_html(each, entered),
                "form": (typed.get(each.slug) or ScreenForm.of(each)) if each.slug else None,
            }
            for each in hung
        ],
        new=typed.get("new") or NewScreenForm(),
        broadcast=entered,
        broadcast_form=typed.get("broadcast") or BroadcastForm.of(entered),
        stream_url=stream_url([f"floor:{conference.code}", f"wall:{conference.code}"]),
    )
