"""The practice booth: the booth itself, with a practice election in it, and finding one's ballot.

Whoever practises has the trackers of their own last ballots in their session, which is a cookie of
their own browser. Nothing is kept here.
"""

from http import HTTPStatus
from typing import Final

from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from audit.refusal import Refusal
from ballots.secret.booth_paper import booth_paper
from ballots.views.secret_booth import booth_page
from conferences.rehearsing.practice_secrecy import (
    CREDENTIAL,
    practice_ballot,
    practice_cast,
    practice_election,
)
from conferences.selectors import credential_of
from conferences.views.frame import READING, Frame, frame, signed_in

HERE: Final = "conferences:practice"
MINE: Final = "practised"
KEPT: Final = 4


def practice_booth(request: HttpRequest, page: Frame) -> HttpResponse:
    """Show the booth. It is the real one; only what it seals for is a practice election."""
    code = page.conference.code
    ballot, election = practice_ballot(timezone.now()), practice_election().raw.decode()
    context = page.context(
        ballot=ballot,
        election=election,
        is_practice=True,
        credential=CREDENTIAL,
        has_voted=bool(request.session.get(MINE)),
        cast_url=reverse("conferences:practice_secret_cast", args=[code]),
        find_url=reverse("conferences:practice_secret_find", args=[code]),
        back_url=reverse(HERE, args=[code]),
        **booth_paper(ballot, election),
    )
    return booth_page(request, "conferences/rehearsing/practice_booth.html", context)


@require_POST
@never_cache
@login_required
def practice_secret_cast(request: HttpRequest, code: str) -> HttpResponse:
    """Check a practice ballot and let it go; its tracker stays in the browser that sent it."""
    practice_page(request, code)
    try:
        tracker = practice_cast(request.body)
    except Refusal as refusal:
        told = {"code": refusal.code, "message": refusal.message}
        return JsonResponse(told, status=HTTPStatus.UNPROCESSABLE_ENTITY)
    earlier = [each for each in request.session.get(MINE, ()) if each != tracker]
    request.session[MINE] = [*earlier, tracker][-KEPT:]
    return JsonResponse({"tracker": tracker, "height": len(request.session[MINE])})


@require_safe
@never_cache
@login_required
def practice_secret_find(request: HttpRequest, code: str) -> HttpResponse:
    """Find a practice ballot by its tracker: the last one would count, others are replaced."""
    page = practice_page(request, code)
    mine = request.session.get(MINE, [])
    asked = "".join(request.GET.get("tracker", "").split()).rstrip("=")
    found = "missing" if asked not in mine else "counts" if asked == mine[-1] else "replaced"
    context = page.context(
        asked=asked,
        found=found,
        trackers=[(each, each != mine[-1]) for each in sorted(mine)],
    )
    return render(request, "conferences/rehearsing/practice_find.html", context)


def practice_page(request: HttpRequest, code: str) -> Frame:
    """Insist that whoever asks holds a credential, or helps those who do."""
    page = frame(request, code, HERE)
    if not page.offices & READING and not credential_of(signed_in(request), page.conference):
        raise PermissionDenied(
            _("The practice ballot is for those who hold a credential for this conference.")
        )
    return page
