"""What nginx asks before it opens a stream by itself: what may this token hear."""

import time

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from live import nchan, tokens

ASK_AGAIN_SECONDS = 600


@require_safe
def channels(request: HttpRequest) -> HttpResponse:
    """Answer 204 with the channels of a good token, 401 to an old one, 403 to a forged one.

    The answer may be kept by the proxy while the token lasts, and for ten minutes at most: a hall
    that comes back all at once costs nothing here.
    """
    try:
        granted = tokens.read(request.GET.get("token", ""))
    except tokens.TokenExpiredError:
        return HttpResponse(status=401)
    except tokens.TokenForgedError:
        return HttpResponse(status=403)
    keep = min(ASK_AGAIN_SECONDS, int(granted.expires_at - time.time()))
    return HttpResponse(
        status=204,
        headers={
            nchan.CHANNELS_HEADER: nchan.channels_for(granted.channels),
            "Cache-Control": f"private, max-age={keep}",
            "X-Accel-Expires": str(keep),
        },
    )
