"""The timetable of deadlines: for everybody to read, and for the clerk to set."""

from collections.abc import Callable
from http import HTTPStatus

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from audit.refusal import Refusal
from conferences import timetable as shown
from conferences.countdown import moment_in_words
from conferences.key_date_forms import KeyDateForm
from conferences.key_dates import timetable as dates_of
from conferences.models import KeyDateChange
from conferences.services.key_dates import (
    key_date_ask_change,
    key_date_decide_change,
    key_date_set,
    timetable_publish,
)
from conferences.views.frame import Frame, frame, signed_in
from members.permissions import MAY

HERE = "conferences:timetable"


@require_http_methods(["GET", "HEAD", "POST"])
def timetable(request: HttpRequest, code: str) -> HttpResponse:
    """Show what is past, open and to come; take a date from the clerk."""
    page = frame(request, code, HERE)
    if request.method != "POST":
        return _shown(request, page, KeyDateForm(conference=page.conference))
    page.require(MAY["key_date.set"] | MAY["key_date.ask_change"])
    form = KeyDateForm(request.POST, conference=page.conference)
    if not form.is_valid():
        return _shown(request, page, form, status=HTTPStatus.UNPROCESSABLE_ENTITY)
    asks = form.takes_two
    try:
        if asks:
            key_date_ask_change(
                conference=page.conference, actor=signed_in(request), **form.asked()
            )
        else:
            key_date_set(conference=page.conference, actor=signed_in(request), **form.told())
    except Refusal as no:
        return _shown(request, page, form, refusal=no, status=HTTPStatus.CONFLICT)
    messages.success(
        request,
        _("Asked for. Another officer has to confirm it before it counts.")
        if asks
        else _("Set, and in the log."),
    )
    return redirect(HERE, code)


@require_POST
@login_required
def publish(request: HttpRequest, code: str) -> HttpResponse:
    """Publish the timetable: branches rely on its deadlines from then on."""
    page = frame(request, code, HERE)
    return _act(
        request,
        page,
        lambda: timetable_publish(conference=page.conference, actor=signed_in(request)),
        _("Published. From now on two officers move a deadline."),
    )


@require_POST
@login_required
def decide(request: HttpRequest, code: str, pk: int) -> HttpResponse:
    """Confirm that a deadline moves, or let it stand."""
    page = frame(request, code, HERE)
    change = get_object_or_404(
        KeyDateChange.objects.select_related("conference"), pk=pk, conference=page.conference
    )
    confirm = request.POST.get("decision") == "confirm"
    return _act(
        request,
        page,
        lambda: key_date_decide_change(change=change, actor=signed_in(request), confirm=confirm),
        _("Confirmed: the closing time has moved.") if confirm else _("It stays as it was."),
    )


def _act(request: HttpRequest, page: Frame, act: Callable[[], object], done: str) -> HttpResponse:
    try:
        act()
    except Refusal as no:
        form = KeyDateForm(conference=page.conference)
        return _shown(request, page, form, refusal=no, status=HTTPStatus.CONFLICT)
    messages.success(request, done)
    return redirect(HERE, page.conference.code)


def _shown(
    request: HttpRequest,
    page: Frame,
    form: KeyDateForm,
    *,
    refusal: Refusal | None = None,
    status: int = HTTPStatus.OK,
) -> HttpResponse:
    now, dates = timezone.now(), dates_of(page.conference)
    lines = shown.lines(dates, now)
    waiting = page.conference.key_date_changes.filter(decided_at=None).select_related("asked_by")
    context = page.context(
        lines=lines,
        counted=[line for line in lines if line.left],
        picture=shown.picture(dates, now),
        now=now,
        form=form,
        refusal=refusal,
        sets=bool(page.offices & (MAY["key_date.set"] | MAY["key_date.ask_change"])),
        publishes=bool(page.offices & MAY["timetable.publish"]) and bool(dates),
        decides=bool(page.offices & MAY["key_date.decide_change"]),
        waiting=[
            (each, moment_in_words(timezone.localtime(each.at), is_day=each.is_day))
            for each in waiting
        ],
    )
    return render(request, "conferences/timetable.html", context, status=status)
