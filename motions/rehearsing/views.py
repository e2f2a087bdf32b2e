"""The rehearsals of a conference: start one, watch it run, read its report, compare, clear away."""

from typing import Any, Final

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from audit.refusal import Refusal
from conferences.enums import RehearsalState
from conferences.models import Rehearsal
from conferences.readiness.report import Finding, Report, State
from conferences.rehearsing.forms import CrowdForm
from conferences.rehearsing.measures import Measures
from conferences.rehearsing.rehearsals import rehearsal_clear, rehearsal_run, rehearsal_stop
from conferences.views.frame import READING, Frame, frame, signed_in
from members.permissions import MAY
from motions.rehearsing.laying_out import rehearsal_start
from motions.rehearsing.tasks import go_soon

HERE: Final = "motions:rehearsals"
ONE: Final = "motions:rehearsal"


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def rehearsals(request: HttpRequest, code: str) -> HttpResponse:
    """List the rehearsals, the figures of each beside the others; start another."""
    page = _page(request, code)
    if request.method == "POST":
        try:
            started = rehearsal_start(conference=page.conference, actor=signed_in(request))
        except Refusal as refusal:
            messages.error(request, refusal.message)
            return redirect(HERE, code)
        messages.success(
            request, _("%(code)s is laid out. Nothing in it is real.") % {"code": started.copy.code}
        )
        return redirect(ONE, code, started.number)
    held = page.conference.rehearsals_held.select_related("copy", "started_by")
    rows = [
        {
            "rehearsal": each,
            "measures": Measures.from_document(each.measures) if each.reported_at else None,
            "state": _report(each).state,
        }
        for each in held
    ]
    return render(
        request,
        "motions/rehearsing/rehearsals.html",
        page.context(
            rows=rows,
            compared=[row for row in rows if row["measures"]],
            last_kept=next((each for each in held if each.state != RehearsalState.CLEARED), None),
            may_start=bool(page.offices & MAY["rehearsal.start"]),
        ),
    )


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def rehearsal(request: HttpRequest, code: str, number: int) -> HttpResponse:
    """Show one rehearsal: how it shall go, how far it is, or what it found."""
    page = _page(request, code)
    held = _held(page, number)
    if request.method != "POST":
        return _shown(request, page, held)
    form = CrowdForm(request.POST) if request.POST.get("act") == "run" else None
    if form and not form.is_valid():
        return _shown(request, page, held, form)
    try:
        _act(request, held, form)
    except Refusal as refusal:
        messages.error(request, refusal.message)
    return redirect(ONE, code, number)


def _act(request: HttpRequest, held: Rehearsal, form: CrowdForm | None) -> None:
    actor = signed_in(request)
    match request.POST.get("act"):
        case "run" if form:
            go_soon(rehearsal_run(rehearsal=held, actor=actor, crowd=form.crowd))
        case "stop":
            rehearsal_stop(rehearsal=held, actor=actor)
            messages.success(request, _("It ends as soon as the vote under way is over."))
        case "clear":
            rehearsal_clear(rehearsal=held, actor=actor)
            messages.success(request, _("Cleared away. The report is kept."))
        case _:
            raise Refusal("unknown-act", _("There is no such button here."))


@login_required
@require_safe
@never_cache
def progress(request: HttpRequest, code: str, number: int) -> HttpResponse:
    """Give how far a run is, to a page that asks each second; when it is over, have it reload."""
    page = _page(request, code)
    held = _held(page, number)
    context = page.context(rehearsal=held)
    answer = render(request, "motions/rehearsing/_progress.html", context)
    if not held.is_under_way:
        answer["HX-Refresh"] = "true"
    return answer


def _shown(
    request: HttpRequest, page: Frame, held: Rehearsal, form: CrowdForm | None = None
) -> HttpResponse:
    measures = Measures.from_document(held.measures) if held.reported_at else None
    context: dict[str, Any] = page.context(
        rehearsal=held,
        measures=measures,
        report=_report(held),
        form=form or CrowdForm(),
        may_run=bool(page.offices & MAY["rehearsal.run"]),
        earlier=_earlier(page, held),
    )
    return render(request, "motions/rehearsing/rehearsal.html", context)


def _earlier(page: Frame, held: Rehearsal) -> Measures | None:
    """Give what the rehearsal before this one measured, to compare with."""
    before = page.conference.rehearsals_held.filter(
        number__lt=held.number, reported_at__isnull=False
    ).first()
    return Measures.from_document(before.measures) if before else None


def _report(held: Rehearsal) -> Report:
    return Report([Finding(**row | {"state": State(row["state"])}) for row in held.findings])


def _held(page: Frame, number: int) -> Rehearsal:
    found = page.conference.rehearsals_held.select_related("copy", "conference", "started_by")
    if (held := found.filter(number=number).first()) is None:
        raise Http404(_("There is no such rehearsal."))
    return held


def _page(request: HttpRequest, code: str) -> Frame:
    page = frame(request, code, HERE)
    page.require(READING)
    return page
