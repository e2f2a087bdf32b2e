"""Importing: send a file, look at what it would do, decide; and undo."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from audit.refusal import Refusal
from audit.services.access import access_record
from conferences.views.frame import Frame, frame, signed_in
from members.enums import Office
from members.permissions import MAY
from motions.exchange.deciding import ERROR, NEW, SAME, THERE, WARNING, preview, senders
from motions.exchange.entering import (
    file_read,
    motion_import_apply,
    motion_import_undo,
    motions_stage,
    undo_objection,
)
from motions.exchange.forms import DecideForm, FileForm
from motions.exchange.incoming import Incoming
from motions.exchange.participants import (
    ELSEWHERE,
    FOUND,
    MOST_PEOPLE,
    REGISTERED,
    UNKNOWN,
    participants_matched,
)
from motions.models import StagedImport

HERE = "motions:motions"
_MOST_SHOWN = 200  # motions of a file whose words are set as they will read

_TONES = {NEW: "carried", WARNING: "now", THERE: "now", ERROR: "lost", FOUND: "carried",
          ELSEWHERE: "now", UNKNOWN: "lost"}  # fmt: skip


def _labels() -> dict[str, str]:
    return {
        NEW: _("New"),
        WARNING: _("New, look at it"),
        THERE: _("Number taken"),
        SAME: _("Here already"),
        ERROR: _("Cannot be entered"),
        FOUND: _("To be entered"),
        REGISTERED: _("Registered"),
        ELSEWHERE: _("Other branch"),
        UNKNOWN: _("Not found"),
    }


def _clerks(request: HttpRequest, code: str) -> Frame:
    page = frame(request, code, HERE)
    page.require(MAY["motion.import"])
    return page


@login_required
@never_cache
@require_http_methods(["GET", "POST"])
def imports(request: HttpRequest, code: str) -> HttpResponse:
    """Take a file, and go on to what it would do; list the files that wait, and those entered."""
    page = _clerks(request, code)
    form = FileForm(*((request.POST, request.FILES) if request.method == "POST" else ()))
    if request.method == "POST" and form.is_valid():
        file = form.cleaned_data["file"]
        content = file.read()
        try:
            incoming = file_read(content)
            if incoming.people:
                return _participants(request, page, incoming, file.name)
            staged = motions_stage(
                conference=page.conference,
                actor=signed_in(request),
                name=file.name,
                content=content,
                incoming=incoming,
            )
        except Refusal as refusal:
            form.add_error("file", refusal.message)
        else:
            return redirect("motions:import_preview", code, staged.pk)
    return _list(request, page, form)


def _list(
    request: HttpRequest, page: Frame, form: FileForm, refusal: Refusal | None = None
) -> HttpResponse:
    done = [
        {"one": each, "objection": undo_objection(each)}
        for each in page.conference.motion_imports.select_related("entered_by", "conference")[:20]
    ]
    waiting = StagedImport.objects.filter(conference=page.conference).defer("motions", "notes")
    status = 409 if refusal else 422 if form.errors else 200
    context = page.context(form=form, done=done, waiting=waiting[:20], refusal=refusal)
    return render(request, "motions/exchange/imports.html", context, status=status)


@login_required
@never_cache
@require_http_methods(["GET", "POST"])
def import_preview(request: HttpRequest, code: str, staged_id: UUID) -> HttpResponse:
    """Show every row of a file with what would become of it; enter the chosen ones, or none."""
    page = _clerks(request, code)
    staged = get_object_or_404(StagedImport, pk=staged_id, conference=page.conference)
    if request.method == "POST" and request.POST.get("act") == "discard":
        staged.delete()
        messages.success(request, _("The file was thrown away. Nothing was entered."))
        return redirect("motions:imports", code)
    rows = preview(page.conference, staged)
    posted = request.POST if request.method == "POST" else None
    form = DecideForm(posted, rows=rows, bodies=senders(page.conference))
    refusal = None
    if request.method == "POST" and form.is_valid():
        try:
            made = motion_import_apply(
                staged=staged, actor=signed_in(request), choices=form.chosen()
            )
        except Refusal as no:
            refusal = no
        else:
            said = ngettext(
                "%(n)s motion was entered and is with the committee.",
                "%(n)s motions were entered and are with the committee.",
                made.motions,
            )
            messages.success(request, said % {"n": made.motions})
            return redirect("motions:imports", code)
    context = page.context(
        staged=staged,
        form=form,
        refusal=refusal,
        counts=_counts([row.state for row in rows]),
        rows=[_shown(row.state, row=row, is_left=str(row.place) in form.left) for row in rows],
        sets_words=len(rows) <= _MOST_SHOWN,
        has_boxes="leave" in form.fields,
        amendments=sum(len(row.motion.amendments) for row in rows),
    )
    status = 409 if refusal else 422 if form.errors else 200
    return render(request, "motions/exchange/import_preview.html", context, status=status)


@login_required
@require_POST
def import_undo(request: HttpRequest, code: str, number: int) -> HttpResponse:
    """Take out again what a file brought in."""
    page = _clerks(request, code)
    made = get_object_or_404(page.conference.motion_imports, number=number)
    try:
        motion_import_undo(motion_import=made, actor=signed_in(request))
    except Refusal as refusal:
        return _list(request, page, FileForm(), refusal)
    messages.success(request, _("The motions of this file were taken out again."))
    return redirect("motions:imports", code)


def _participants(request: HttpRequest, page: Frame, incoming: Incoming, name: str) -> HttpResponse:
    """Show what each branch would have to enter. The file is not kept."""
    if len(incoming.people) > MOST_PEOPLE:
        raise Refusal(
            "too-many-people",
            f"The file has {len(incoming.people):,} people; {MOST_PEOPLE:,} are taken at a time.",
        )
    access_record(
        actor=signed_in(request),
        office=str(Office.CLERK),
        what="participants of a file, matched with the register",
        subject=page.conference,
        every_time=True,
    )
    groups = participants_matched(page.conference, incoming.people)
    shown = [
        {"branch": each.branch, "people": [_shown(one.state, one=one) for one in each.people]}
        for each in groups
    ]
    context = page.context(
        name=name,
        label=incoming.label,
        groups=shown,
        counts=_counts([one.state for each in groups for one in each.people]),
    )
    return render(request, "motions/exchange/participants.html", context)


def _counts(states: list[str]) -> list[dict[str, Any]]:
    labels = _labels()
    return [{"label": labels[each], "n": states.count(each)} for each in labels if each in states]


def _shown(state: str, **more: Any) -> dict[str, Any]:
    return {"state": _labels()[state], "tone": _TONES.get(state, ""), **more}
