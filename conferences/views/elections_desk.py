"""The desk of an election: posts set up, nominations looked at, put to the vote or declared."""

from http import HTTPStatus
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.forms import Form
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from audit.refusal import Refusal
from audit.services.access import access_record
from ballots.guard import EFFECTIVE_ON
from conferences.candidates import Right, post_of
from conferences.election_desk import (
    AT_DESK,
    SEES_NOMINATIONS,
    DeskAct,
    acts_on_nomination,
    acts_on_post,
)
from conferences.election_forms import PostForm, initial_times
from conferences.models import Nomination, Post
from conferences.post_progress import PostShown
from conferences.proposals import law_in_full
from conferences.services import post_create
from conferences.views.elections import HERE
from conferences.views.frame import Frame, frame, signed_in
from members.permissions import MAY


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def new_post(request: HttpRequest, code: str) -> HttpResponse:
    """Set up a post. A refusal is explained above the form, which keeps what was typed."""
    page = frame(request, code, HERE)
    page.require(MAY["post.create"])
    form = PostForm(request.POST or None, initial=initial_times())
    refusal, status = None, HTTPStatus.OK
    if form.is_valid():
        try:
            made = post_create(conference=page.conference, actor=signed_in(request), **form.facts())
        except Refusal as no:
            refusal, status = no, HTTPStatus.CONFLICT
        else:
            messages.success(request, _("Set up, and in the log."))
            return redirect("conferences:post_desk", code, made.reference)
    elif form.is_bound:
        status = HTTPStatus.UNPROCESSABLE_ENTITY
    context = page.context(
        form=form,
        refusal=refusal,
        law=law_in_full(refusal) if refusal else "",
        effective_on=EFFECTIVE_ON,
    )
    return render(request, "conferences/new_post.html", context, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def post_desk(request: HttpRequest, code: str, reference: str) -> HttpResponse:
    """Show the nominations and what is due; do what a button asks. Who looks is in the log."""
    page = frame(request, code, HERE)
    page.require(AT_DESK)
    try:
        post = post_of(page.conference, reference)
    except Post.DoesNotExist as missing:
        raise Http404(_("There is no such post.")) from missing
    refusal, wrong, status = None, {}, HTTPStatus.OK
    if request.method == "POST":
        act, prefix, target = _pressed(request, page, post)
        form = act.form(request.POST, prefix=prefix)
        if form.is_valid():
            try:
                act.do(**target, actor=signed_in(request), **form.cleaned_data)
            except Refusal as no:
                refusal, status = no, HTTPStatus.CONFLICT
            else:
                messages.success(request, _("Done, and in the log."))
                return redirect("conferences:post_desk", code, reference)
        else:
            status = HTTPStatus.UNPROCESSABLE_ENTITY
        wrong = {prefix: form}
    context = page.context(refusal=refusal, **_told(request, page, post, wrong))
    return render(request, "conferences/post_desk.html", context, status=status)


def _pressed(
    request: HttpRequest, page: Frame, post: Post
) -> tuple[DeskAct, str, dict[str, Post | Nomination]]:
    """Find the act of the button that was pressed, and what it is done to."""
    key, _dot, number = request.POST.get("act", "").partition(".")
    if number:
        for one in post.nominations.all():
            for act in acts_on_nomination(one, page.offices):
                if (act.key, str(one.number)) == (key, number):
                    return act, request.POST["act"], {"nomination": one}
    for act in acts_on_post(post, page.offices):
        if act.key == request.POST.get("act"):
            return act, key, {"post": post}
    raise Http404(_("That cannot be done to this post now."))


def _told(request: HttpRequest, page: Frame, post: Post, wrong: dict[str, Form]) -> dict[str, Any]:
    mine = (one for one in post.nominations.all() if one.nominee_id == request.user.pk)
    is_rival = any(one.is_current for one in mine)  # who sees nobody sooner than other candidates
    sees = frozenset() if is_rival else page.offices & SEES_NOMINATIONS
    nominations = list(post.nominations.all()) if sees or post.shows_candidates else []
    if nominations and not post.shows_candidates:
        access_record(
            actor=signed_in(request),
            office=min(sees),
            what="nominations, before they close",
            subject=post,
        )
    shown = PostShown(post, Right())
    return {
        "post": post,
        "shown": shown,
        "sees_nominations": bool(sees) or post.shows_candidates,
        "acts": [
            (act, act.key, wrong.get(act.key) or act.form(prefix=act.key))
            for act in acts_on_post(post, page.offices)
        ],
        "nominations": [
            (one, [_offered(act, one, wrong) for act in acts_on_nomination(one, page.offices)])
            for one in nominations
        ],
        "form": next(iter(wrong.values()), None),
        "pressed": next(iter(wrong), ""),
    }


def _offered(act: DeskAct, one: Nomination, wrong: dict[str, Form]) -> tuple[DeskAct, str, Form]:
    key = f"{act.key}.{one.number}"
    return act, key, wrong.get(key) or act.form(prefix=key)
