"""Who opens sealed votes: the returning officer's page of boards, a board, and a trustee's own."""

from http import HTTPStatus
from typing import Any, Final
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from audit.refusal import Refusal
from ballots.board_forms import PEOPLE, BoardForm, MessageForm
from ballots.enums import BoardState, TrusteeWay
from ballots.models import Trustee, TrusteeBoard
from ballots.secret.boards import (
    board_begin_again,
    board_make,
    board_retire,
    boards_for,
    bodies_of,
    may_conduct,
)
from ballots.secret.ceremony import (
    Standing,
    Step,
    certificates_of,
    message_give,
    sealed_part,
    standing_of,
)
from ballots.secret.seats import openings_awaiting
from ballots.secret.trustee_scripts import trustee_scripts
from ballots.views.trustee_words import WORDS
from members.requests import SignedInRequest

_ACTS: Final = {"begin_again": board_begin_again, "retire": board_retire}


@login_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def boards(request: SignedInRequest) -> HttpResponse:
    """List the boards that the reader answers for or sits on, and make one."""
    bodies = bodies_of(request.user)
    seats = list(
        Trustee.objects.filter(member=request.user)
        .exclude(board__state=BoardState.RETIRED)
        .select_related("board")
        .order_by("-board__created_at")
    )
    if not bodies and not seats:
        raise PermissionDenied(
            _("This page is for the returning officer, and for those who hold a part of a key.")
        )
    form = BoardForm(request.POST or None, bodies=bodies) if bodies else None
    refusal = None
    if request.method == "POST" and form is not None and form.is_valid():
        given = form.cleaned_data
        try:
            board = board_make(
                actor=request.user,
                body=given["body"],
                name=given["name"],
                group=given["group"],
                people=given["people"],
                threshold=given["threshold"] if given["who"] == PEOPLE else 0,
            )
        except Refusal as no:
            refusal = no
        else:
            messages.success(request, _("The board is made."))
            return redirect("ballots:board", board.pk)
    context = {
        "boards": [standing_of(board) for board in boards_for(request.user)],
        "seats": [(seat, standing_of(seat.board)) for seat in seats],
        "form": form,
        "refusal": refusal,
    }
    wrong = refusal or (form is not None and form.errors)
    status = HTTPStatus.UNPROCESSABLE_ENTITY if wrong else HTTPStatus.OK
    return render(request, "ballots/secret/trustees/boards.html", context, status=status)


@login_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def board(request: SignedInRequest, pk: UUID) -> HttpResponse:
    """Show who of a board has done what; let its officer begin it again, or retire it."""
    found = get_object_or_404(TrusteeBoard.objects.select_related("body"), pk=pk)
    refusal, asked = None, request.POST.get("act", "")
    if request.method == "POST" and request.POST.get("sure") and asked in _ACTS:
        try:
            _ACTS[asked](actor=request.user, board=found)
        except Refusal as no:
            refusal = no
        else:
            return redirect("ballots:board", pk)
    standing = standing_of(found)
    context = {
        "board": found,
        "standing": standing,
        "own": standing.of(request.user),
        "conducts": may_conduct(request.user, found.body),
        "asked": asked if asked in _ACTS and not refusal else "",
        "refusal": refusal,
    }
    status = HTTPStatus.CONFLICT if refusal else HTTPStatus.OK
    return render(request, "ballots/secret/trustees/board.html", context, status=status)


@login_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def trustee(request: SignedInRequest, pk: UUID) -> HttpResponse:
    """Lead a trustee to the one next thing to do, and take what they made."""
    found = get_object_or_404(TrusteeBoard.objects.select_related("body"), pk=pk)
    standing = standing_of(found)
    own = standing.of(request.user)
    if own is None:
        raise PermissionDenied(_("You hold no part of the key of this board."))
    form = MessageForm(request.POST or None, request.FILES or None)
    refusal = None
    if request.method == "POST" and form.is_valid():
        try:
            message_give(
                actor=request.user,
                trustee=own.trustee,
                step=request.POST.get("step", ""),
                way=TrusteeWay.BROWSER
                if request.POST.get("way") == TrusteeWay.BROWSER
                else TrusteeWay.TOOL,
                text=form.cleaned_data["text"],
            )
        except Refusal as no:
            refusal = no
        else:
            messages.success(request, _("Taken and checked. Thank you."))
            return redirect("ballots:trustee", pk)
    context = {
        "board": found,
        "standing": standing,
        "own": own,
        "form": form,
        "refusal": refusal,
        "steps": _steps(standing),
        "opening": openings_awaiting(own.trustee),
        "scripts": trustee_scripts(),
        "given": _given(found, standing, own.trustee),
        "words": WORDS,
    }
    wrong = refusal or (form.is_bound and form.errors)
    status = HTTPStatus.UNPROCESSABLE_ENTITY if wrong else HTTPStatus.OK
    return render(request, "ballots/secret/trustees/trustee.html", context, status=status)


@login_required
@never_cache
@require_safe
def trustee_file(request: SignedInRequest, pk: UUID, name: str) -> HttpResponse:
    """Give a trustee what the tool's next command reads; all of it is public or sealed to them."""
    seat = get_object_or_404(Trustee.objects.select_related("board"), board=pk, member=request.user)
    text = {
        "certs.jsons": "".join(f"{line}\n" for line in certificates_of(seat.board)),
        "mine.vinput": seat.vinput,
        "mine.dkey": sealed_part(seat),
    }.get(name)
    if not text:
        raise Http404
    return HttpResponse(
        text,
        content_type="text/plain; charset=utf-8",
        headers={"Content-Disposition": f'attachment; filename="{name}"'},
    )


def _steps(standing: Standing) -> list[dict[str, object]]:
    """Name the three steps, and where the board stands among them."""
    labels = {
        Step.KEY: _("All make a key"),
        Step.SHARE: _("All share"),
        Step.CONFIRM: _("All confirm"),
        Step.DONE: _("Ready"),
    }
    order = list(labels)
    return [
        {
            "label": label,
            "current": step == standing.step,
            "done": order.index(step) < order.index(standing.step),
        }
        for step, label in labels.items()
    ]


def _given(board: TrusteeBoard, standing: Standing, own: Trustee) -> dict[str, Any]:
    """Give the page's script what it needs for the step; no secret is among it."""
    return {
        "step": standing.step,
        "group": board.group,
        "threshold": board.threshold,
        "certificates": "\n".join(certificates_of(board)),
        "input": own.vinput,
        "file": f"{standing.step}-{own.number}.json",
    }
