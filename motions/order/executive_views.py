"""The executive's page on one motion: its position, its speaking notes, a decision in its place."""

from typing import Any

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from audit.refusal import Refusal
from conferences.views.frame import Frame, frame, signed_in
from members.models import Member
from members.permissions import MAY
from motions.enums import NecPosition
from motions.models import Motion, SpeakingNote
from motions.order.delegating import motion_delegate
from motions.order.forms import DelegateForm, PositionForm, SpeakingNoteForm
from motions.order.notes import speaking_note_discard, speaking_note_keep, speaking_notes
from motions.order.positions import SETTLED, position_record, positions_are_shown
from motions.selectors import NOT_YET_LODGED
from motions.states import MotionState

HERE = "motions:motions"
MAY_COME = MAY["position.record"] | MAY["speaking_note.keep"] | MAY["motion.delegate"]


@never_cache
@login_required
@require_http_methods(["GET", "POST"])
def executive(request: HttpRequest, code: str, number: str) -> HttpResponse:
    """Record the executive's position on a motion, and keep notes for its speaker."""
    page = frame(request, code, HERE)
    page.require(MAY_COME)
    actor = signed_in(request)
    motion = _motion(page, number)
    forms_shown = _forms(page, actor, motion, request)
    status, refusal = 200, None
    if request.method == "POST":
        try:
            if said := _done(actor, motion, request, forms_shown):
                messages.success(request, said)
                return redirect("motions:executive", code, number)
            status = 422
        except Refusal as no:
            status, refusal = 409, no
    reads = bool(page.offices & MAY["speaking_note.keep"])
    shown = positions_are_shown(page.conference)
    context = page.context(
        motion=motion,
        notes=speaking_notes(motion, actor) if reads else (),
        shown=shown,
        sees=shown or reads or bool(page.offices & MAY["position.record"]),
        me=actor.pk,
        refusal=refusal,
        **forms_shown,
    )
    return render(request, "motions/order/executive.html", context, status=status)


def _forms(
    page: Frame, actor: Member, motion: Motion, request: HttpRequest
) -> dict[str, forms.Form | None]:
    """Give the forms that this officer may fill in; the one that was sent has what was typed."""
    act = request.POST.get("act", "")
    sent = {act: request.POST} if request.method == "POST" else {}
    mine: SpeakingNote | None = motion.speaking_notes.filter(written_by=actor).first()
    may: dict[str, bool] = {
        "position": bool(page.offices & MAY["position.record"]) and motion.standing not in SETTLED,
        "note": bool(page.offices & MAY["speaking_note.keep"]),
        "delegate": bool(page.offices & MAY["motion.delegate"])
        and motion.standing == MotionState.SCHEDULED,
    }
    initial: dict[str, dict[str, Any]] = {
        "position": {"position": motion.nec_position, "note": motion.nec_note},
        "note": {"text": mine.text if mine else ""},
        "delegate": {},
    }
    return {
        f"{name}_form": form(sent.get(name), initial=initial[name], auto_id=f"{name}-%s")
        if may[name]
        else None
        for name, form in _FORMS.items()
    }


_FORMS: dict[str, type[forms.Form]] = {
    "position": PositionForm,
    "note": SpeakingNoteForm,
    "delegate": DelegateForm,
}


def _done(
    actor: Member,
    motion: Motion,
    request: HttpRequest,
    shown: dict[str, forms.Form | None],
) -> str:
    """Do what the button says; empty if its form is not filled in."""
    act = request.POST.get("act", "")
    if act == "discard":
        mine = motion.speaking_notes.filter(written_by=actor).first()
        if mine is None:
            raise Refusal("no-note", _("You have no note on this motion."))
        speaking_note_discard(motion=motion, actor=actor, note_id=mine.pk)
        return _("Your note is thrown away.")
    form = shown.get(f"{act}_form")
    if form is None:
        raise Refusal(
            "not-now", _("This cannot be done to this motion now, or not by your office.")
        )
    if not form.is_valid():
        return ""
    given = form.cleaned_data
    if act == "position":
        position = NecPosition(given["position"])
        position_record(motion=motion, actor=actor, position=position, note=given["note"])
        return _("The executive's position: %(position)s.") % {"position": position.label}
    if act == "note":
        speaking_note_keep(motion=motion, actor=actor, text=given["text"])
        return _("Your note is kept, for the executive alone.")
    motion_delegate(motion=motion, actor=actor, **given)
    return _("Recorded.")


def _motion(page: Frame, number: str) -> Motion:
    lodged = page.conference.motions.exclude(state__in=NOT_YET_LODGED)
    motion = lodged.select_related("lodged_by").filter(number=number).first()
    if motion is None:
        raise Http404
    motion.conference = page.conference
    return motion
