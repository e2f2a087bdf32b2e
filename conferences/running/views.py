"""The pages of the running day: calendars to subscribe to, and the desk that plans the day anew."""

import hashlib
from http import HTTPStatus

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.cache import get_conditional_response
from django.utils.http import http_date
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from audit.refusal import Refusal
from conferences.models import AgendaItem, Session
from conferences.running.addresses import (
    calendar_by_key,
    calendar_give_out,
    calendar_of,
    calendar_revoke,
)
from conferences.running.feeds import conference_entries, own_entries
from conferences.running.forms import MoveForm
from conferences.running.icalendars import CalendarEntry, as_feed
from conferences.running.reading import sessions_planned
from conferences.running.replanning import item_carry, item_move
from conferences.running.showing import plan_context
from conferences.views.frame import frame, signed_in
from members.permissions import MAY

HERE = "conferences:home"
REPLANS = MAY["agenda_item.move"]


@require_safe
def conference_calendar(request: HttpRequest, code: str) -> HttpResponse:
    """Give the calendar of a conference to any program, changed or not since it last asked."""
    conference = frame(request, code, HERE).conference
    return _feed(request, conference.title, conference_entries(conference), f"{code}.ics")


@require_safe
def own_calendar(request: HttpRequest, code: str, key: str) -> HttpResponse:
    """Give a member's own calendar to whoever knows its address: no program signs in."""
    feed = calendar_by_key(frame(request, code, HERE).conference, key)
    if feed is None:
        raise Http404
    entries = own_entries(feed.conference, feed.member)
    answer = _feed(request, _("%(title)s: mine") % {"title": feed.conference.title}, entries, "")
    answer["Cache-Control"] = "private, max-age=300"
    answer["Referrer-Policy"] = "no-referrer"
    answer["X-Robots-Tag"] = "noindex"
    return answer


@login_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def calendars(request: HttpRequest, code: str) -> HttpResponse:
    """Offer the conference's calendar, and a secret address of one's own."""
    page, member = frame(request, code, HERE), signed_in(request)
    key, refusal = "", None
    if request.method == "POST":
        try:
            if request.POST.get("act") == "revoke":
                calendar_revoke(conference=page.conference, actor=member)
                messages.success(request, _("The address is revoked. It reads nothing any more."))
                return redirect("conferences:calendars", code)
            _made, key = calendar_give_out(conference=page.conference, actor=member)
        except Refusal as no:
            refusal = no
    public = _absolute("conferences:conference_calendar", code)
    mine = _absolute("conferences:own_calendar", code, key) if key else ""
    context = page.context(
        public=public,
        webcal=_webcal(public),
        held=calendar_of(member, page.conference),
        mine=mine,
        webcal_mine=_webcal(mine),
        refusal=refusal,
    )
    status = HTTPStatus.CONFLICT if refusal else HTTPStatus.OK
    return render(request, "conferences/running/calendars.html", context, status=status)


@login_required
@require_safe
def replan(request: HttpRequest, code: str) -> HttpResponse:
    """Show the day with what can still be moved, and what was not reached."""
    page = frame(request, code, HERE)
    page.require(REPLANS)
    return _replan(request, code, None, None, HTTPStatus.OK)


@login_required
@require_POST
def replan_item(request: HttpRequest, code: str, pk: int) -> HttpResponse:
    """Move one item to another time, or carry it to another session."""
    page = frame(request, code, HERE)
    page.require(REPLANS)
    item = get_object_or_404(
        AgendaItem.objects.select_related("session__conference"),
        pk=pk,
        session__conference=page.conference,
    )
    form = MoveForm(request.POST, item=item, sessions=list(page.conference.sessions.all()))
    if not form.is_valid():
        return _replan(request, code, form, None, HTTPStatus.UNPROCESSABLE_ENTITY)
    session, starts_at = form.place()
    actor = signed_in(request)
    try:
        if session.pk == item.session_id:
            item_move(item=item, actor=actor, starts_at=starts_at)
        else:
            item_carry(item=item, actor=actor, session=session, starts_at=starts_at)
    except Refusal as no:
        return _replan(request, code, form, no, HTTPStatus.CONFLICT)
    messages.success(
        request,
        _("%(item)s is now in session %(number)s at %(time)s. Everyone sees where it was.")
        % {"item": item.title, "number": session.number, "time": f"{starts_at:%H:%M}"},
    )
    return redirect("conferences:replan", code)


def _replan(
    request: HttpRequest, code: str, bound: MoveForm | None, refusal: Refusal | None, status: int
) -> HttpResponse:
    page = frame(request, code, HERE)
    planned = sessions_planned(page.conference)
    sessions = [each.session for each in planned]
    open_ahead = any(each.closed_at is None for each in sessions)
    days = [
        (
            each,
            [
                (item, _form(item, sessions, bound) if _movable(item) and open_ahead else None)
                for item in each.items
            ],
        )
        for each in planned
    ]
    context = page.context(days=days, refusal=refusal, form=bound)
    context |= plan_context(page.conference)
    return render(request, "conferences/running/replan.html", context, status=status)


def _form(item: AgendaItem, sessions: list[Session], bound: MoveForm | None) -> MoveForm:
    if bound is not None and bound.item.pk == item.pk:
        return bound
    return MoveForm(item=item, sessions=sessions)


def _movable(item: AgendaItem) -> bool:
    return item.taken_at is None and getattr(item, "carried_to", None) is None


def _feed(request: HttpRequest, name: str, entries: list[CalendarEntry], file: str) -> HttpResponse:
    """Answer with the calendar, or with 304 where the program has it as it stands."""
    data = as_feed(name, entries)
    tag = f'"{hashlib.sha256(data).hexdigest()[:32]}"'
    changed = max((each.stamped_at for each in entries), default=None)
    headers = {"ETag": tag}
    if changed:
        headers["Last-Modified"] = http_date(changed.timestamp())
    if file:
        headers["Content-Disposition"] = f'inline; filename="{file.lower()}"'
    full = HttpResponse(data, content_type="text/calendar; charset=utf-8", headers=headers)
    # By the tag alone: what a feed says can also change with the meetings a member belongs to.
    return get_conditional_response(request, etag=tag, response=full) or full


def _absolute(name: str, *args: str) -> str:
    return f"{settings.SITE_URL}{reverse(name, args=args)}"


def _webcal(address: str) -> str:
    """Give the address as one that a phone hands to its calendar."""
    return f"webcal{address.removeprefix('https').removeprefix('http')}"
