"""A branch's page for its mandates: private to its officers; its delegates read them on Now."""

from http import HTTPStatus

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from audit.refusal import Refusal
from conferences.rules import office_held
from conferences.views.frame import frame, signed_in
from members.models import Body
from members.permissions import BRANCH_OFFICERS
from motions.mandates.forms import MandateForm
from motions.mandates.giving import TO_COME, mandates_give
from motions.mandates.reading import mandates_of, motions_to_bind


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
@login_required
def mandates(request: HttpRequest, code: str, branch: str) -> HttpResponse:
    """Show the branch's mandates on the motions of the agenda, and enter them."""
    page = frame(request, code, "motions:branch_desk")
    body = Body.objects.filter(code=branch).first()
    if body is None:
        raise Http404(_("There is no such branch."))
    if not office_held(signed_in(request), page.conference, *BRANCH_OFFICERS, body=body):
        raise PermissionDenied(_("This page is for the officers of this branch."))
    held = {each.motion_id: each for each in mandates_of(page.conference, body)}
    motions = list(motions_to_bind(page.conference))
    lines = [
        MandateForm(request.POST or None, motion=motion, mandate=held.get(motion.pk))
        for motion in motions
        if motion.standing in TO_COME
    ]
    refusal, status = None, HTTPStatus.OK
    if request.method == "POST":
        if not [line for line in lines if not line.is_valid()]:  # each says what is wrong with it
            given = {line.motion: said for line in lines if (said := line.instruction)}
            try:
                news = mandates_give(
                    conference=page.conference, body=body, actor=signed_in(request), given=given
                )
            except Refusal as no:
                refusal, status = no, HTTPStatus.CONFLICT
            else:
                messages.success(request, _said(len(news)))
                return redirect("motions:mandates", code, branch)
        else:
            status = HTTPStatus.UNPROCESSABLE_ENTITY
    context = page.context(
        branch=body,
        lines=lines,
        decided=[held[m.pk] for m in motions if m.standing not in TO_COME and m.pk in held],
        refusal=refusal,
    )
    return render(request, "motions/mandates/mandates.html", context, status=status)


def _said(count: int) -> str:
    return ngettext(
        "%(count)s mandate entered. Your delegates see it at once.",
        "%(count)s mandates entered. Your delegates see them at once.",
        count,
    ) % {"count": count}
