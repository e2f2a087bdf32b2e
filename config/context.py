"""What every page is told."""

from django.conf import settings
from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject

from audit.selectors import newest_head
from conferences.models import Conference


def site(request: HttpRequest) -> dict[str, object]:
    """Tell the page whether this is the demo, where the source is, and how long the log is.

    The head is asked for only by a page that shows it; so is the conference that an election
    belongs to, which the pages of a ballot cannot know themselves.
    """
    return {
        "demo": settings.DEMO,
        "source_url": settings.SOURCE_URL,
        "log_head": newest_head,
        "held_in": SimpleLazyObject(lambda: _conference_of_election(request)),
    }


def _conference_of_election(request: HttpRequest) -> Conference | None:
    """Give the conference whose post the ballot of this page fills, for the way back to it."""
    ballot = request.resolver_match and request.resolver_match.kwargs.get("pk")
    return Conference.objects.filter(posts__ballot=ballot).first() if ballot else None
