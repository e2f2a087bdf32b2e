"""Importing a membership roll: send the file, name its columns, look at the preview, decide."""

from collections.abc import Callable
from functools import wraps
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from audit.refusal import Refusal
from audit.services.access import access_record
from members import rules, services
from members.enums import Office
from members.forms import ImportForm, RollForm
from members.models import RollFinding, RollImport, RollState, WaitingRoll
from members.requests import SignedInRequest
from members.roll import selectors as rolls
from members.roll.forms import ColumnsForm
from members.roll.tasks import roll_look_after, roll_send_on
from members.selectors import branch_sizes
from members.services.rolls.suspicions import is_large_fall
from members.services.rolls.undoing import roll_undo_objection
from members.services.rolls.working import step_told

IMPORTS_ON_A_PAGE = 20


def _for_who_keeps_the_register(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    @wraps(view)
    def guarded(request: SignedInRequest, **kwargs: object) -> HttpResponse:
        if not rules.keeps_register(request.user):
            raise PermissionDenied(_("Only the membership officer imports the roll."))
        return view(request, **kwargs)

    return login_required(never_cache(guarded))


@_for_who_keeps_the_register
@require_http_methods(["GET", "POST"])
def roll_import(request: SignedInRequest) -> HttpResponse:
    """Take a file, and go on to its preview if it is a roll at all."""
    form = RollForm(request.POST or None, request.FILES or None)
    if form.is_valid():
        file = form.cleaned_data["file"]
        try:
            roll = services.roll_receive(
                actor=request.user, name=file.name, chunks=file.chunks(1 << 20)
            )
        except Refusal as refusal:
            form.add_error("file", refusal.message)
        else:
            if roll.state == RollState.ARRIVED:
                roll_send_on(roll)
            return redirect("members:import_preview", roll_id=roll.pk)
    waiting = WaitingRoll.objects.filter(sent_by=request.user).exclude(state=RollState.DONE)
    last = RollImport.objects.filter(undone_at=None).first()
    context = {"form": form, "waiting": waiting.order_by("-sent_at").first(), "last": last}
    return render(request, "members/import.html", context)


@_for_who_keeps_the_register
@require_http_methods(["GET", "POST"])
def roll_preview(request: SignedInRequest, roll_id: UUID) -> HttpResponse:
    """Show how far a roll has come: its columns, its progress, its preview, or its end."""
    roll = get_object_or_404(WaitingRoll, pk=roll_id, sent_by=request.user)
    if request.htmx and not roll.is_at_work:
        return HttpResponse(headers={"HX-Refresh": "true"})  # another page altogether
    if roll.state == RollState.COLUMNS:
        return _columns(request, roll)
    if roll.state == RollState.READY:
        return _decision(request, roll)
    roll_look_after(roll)
    roll.refresh_from_db()
    if roll.state in (RollState.READY, RollState.COLUMNS):  # where there is no worker
        return redirect("members:import_preview", roll_id=roll.pk)
    context = {"roll": roll, "step": step_told(roll)}
    return render(request, "members/import_progress.html", context)


@_for_who_keeps_the_register
@require_http_methods(["GET", "POST"])
def roll_columns(request: SignedInRequest, roll_id: UUID) -> HttpResponse:
    """Let the columns of a roll be named otherwise than they were guessed."""
    roll = get_object_or_404(
        WaitingRoll,
        pk=roll_id,
        sent_by=request.user,
        state__in=(RollState.COLUMNS, RollState.READY),
    )
    return _columns(request, roll)


def _columns(request: SignedInRequest, roll: WaitingRoll) -> HttpResponse:
    form = ColumnsForm(request.POST or None, headings=roll.headings, meanings=roll.meanings)
    if form.is_valid():
        try:
            roll = services.roll_columns_set(actor=request.user, roll=roll, meanings=form.chosen())
        except Refusal as refusal:
            form.add_error(None, refusal.message)
        else:
            roll_send_on(roll)
            return redirect("members:import_preview", roll_id=roll.pk)
    return render(request, "members/import_columns.html", {"roll": roll, "form": form})


def _decision(request: SignedInRequest, roll: WaitingRoll) -> HttpResponse:
    refusal = None
    form = ImportForm(request.POST or None, initial={"as_at": timezone.localdate()})
    if form.is_valid():
        try:
            decided = services.roll_decide(
                actor=request.user,
                roll=roll,
                fingerprint=request.POST.get("fingerprint", ""),
                **form.cleaned_data,
            )
        except Refusal as refused:
            refusal = refused
        else:
            roll_send_on(decided)
            return redirect("members:import_preview", roll_id=roll.pk)
    _note_that_it_was_seen(request)
    context = {
        "roll": roll,
        "counts": roll.counts,
        "sections": rolls.sections(roll),
        "unread": [
            h for h, meaning in zip(roll.headings, roll.meanings, strict=True) if not meaning
        ],
        "is_large_fall": is_large_fall(roll.counts),
        "form": form,
        "refusal": refusal,
    }
    return render(request, "members/import_preview.html", context)


@_for_who_keeps_the_register
@require_safe
def roll_found(request: SignedInRequest, roll_id: UUID, kind: str) -> HttpResponse:
    """Show everything that was found of one kind, page by page."""
    roll = get_object_or_404(WaitingRoll, pk=roll_id, sent_by=request.user, state=RollState.READY)
    if kind not in RollFinding.Kind.values:
        raise Http404
    found = RollFinding.Kind(kind)
    page, rows = rolls.page_of(roll, found, request.GET.get("page", "1"))
    _note_that_it_was_seen(request)
    section = rolls.Section(found, rolls.total(roll, found), rows)
    context = {"roll": roll, "section": section, "page": page, "most": rolls.MOST_KEPT}
    return render(request, "members/import_found.html", context)


@_for_who_keeps_the_register
@require_POST
def roll_discard(request: SignedInRequest) -> HttpResponse:
    """Forget the file that was only looked at, whether it is being read or not."""
    mine = WaitingRoll.objects.filter(sent_by=request.user).exclude(state=RollState.IMPORTING)
    for roll in mine:
        services.roll_forget(roll)
    messages.success(request, _("The file is forgotten. Nothing was changed."))
    return redirect("members:import")


@_for_who_keeps_the_register
@require_safe
def roll_imports(request: SignedInRequest) -> HttpResponse:
    """Show the imports that were done, and the size of each branch with where it is from."""
    done = RollImport.objects.select_related("decided_by")
    page = Paginator(done, IMPORTS_ON_A_PAGE).get_page(request.GET.get("page"))
    last = RollImport.objects.filter(undone_at=None).first()
    context: dict[str, Any] = {
        "page": page,
        "last": last,
        "objection": roll_undo_objection(last) if last else "",
        "sizes": branch_sizes(timezone.localdate()),
    }
    return render(request, "members/imports.html", context)


@_for_who_keeps_the_register
@require_http_methods(["GET", "POST"])
def roll_import_undo(request: SignedInRequest, pk: UUID) -> HttpResponse:
    """Ask once more, then take the last import back."""
    done = get_object_or_404(RollImport, pk=pk)
    refusal = None
    if request.method == "POST":
        try:
            services.roll_undo(actor=request.user, done=done)
        except Refusal as refused:
            refusal = refused
        else:
            messages.success(request, _("Undone. The register is as it was before the import."))
            return redirect("members:imports")
    return render(request, "members/import_undo.html", {"done": done, "refusal": refusal})


def _note_that_it_was_seen(request: SignedInRequest) -> None:
    access_record(
        actor=request.user,
        office=Office.MEMBERSHIP_OFFICER,
        what="entries of the register, beside a roll file",
        subject="register",
    )
