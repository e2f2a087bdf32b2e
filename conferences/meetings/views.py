"""The pages of the meetings of branches and committees: mine, calling one, coming to one."""

from http import HTTPStatus

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from audit.refusal import Refusal
from conferences.meetings.belonging import meetings_of
from conferences.meetings.calling import meeting_call
from conferences.meetings.forms import MeetingForm
from conferences.meetings.joining import meeting_join
from conferences.views.frame import frame, signed_in
from members.enums import BodyKind
from members.models import Body, Member
from members.permissions import MAY
from members.selectors import appointments_in_force

MOST = 50


@require_safe
@login_required
def meetings(request: HttpRequest) -> HttpResponse:
    """Show the meetings of one's own branch and committees: today's, those to come, the last."""
    me, today = signed_in(request), timezone.localdate()
    found = list(meetings_of(me)[:MOST])
    context = {
        "today": [each for each in found if each.starts_on == today],
        "coming": [each for each in reversed(found) if each.starts_on > today],
        "past": [each for each in found if each.ends_on < today],
        "may_call": _called_by(me).exists(),
    }
    return render(request, "conferences/meetings/meetings.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def call_meeting(request: HttpRequest) -> HttpResponse:
    """Call a meeting of a body whose officer one is."""
    me = signed_in(request)
    bodies = _called_by(me)
    if not bodies.exists():
        raise PermissionDenied(_("A meeting is called by the chair or secretary of its body."))
    form = MeetingForm(request.POST or None, bodies=bodies)
    refusal, status = None, HTTPStatus.OK
    if form.is_bound and form.is_valid():
        try:
            called = meeting_call(actor=me, **form.cleaned_data)
        except Refusal as no:
            refusal, status = no, HTTPStatus.CONFLICT
        else:
            messages.success(request, _("Called. Its members see it among their meetings."))
            return redirect("conferences:home", called.code)
    elif form.is_bound:
        status = HTTPStatus.UNPROCESSABLE_ENTITY
    context = {"form": form, "refusal": refusal}
    return render(request, "conferences/meetings/call.html", context, status=status)


@require_POST
@login_required
def join(request: HttpRequest, code: str) -> HttpResponse:
    """Take one's seat at a meeting of one's own body."""
    page = frame(request, code, "conferences:now")
    try:
        seat = meeting_join(meeting=page.conference, actor=signed_in(request))
    except Refusal as no:
        messages.error(request, no.message)
    else:
        messages.success(
            request, _("You are here, with seat %(number)s.") % {"number": seat.number}
        )
    return redirect("conferences:now", code)


def _called_by(member: Member) -> QuerySet[Body]:
    offices = appointments_in_force().filter(member=member, office__in=MAY["meeting.call"])
    return Body.objects.filter(pk__in=offices.values("body")).exclude(kind=BodyKind.UNION)
