"""The page on which motions are put before a meeting of a branch or committee."""

from collections.abc import Iterable
from http import HTTPStatus

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from audit.refusal import Refusal
from conferences.enums import MeetingKind
from conferences.views.frame import frame, signed_in
from members.permissions import MAY
from motions.meetings.entering import meeting_motion_enter, meeting_motion_take
from motions.meetings.forms import MotionForm
from motions.meetings.selectors import left_to_it, of_meeting
from motions.models import Motion


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def meeting_motions(request: HttpRequest, code: str) -> HttpResponse:
    """Enter a motion moved here, or take one of conference's that this meeting may decide."""
    page = frame(request, code, "motions:meeting_motions")
    meeting, me = page.conference, signed_in(request)
    if meeting.kind == MeetingKind.CONFERENCE:
        raise Http404(_("Conference takes motions that branches lodge beforehand."))
    page.require(MAY["meeting_motion.enter"])
    taking = request.POST.get("take", "")
    form = MotionForm(request.POST if request.method == "POST" and not taking else None)
    refusal, status = None, HTTPStatus.OK
    try:
        if taking:
            entered = meeting_motion_take(
                meeting=meeting, actor=me, motion=_left(left_to_it(meeting), taking)
            )
        elif form.is_bound and form.is_valid():
            entered = meeting_motion_enter(meeting=meeting, actor=me, **form.facts())
        else:
            entered = None
            status = HTTPStatus.UNPROCESSABLE_ENTITY if form.is_bound else status
    except Refusal as no:
        refusal, status, entered = no, HTTPStatus.CONFLICT, None
    if entered:
        messages.success(request, _("%(motion)s is on the agenda.") % {"motion": entered.heading})
        return redirect("motions:meeting_motions", code)
    return render(
        request,
        "motions/meetings/motions.html",
        page.context(
            form=form, refusal=refusal, motions=of_meeting(meeting), left=left_to_it(meeting)
        ),
        status=status,
    )


def _left(waiting: Iterable[Motion], typed: str) -> Motion:
    found = next((each for each in waiting if str(each.pk) == typed), None)
    if found is None:
        raise Refusal("not-waiting", "That motion does not wait for this meeting any more.")
    return found
