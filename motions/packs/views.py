"""Scrutiny packs: ask for one, see how far it is, take it away."""

from http import HTTPStatus
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from audit.pack.documents import QUESTIONS
from audit.refusal import Refusal
from audit.services.access import access_record
from conferences.enums import PackState
from conferences.rules import office_held
from conferences.views.frame import RETURNING, Frame, frame, signed_in
from members.permissions import MAY, offices_for
from motions.packs.form import PackForm
from motions.packs.packing import pack_ask
from motions.packs.seals import pack_sign
from motions.packs.tasks import make_soon
from motions.scrutiny import votes_of

HERE = "conferences:registers"


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def packs(request: HttpRequest, code: str) -> HttpResponse:
    """Show the packs of a conference, and ask for another."""
    page = _page(request, code)
    votes = votes_of(page.conference)
    posted = request.POST if request.method == "POST" else None
    form = PackForm(posted, votes=votes)
    refusal, status = None, HTTPStatus.OK
    if posted is not None and form.is_valid():
        try:
            pack = pack_ask(
                conference=page.conference, actor=signed_in(request), **form.cleaned_data
            )
        except Refusal as no:
            refusal, status = no, HTTPStatus.CONFLICT
        else:
            make_soon(pack.pk)
            messages.success(request, _("Asked for, and in the log."))
            return redirect("motions:packs", code)
    elif posted is not None:
        status = HTTPStatus.UNPROCESSABLE_ENTITY
    context = page.context(form=form, refusal=refusal, questions=QUESTIONS, **_asked_for(page))
    return render(request, "motions/packs.html", context, status=status)


@require_POST
@login_required
def sign_pack(request: HttpRequest, code: str, pk: UUID) -> HttpResponse:
    """Sign a pack, as the returning officer."""
    page = _page(request, code)
    page.require(RETURNING)
    pack = page.conference.packs.select_related("conference__body").filter(pk=pk).first()
    if pack is None:
        raise Http404(_("There is no such pack."))
    try:
        pack_sign(pack=pack, actor=signed_in(request))
    except Refusal as refusal:
        messages.error(request, refusal.message)
    else:
        messages.success(request, _("Signed, and in the log."))
    return redirect("motions:packs", code)


@require_safe
@login_required
def pack_file(request: HttpRequest, code: str, pk: UUID) -> HttpResponseBase:
    """Give a pack to whoever may have it. Taking it is recorded each time."""
    page = _page(request, code)
    pack = page.conference.packs.filter(pk=pk, state=PackState.READY).first()
    if pack is None or not pack.file.is_file():
        raise Http404(_("There is no such pack, or it is no longer kept here."))
    actor = signed_in(request)
    access_record(
        actor=actor,
        office=office_held(actor, page.conference, *offices_for("scrutiny_pack.ask_for")) or "",
        what="scrutiny pack",
        subject=page.conference,
        is_copy=True,
    )
    headers = {"Cache-Control": "no-store"}
    return FileResponse(
        pack.file.open("rb"), as_attachment=True, filename=pack.file_name, headers=headers
    )


def _page(request: HttpRequest, code: str) -> Frame:
    page = frame(request, code, HERE)
    page.require(MAY["scrutiny_pack.ask_for"])
    return page


def _asked_for(page: Frame) -> dict[str, Any]:
    found = list(page.conference.packs.select_related("ballot", "asked_by", "conference")[:20])
    return {
        "packs": found,
        "is_making": any(each.is_under_way for each in found),
        "may_sign": bool(page.offices & RETURNING),
    }
