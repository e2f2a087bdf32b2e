"""The archive of a sealed vote as the world has it, casting into it, and finding one's ballot."""

import re
from http import HTTPStatus
from typing import Any, Final
from uuid import UUID

from django.core.paginator import Paginator
from django.http import (
    Http404,
    HttpRequest,
    HttpResponse,
    HttpResponseBase,
    HttpResponseRedirect,
    JsonResponse,
)
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.cache import patch_cache_control
from django.utils.http import parse_etags, urlencode
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from audit.refusal import Refusal
from ballots.booth_pass import booth_pass_in
from ballots.models import SealedVote
from ballots.readers import is_public
from ballots.receipt_token import receipt_token
from ballots.secret.archive import archive_bytes, served
from ballots.secret.casting import secret_cast
from ballots.secret.finding import TRACKER, found, trackers
from ballots.secret.proofs_pool import BUSY
from ballots.views.ranges import asked_range
from ballots.views.sent_ballot import is_form, sent_ballot
from ballots.views.shown import shown_ballot
from members.claims import session_claim
from members.streaming import streamed

AT_ONCE: Final = 1000
"""Trackers on one page."""

_SIGNED_OUT: Final = Refusal("signed-out", "Your session has ended. Sign in again to vote.")
_STATUS: Final = {
    BUSY: HTTPStatus.SERVICE_UNAVAILABLE,
    "ballot-unknown": HTTPStatus.NOT_FOUND,
    "not-on-the-roll": HTTPStatus.FORBIDDEN,
    "booth-not-entered": HTTPStatus.FORBIDDEN,
    "credential-of-another": HTTPStatus.FORBIDDEN,
    "signed-out": HTTPStatus.UNAUTHORIZED,
    "content-type": HTTPStatus.UNSUPPORTED_MEDIA_TYPE,
    "too-large": HTTPStatus.REQUEST_ENTITY_TOO_LARGE,
}


@require_POST
def cast_sealed(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Take a sealed ballot: the text itself, or the field `ballot` of a form without a script."""
    voter = session_claim(request)
    by_form = is_form(request)
    if voter is None:
        return _refused(request, pk, _SIGNED_OUT, by_form=by_form)
    try:
        receipt = secret_cast(
            ballot_id=pk,
            voter=voter,
            raw=sent_ballot(request),
            booth_pass=booth_pass_in(request, pk),
        )
    except Refusal as refusal:
        return _refused(request, pk, refusal, by_form=by_form)
    vote = SealedVote.objects.only("uuid").get(pk=pk)
    if by_form:
        page = reverse("ballots:sealed", args=[vote.uuid])
        return HttpResponseRedirect(f"{page}?{urlencode({'tracker': receipt.tracker})}")
    return JsonResponse(
        {
            "tracker": receipt.tracker,
            "height": receipt.height,
            "head": receipt.head,
            "receipt": receipt_token(receipt),
        }
    )


def _refused(request: HttpRequest, pk: UUID, refusal: Refusal, *, by_form: bool) -> HttpResponse:
    status = _status(refusal)
    if by_form:
        context = {"refusal": refusal, "ballot_id": pk}
        return render(request, "ballots/secret/refused.html", context, status=status)
    answer = JsonResponse({"code": refusal.code, "message": refusal.message}, status=status)
    if status == HTTPStatus.SERVICE_UNAVAILABLE:
        answer["Retry-After"] = "2"
    return answer


@require_safe
@never_cache
def sealed(request: HttpRequest, uuid: str) -> HttpResponse:
    """Show every ballot that an archive has, and find one by its tracker."""
    vote = _vote(request, uuid)
    asked = "".join(request.GET.get("tracker", "").split())
    page = Paginator(trackers(vote), AT_ONCE).get_page(request.GET.get("page"))
    what = served(vote)
    context: dict[str, Any] = {
        "vote": vote,
        "ballot": vote.ballot,
        "asked": asked,
        "one": found(vote, asked) if asked else None,
        "is_tracker": not asked or re.fullmatch(TRACKER, asked) is not None,
        "page": page,
        "what": what,
        "is_public": is_public(vote.ballot),
        "address": request.build_absolute_uri(reverse("ballots:sealed", args=[uuid])),
        "log": f"{reverse('audit:log')}?{urlencode({'subject': vote.ballot.log_name})}",
    }
    return render(request, "ballots/secret/sealed.html", context)


@require_safe
def archive(request: HttpRequest, uuid: str, name: str) -> HttpResponseBase:
    """Serve an archive byte for byte, as `belenios-tool election verify --url` fetches it.

    Also from any byte on: an archive is only ever added to, so a download that broke off goes on
    where it was, even if ballots have come in since.
    """
    if name != uuid:
        raise Http404
    vote = _vote(request, uuid)
    what = served(vote)
    etag = f'"{what.head}"'
    if etag in parse_etags(request.headers.get("If-None-Match", "")):
        return HttpResponse(status=HTTPStatus.NOT_MODIFIED, headers={"ETag": etag})
    part = _part(request, what.size, etag)
    wanted = range(what.size) if part is None else part
    headers = {
        "ETag": etag,
        "Accept-Ranges": "bytes",
        "Content-Length": str(len(wanted)),
        "Content-Disposition": f'attachment; filename="{uuid}.bel"',
    }
    if part is not None:
        asked = f"{part.start}-{part.stop - 1}" if part else "*"
        headers["Content-Range"] = f"bytes {asked}/{what.size}"
    is_empty = request.method == "HEAD" or not wanted
    answer = streamed(
        request,
        () if is_empty else archive_bytes(vote, what.records, start=wanted.start, stop=wanted.stop),
        content_type="application/octet-stream",
        headers=headers,
    )
    if part is not None:
        found, not_there = HTTPStatus.PARTIAL_CONTENT, HTTPStatus.REQUESTED_RANGE_NOT_SATISFIABLE
        answer.status_code = found if part else not_there
    patch_cache_control(answer, no_cache=True)
    return answer


def _part(request: HttpRequest, size: int, etag: str) -> range | None:
    """Say which part is asked for: none of another archive than the one that is named."""
    if request.method != "GET" or request.headers.get("If-Range", etag) != etag:
        return None
    return asked_range(request.headers.get("Range", ""), size)


def _vote(request: HttpRequest, uuid: str) -> SealedVote:
    """Find a vote whose archive is open, if whoever asks may see it."""
    votes = SealedVote.objects.select_related("board").defer("credentials")
    vote = get_object_or_404(votes, uuid=uuid, height__isnull=False)
    vote.ballot = shown_ballot(vote.ballot_id, request.user)
    return vote


def _status(refusal: Refusal) -> int:
    if refusal.code.startswith("ballot-") and refusal.code not in _STATUS:
        is_late = refusal.code in {"ballot-closed", "ballot-voided", "ballot-not-open"}
        return HTTPStatus.CONFLICT if is_late else HTTPStatus.UNPROCESSABLE_ENTITY
    return _STATUS.get(refusal.code, HTTPStatus.CONFLICT)
