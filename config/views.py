"""Pages that belong to no room: the front door, the design language, and what went wrong."""

from typing import Any

from django.core.exceptions import RequestDataTooBig
from django.db.models import Exists, OuterRef, Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from conferences.enums import MeetingKind
from conferences.models import Conference, Session
from config.design import samples


@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """Show the conferences: those that sit, then those to come, then those that are over."""
    met = Session.objects.filter(conference=OuterRef("pk"), opened_at__isnull=False)
    conferences = (
        Conference.objects.filter(kind=MeetingKind.CONFERENCE, rehearses=None)
        .select_related("body", "floor")
        .annotate(
            has_met=Exists(met),
            is_over=Q(ends_on__lt=timezone.localdate()),
        )
        .order_by("is_over", "-has_met", "-starts_on", "code")
    )
    return render(request, "home.html", {"conferences": conferences})


@require_safe
def design(request: HttpRequest) -> HttpResponse:
    """Show the design language with sample content: tokens, type, components and states."""
    return render(request, "design.html", samples())


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:  # noqa: ARG001
    """Explain a form whose token is missing, stale or forged. Nothing was changed."""
    return _sorry(
        request,
        403,
        _("We could not be sure that it was you"),
        _(
            "Nothing was changed. This happens when a page has been open since before you signed "
            "in, or when the browser keeps no cookies. Reload the page and press again."
        ),
    )


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Explain a request that cannot be read, or is too big to be."""
    if isinstance(exception, RequestDataTooBig):
        return _sorry(
            request,
            400,
            _("That is more than this page can take"),
            _(
                "Nothing was changed. What is typed into one page can be a megabyte at most. Go "
                "back: what you typed is still there. Make it shorter, and send it again."
            ),
        )
    return _sorry(
        request,
        400,
        _("We could not read that"),
        _("What was sent was not in a form this page understands. Nothing was changed."),
    )


def permission_denied(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Explain a page that is for someone else; the refusal's own words, where there are any."""
    return _sorry(
        request,
        403,
        _("This page is not yours to open"),
        str(exception)
        or _("It is for the people who hold a particular office at this conference."),
    )


def page_not_found(request: HttpRequest, exception: Exception) -> HttpResponse:  # noqa: ARG001
    """Explain an address that leads nowhere."""
    return _sorry(
        request,
        404,
        _("There is nothing here"),
        _("The address may be mistyped, or the page may have moved."),
    )


def not_opened(request: HttpRequest, refused: HttpResponse) -> HttpResponse:
    """Explain an address that only a button sends to, and lead to the button's page, above it."""
    answer = _sorry(
        request,
        405,
        _("Nothing was sent"),
        _("Nothing was changed. If you were signed out as you pressed, go back and press again."),
        back=request.path.rstrip("/").rpartition("/")[0] + "/",
    )
    answer["Allow"] = refused["Allow"]
    return answer


def server_error(_request: HttpRequest) -> HttpResponse:
    """Own up. No database and no context processors: they may be what has failed."""
    context: dict[str, Any] = {
        "title": _("Something went wrong on our side"),
        "words": _(
            "If you were voting, do not assume either way: open Now again. "
            "It shows whether your vote was recorded, and sending it twice counts once."
        ),
    }
    return HttpResponse(render_to_string("sorry_alone.html", context), status=500)


def _sorry(
    request: HttpRequest, status: int, title: str, words: str, *, back: str = ""
) -> HttpResponse:
    if getattr(request, "htmx", False):  # shown in place, where the answer was expected
        refusal = {"message": f"{title}.", "rule": "", "words": words}
        return render(request, "components/refusal.html", {"refusal": refusal}, status=status)
    context = {"status": status, "title": title, "words": words, "back": back}
    return render(request, "sorry.html", context, status=status)
