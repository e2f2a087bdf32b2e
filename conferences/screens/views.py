"""The hall screen: a page for the wall, which nobody signs in to."""

from io import BytesIO

import qrcode
import qrcode.image.svg
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.safestring import SafeString, mark_safe
from django.views.decorators.http import require_safe

from conferences.elections_shown import elections_shown
from conferences.selectors import floor_of, quorum_now
from conferences.views.frame import frame
from live.tokens import stream_url


@require_safe
def hall(request: HttpRequest, code: str) -> HttpResponse:
    """Show what the whole hall may see: no running result, and nothing that is anyone's own."""
    page = frame(request, code, "conferences:hall")
    floor = floor_of(page.conference)
    address = request.build_absolute_uri(reverse("conferences:now", args=[code]))
    return render(
        request,
        "conferences/hall.html",
        page.context(
            floor=floor,
            shown=elections_shown(page.conference),
            ballot=floor.ballot,
            quorum=quorum_now(page.conference),
            stream_url=stream_url([f"floor:{code}", f"wall:{code}"]),
            join_address=address.partition("://")[2],
            join_qr=_qr(address),
        ),
    )


def _qr(address: str) -> SafeString:
    """Draw an address as an SVG path, which our content security policy allows in the page."""
    drawing = BytesIO()
    qrcode.make(address, image_factory=qrcode.image.svg.SvgPathImage, border=2).save(drawing)
    svg = drawing.getvalue().decode().partition("?>")[2]
    return mark_safe(svg.replace("<svg ", '<svg aria-hidden="true" ', 1))  # noqa: S308 - drawn here
