"""The screens on the wall: pages that nobody signs in to, with nothing on them that is anyone's."""

from io import BytesIO
from typing import Final

import qrcode
import qrcode.image.svg
from csp.decorators import csp_update
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.safestring import SafeString, mark_safe
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from conferences.models import Screen
from conferences.screens.addresses import origin_of
from conferences.screens.showing import broadcast_of, channel_of, follower, shown_on
from conferences.views.frame import Frame, frame
from live.tokens import stream_url

HIGH: Final = "high"


@require_safe
@never_cache
def hall(request: HttpRequest, code: str) -> HttpResponse:
    """Show what is before conference: no running result, and nothing that is anyone's own."""
    page = frame(request, code, "conferences:hall")
    is_high = request.GET.get("contrast") == HIGH
    return _wall(request, page, follower(page.conference, is_high_contrast=is_high))


@require_safe
@never_cache
def screen(request: HttpRequest, code: str, slug: str) -> HttpResponse:
    """Show what the clerk set for this screen."""
    page = frame(request, code, "conferences:screen")
    found = page.conference.screens.select_related("conference").filter(slug=slug).first()
    if found is None:
        raise Http404("No screen of that name.")
    return _wall(request, page, found)


def _wall(request: HttpRequest, page: Frame, shown: Screen) -> HttpResponse:
    code = page.conference.code
    broadcast = broadcast_of(page.conference)
    address = request.build_absolute_uri(reverse("conferences:now", args=[code]))
    context = shown_on(shown, broadcast) | {
        "broadcast": broadcast,
        "stream_url": stream_url([f"floor:{code}", f"wall:{code}", channel_of(shown)]),
        "join_address": address.partition("://")[2],
        "join_qr": qr(address),
        "captions_qr": qr(broadcast.captions_url) if broadcast.captions_url else "",
    }
    answer = render(request, "conferences/hall.html", context)
    if broadcast.interpreter_url:
        frames = {"frame-src": [origin_of(broadcast.interpreter_url)]}
        csp_update(frames)(lambda _request: answer)(request)  # that origin, on this page only
    return answer


def qr(address: str) -> SafeString:
    """Draw an address as an SVG path, which our content security policy allows in the page."""
    drawing = BytesIO()
    qrcode.make(address, image_factory=qrcode.image.svg.SvgPathImage, border=2).save(drawing)
    svg = drawing.getvalue().decode().partition("?>")[2]
    return mark_safe(svg.replace("<svg ", '<svg aria-hidden="true" ', 1))  # noqa: S308 - drawn here
