"""What every page is told."""

from django.conf import settings
from django.http import HttpRequest

from audit.selectors import newest_head


def site(_request: HttpRequest) -> dict[str, object]:
    """Tell the page whether this is the demo, where the source is, and how long the log is.

    The head is asked for only by a page that shows it.
    """
    return {
        "demo": settings.DEMO,
        "source_url": settings.SOURCE_URL,
        "log_head": newest_head,
    }
