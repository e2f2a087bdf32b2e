"""What a delegate asks for from the floor, and what the chair declines."""

import uuid
from http import HTTPStatus
from typing import Final

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from audit.refusal import Refusal
from conferences.models import Conference, Credential
from conferences.selectors import credential_of
from conferences.views.frame import DESK, PRESIDING, frame, signed_in
from conferences.views.pressing import number_posted
from live.tokens import stream_url
from members.models import Member
from motions.enums import QuestionKind
from motions.models import ProcedureAsked, Question
from motions.procedure.asking import procedure_ask, procedure_decline, procedure_withdraw
from motions.procedure.demanding import card_demand
from motions.procedure.reading import own_procedure


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
@login_required
def procedure(request: HttpRequest, code: str) -> HttpResponse:
    """Show what one may move now, and move it; a refusal says by which rule."""
    page = frame(request, code, "conferences:now")
    member = signed_in(request)
    credential = credential_of(member, page.conference)
    refusal = None
    if request.method == "POST":
        act = _ACTS.get(request.POST.get("act", ""))
        if credential is None or act is None:
            raise Http404(_("There is no such act."))
        try:
            messages.success(request, act(request, credential, member))
        except Refusal as no:
            refusal = no
        else:
            return redirect("conferences:now", code)
    return render(
        request,
        "motions/procedure/procedure.html",
        page.context(
            own=own_procedure(credential) if credential else None,
            refusal=refusal,
            typed=request.POST.get("words", "")[:1000],
            stream_url=stream_url([f"floor:{page.conference.code}"]),
        ),
        status=HTTPStatus.CONFLICT if refusal else HTTPStatus.OK,
    )


@require_POST
@login_required
def chair(request: HttpRequest, code: str) -> HttpResponse:
    """Decline to put what was asked for, with the reason."""
    page = frame(request, code, "motions:chair")
    page.require(DESK)
    try:
        procedure_decline(
            asked=asked_posted(request, page.conference),
            reason=request.POST.get("reason", ""),
            actor=signed_in(request),
        )
    except Refusal as no:
        messages.error(request, no.message)
    return redirect("motions:chair" if page.offices & PRESIDING else "conferences:teller", code)


def asked_posted(request: HttpRequest, conference: Conference) -> ProcedureAsked:
    """Find what a button is about."""
    found = (
        conference.procedure_asked.filter(pk=number_posted(request.POST))
        .select_related("conference", "motion", "credential__member")
        .first()
    )
    if found is None:
        raise Http404(_("There is no such request."))
    return found


def _ask(request: HttpRequest, credential: Credential, member: Member) -> str:
    kind = request.POST.get("kind", "")
    if kind not in QuestionKind.values:
        raise Http404(_("There is no such procedural motion."))
    asked = procedure_ask(
        credential=credential,
        kind=QuestionKind(kind),
        words=request.POST.get("words", ""),
        actor=member,
    )
    return _("%(motion)s: it is with the chair.") % {"motion": asked}


def _withdraw(request: HttpRequest, credential: Credential, member: Member) -> str:
    asked = asked_posted(request, credential.conference)
    procedure_withdraw(asked=asked, actor=member)
    return _("%(motion)s: taken back.") % {"motion": asked}


def _demand(request: HttpRequest, credential: Credential, member: Member) -> str:
    count = card_demand(
        question=_question(request, credential.conference), credential=credential, actor=member
    )
    return _("You have demanded a card vote: %(count)s needed.") % {"count": count.sentence}


def _question(request: HttpRequest, conference: Conference) -> Question:
    try:
        named = uuid.UUID(request.POST.get("question", ""))
    except ValueError:
        raise Http404(_("There is no such question.")) from None
    found = conference.questions.filter(pk=named).select_related("conference").first()
    if found is None:
        raise Http404(_("There is no such question."))
    return found


_ACTS: Final = {"ask": _ask, "withdraw": _withdraw, "demand": _demand}
