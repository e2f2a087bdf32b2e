"""The conference's front page: the order of business."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from conferences.selectors import floor_of, quorum_now
from conferences.views.frame import frame


@require_safe
def home(request: HttpRequest, code: str) -> HttpResponse:
    """Show the timetable with what has been taken, and where conference is now."""
    page = frame(request, code, "conferences:home")
    floor = floor_of(page.conference)
    return render(
        request,
        "conferences/home.html",
        page.context(
            floor=floor,
            quorum=quorum_now(page.conference),
        ),
    )
