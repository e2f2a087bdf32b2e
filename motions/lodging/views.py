"""A branch's desk for its motions: what it may send, each of its own, and one of them in full."""

from http import HTTPStatus
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from audit.refusal import Refusal
from conferences.countdown import left_in_words, moment_in_words
from conferences.rules import office_held
from conferences.views.frame import Frame, frame, signed_in
from conferences.views.pressing import pressed, valid
from members.jottings import jotted, jotting_clear, jotting_for
from members.models import Body, Member
from members.permissions import BRANCH_OFFICERS
from motions.enums import MotionKind
from motions.lifecycle import acts_from
from motions.lodging import drafting
from motions.lodging.buttons import Buttons
from motions.lodging.entitled import may_send, rooms, window
from motions.lodging.forms import CertificateForm, PaperForm, ReplyForm, SendBackForm
from motions.lodging.standing import standings
from motions.lodging.telling import branch_officers
from motions.models import Motion
from motions.states import Act, MotionState
from motions.texts.rendering import rendered
from motions.wording import counted_words

HERE = "motions:branch_desk"
PAPER = "motions:paper"


@require_safe
@login_required
def branch_desk(request: HttpRequest, code: str, branch: str) -> HttpResponse:
    """Show a branch what it may send, by when, and where each of its motions stands."""
    page, body = _officers_page(request, code, branch)
    motions = (
        page.conference.motions.filter(lodged_by=body)
        .select_related("conference", "submitted_by", "composite")
        .prefetch_related("offers")
        .order_by("-lodged_order")
    )
    context = page.context(
        branch=body,
        rooms=rooms(page.conference, body),
        windows=[_window_shown(page, kind) for kind in (MotionKind.ORDINARY, MotionKind.EMERGENCY)],
        entitled=may_send(page.conference, body),
        standings=standings(page.conference, signed_in(request), list(motions)),
        orders=page.conference.orders,
    )
    return render(request, "motions/lodging/desk.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def new_paper(request: HttpRequest, code: str, branch: str) -> HttpResponse:
    """Begin a draft; or take up a motion that came too late, as an emergency motion."""
    page, body = _officers_page(request, code, branch)
    me = signed_in(request)
    late = _named(page, body, request.GET["late"]) if "late" in request.GET else None
    key = f"motion:{code}/{branch}/new{f'/{late.reference}' if late else ''}"
    begins = PaperForm.of(late) | {"kind": MotionKind.EMERGENCY} if late else {}
    form = PaperForm(
        request.POST or None,
        conference=page.conference,
        initial={**begins, **jotted(me, key)},
    )
    refusal, status = None, HTTPStatus.OK
    if request.POST.get("act") == "keep":
        try:
            motion = drafting.motion_draft(
                conference=page.conference,
                body=body,
                paper=valid(form).paper,
                actor=me,
                offered_again=late,
            )
        except Refusal as no:
            refusal, status = _refused(no)
        else:
            jotting_clear(me, key)
            messages.success(request, _("Kept as a draft. Only officers of your branch see it."))
            return redirect(PAPER, code, branch, motion.reference)
    context = page.context(
        branch=body,
        form=form,
        late=late,
        refusal=refusal,
        jotting=jotting_for(me, key),
        **_preview(form, page),
    )
    return render(request, "motions/lodging/draft.html", context, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def paper(request: HttpRequest, code: str, branch: str, reference: str) -> HttpResponse:
    """Show one motion of the branch as its state is, and do what an officer asks."""
    page, body = _officers_page(request, code, branch)
    me, motion = signed_in(request), _named(page, body, reference)
    act, key = request.POST.get("act", ""), f"motion:{code}/{reference}"
    waiting = motion.countersignatures.filter(decided_at=None).select_related("asked_by").first()
    forms = _forms(request, page, motion, me, key)
    refusal, status = None, HTTPStatus.OK
    if act and act != "show":
        acts = Buttons(motion, me, waiting, forms, request.POST.get("seen")).all()
        back = (HERE, code, branch) if act == "discard" else (PAPER, code, branch, reference)
        done = pressed(request, acts, *back)
        if isinstance(done, HttpResponse):
            if act in {"keep", "discard", "reply"}:
                jotting_clear(me, key)
            return done
        refusal, status = done
        motion = _named(page, body, reference)
    stands = standings(page.conference, me, [motion])[0]
    text = motion.substantive
    context = page.context(
        branch=body,
        motion=motion,
        text=text,
        words=counted_words(text.text),
        stands=stands,
        waiting=waiting,
        waiting_is_mine=bool(waiting and waiting.asked_by_id == me.pk),
        waiting_text=rendered(waiting.text) if waiting and waiting.text else "",
        printed=rendered(text.text),
        approval=motion.approvals.last(),
        is_mine=motion.submitted_by_id == me.pk,
        is_alone=len(branch_officers(body)) == 1,
        is_over=window(page.conference, motion.kind).is_over(timezone.now()),
        may_withdraw=Act.WITHDRAW in acts_from(motion.standing) and not waiting,
        may_reply=Act.REPLY in acts_from(motion.standing) and not waiting,
        may_offer=motion.standing == MotionState.LATE and not motion.offers.exists(),
        refusal=refusal,
        jotting=jotting_for(me, key),
        **forms,
        **_preview(forms["form"], page),
    )
    is_draft = motion.standing == MotionState.DRAFT
    name = "motions/lodging/draft.html" if is_draft else "motions/lodging/paper.html"
    return render(request, name, context, status=status)


def _forms(
    request: HttpRequest, page: Frame, motion: Motion, me: Member, key: str
) -> dict[str, Any]:
    """Give the forms of the page: what was typed into the one that was sent, the others as new."""
    act = request.POST.get("act", "")

    def sent(*acts: str) -> Any:
        return request.POST if act in acts else None

    typed = jotted(me, key) if motion.standing in {MotionState.DRAFT, MotionState.QUERY} else {}
    reply = {"text": motion.substantive.text, **typed}
    return {
        "form": PaperForm(
            sent("keep", "show"),
            conference=page.conference,
            initial=PaperForm.of(motion) | typed,
        ),
        "certificate": CertificateForm(sent("send")),
        "send_back": SendBackForm(sent("send_back")),
        "reply": ReplyForm(sent("reply"), conference=page.conference, initial=reply),
    }


def _officers_page(request: HttpRequest, code: str, branch: str) -> tuple[Frame, Body]:
    """Find the conference and the branch, for an officer of that branch alone."""
    page = frame(request, code, HERE)
    body = Body.objects.filter(code=branch).first()
    if body is None:
        raise Http404(_("There is no such branch."))
    if not office_held(signed_in(request), page.conference, *BRANCH_OFFICERS, body=body):
        raise PermissionDenied(_("This page is for the officers of this branch."))
    return page, body


def _named(page: Frame, body: Body, reference: str) -> Motion:
    """Find a motion of this branch by the name it was drafted under."""
    found = page.conference.motions.select_related(
        "conference", "lodged_by", "submitted_by", "confirmed_by", "offered_again"
    )
    motion = found.filter(lodged_by=body, reference=reference).first()
    if motion is None:
        raise Http404(_("Your branch has no such motion."))
    return motion


def _refused(no: Refusal) -> tuple[Refusal, HTTPStatus]:
    wrong = no.code == "not-filled-in"
    return no, HTTPStatus.UNPROCESSABLE_ENTITY if wrong else HTTPStatus.CONFLICT


def _preview(form: PaperForm, page: Frame) -> dict[str, Any]:
    """Give the words as they would be printed, and how many they are of how many."""
    text = str(form["text"].value() or "")[:60_000]
    return {
        "preview": rendered(text.replace("\r\n", "\n").strip()) if text.strip() else "",
        "typed_words": counted_words(text),
        "word_limit": page.conference.orders.motion_words,
    }


def _window_shown(page: Frame, kind: MotionKind) -> dict[str, Any]:
    dates, now = window(page.conference, kind), timezone.now()

    def said(at: Any) -> str:
        return moment_in_words(timezone.localtime(at)) if at else ""

    return {
        "kind": kind.label,
        "is_ahead": dates.is_ahead(now),
        "is_over": dates.is_over(now),
        "opens": said(dates.opens),
        "closes": said(dates.closes),
        "at": dates.closes,
        "left": left_in_words(dates.closes - now) if dates.closes else "",
    }
