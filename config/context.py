"""What every page is told."""

from django.conf import settings
from django.http import HttpRequest


def site(_request: HttpRequest) -> dict[str, object]:
    """Tell the page whether this is the demo."""
    return {"demo": settings.DEMO}
