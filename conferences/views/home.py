"""The conference's front page: its agenda, how the day goes, and what is before it now."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from conferences.running.beside import beside
from conferences.running.showing import plan_context
from conferences.selectors import floor_of, quorum_now
from conferences.views.frame import frame
from live.tokens import stream_url
from members.permissions import MAY


@require_safe
def home(request: HttpRequest, code: str) -> HttpResponse:
    """Show the agenda with what has been taken, and where conference is now."""
    page = frame(request, code, "conferences:home")
    conference = page.conference
    plan = plan_context(conference)
    return render(
        request,
        "conferences/home.html",
        page.context(
            **plan,
            floor=floor_of(conference),
            quorum=quorum_now(conference),
            beside=beside(conference, plan["planned"], request.user),
            replans=bool(page.offices & MAY["agenda_item.move"]),
            stream_url=stream_url([f"agenda:{conference.code}"]),
        ),
    )
