"""The count of an election: its page, its files, and the same papers under other rules.

All of it is for anyone once the result is declared. Before that, whoever may count sees it at the
desk. Of a void vote nothing is shown; of one with few papers, only who is elected (guide R29).
"""

from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps
from hashlib import sha256
from http import HTTPStatus
from typing import Any, Concatenate, Final, ParamSpec
from uuid import UUID

from django.core.cache import cache
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils.cache import get_conditional_response
from django.utils.safestring import mark_safe
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from audit.refusal import Refusal
from ballots.counting.record import Count, Ending
from ballots.counting.sheet import comparison, csv_sheet, html_sheet
from ballots.counting.sheet.wording import headline, sentences
from ballots.declaring import counted
from ballots.declaring.count_paper import count_pdf
from ballots.enums import BallotAct, BallotState, VotingForm
from ballots.models import Ballot, CountRecord
from ballots.rules import may
from ballots.selectors import count_of, is_withheld
from members.models import Member

P = ParamSpec("P")

_TYPES = {
    "json": "application/json",
    "csv": "text/csv; charset=utf-8",
    "html": "text/html; charset=utf-8",
    "pdf": "application/pdf",
    "blt": "text/plain; charset=utf-8",
}
_KEPT_FOR: Final = 60 * 60  # seconds
_LARGEST_KEPT: Final = 4 * 1024 * 1024  # bytes
_KEPT = {"csv", "html", "blt"}  # a browser shows these badly, so they are for keeping


@dataclass(frozen=True, slots=True)
class Counted:
    """An election with the count of it that stands."""

    ballot: Ballot
    kept: CountRecord
    count: Count
    is_withheld: bool

    @property
    def name(self) -> str:
        """Name the files of this count."""
        return f"{self.ballot.pk.hex[:8]}-{self.kept.number}"


def _said_if_refused(
    view: Callable[Concatenate[HttpRequest, P], HttpResponseBase],
) -> Callable[Concatenate[HttpRequest, P], HttpResponseBase]:
    """Show why, in words, where the papers were changed so that they cannot be read."""

    @wraps(view)
    def shown(request: HttpRequest, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponseBase:
        try:
            return view(request, *args, **kwargs)
        except Refusal as refusal:
            context = {"refusal": refusal}
            status = HTTPStatus.CONFLICT
            return render(request, "ballots/count_refused.html", context, status=status)

    return shown


@require_safe
@never_cache
@_said_if_refused
def count(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Show how an election was counted, stage by stage, and how to count it again."""
    found = _counted(request, pk)
    context: dict[str, Any] = {
        "ballot": found.ballot,
        "count": found.count,
        "kept": found.kept,
        "is_withheld": found.is_withheld,
        "headline": headline(found.count),
        "sentences": sentences(found.count),
        "is_declared": found.ballot.state == BallotState.DECLARED,
        "withdrawn": [each for each in found.ballot.election.candidates if each["withdrawn"]],
    }
    if not found.is_withheld:
        # Drawn by ballots.counting.sheet, which escapes every word that anybody wrote.
        context["sheet"] = mark_safe(counted.sheet_of(found.kept.record))  # noqa: S308
        context["recount"] = counted.recount(found.ballot, found.kept, found.count, found.name)
        context["is_made_of_sums"] = counted.are_made_of_sums(found.ballot)
    return render(request, "ballots/count.html", context)


@require_safe
@never_cache
@_said_if_refused
def other_rules(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Show what other rules would make of the same papers. It decides nothing, and says so."""
    found = _in_full(request, pk)
    if found.count.ending is not Ending.COMPLETE:
        raise Http404(_("The count is not whole yet."))
    rules = counted.other_rules(found.ballot, found.kept)
    context = {
        "ballot": found.ballot,
        "count": found.count,
        "headline": headline(found.count),
        "rules": rules,
        "summary": comparison.summary({each.rule.code: each for each in rules}),
        "caution": comparison.CAUTION,
    }
    return render(request, "ballots/count_rules.html", context)


@require_safe
def count_file(request: HttpRequest, pk: UUID, kind: str) -> HttpResponseBase:
    """Give the record (json), the result sheet (csv, html) or the paper (pdf) of a count."""
    found = _in_full(request, pk)
    record = found.kept.record.encode()
    made: dict[str, Callable[[], bytes]] = {
        "json": lambda: record,
        "csv": lambda: csv_sheet.write(found.count),
        "html": lambda: html_sheet.document(found.count),
        "pdf": lambda: count_pdf(
            found.count, record, _about(request, found), found.kept.counted_at
        ),
    }
    return _file(request, f"count-{found.name}", kind, found.kept.sha256, made[kind])


@require_safe
@_said_if_refused
def papers(request: HttpRequest, pk: UUID, kind: str) -> HttpResponseBase:
    """Give the papers as they were counted, sorted: no line can be linked to a person."""
    found = _in_full(request, pk)

    def made() -> bytes:
        return counted.papers_file(found.ballot, kind)

    return _file(request, f"papers-{found.name}", kind, found.kept.papers_sha256, made)


def _counted(request: HttpRequest, pk: UUID) -> Counted:
    """Find an election whose count may be seen by whoever asks."""
    ballots = Ballot.objects.select_related("election", "body")
    ballot = ballots.filter(pk=pk, form=VotingForm.ELECTION).first()
    if ballot is None or not _may_see(request, ballot):
        raise Http404(_("No result of this election has been declared."))
    kept = count_of(ballot)
    if kept is None:
        raise Http404(_("This election has not been counted yet."))
    return Counted(ballot, kept, counted.read(kept.record), is_withheld(ballot))


def _may_see(request: HttpRequest, ballot: Ballot) -> bool:
    if ballot.state == BallotState.CLOSED:
        voter = request.user
        return isinstance(voter, Member) and may(voter, BallotAct.COUNT, ballot.body)
    return ballot.state == BallotState.DECLARED


def _in_full(request: HttpRequest, pk: UUID) -> Counted:
    found = _counted(request, pk)
    if found.is_withheld:
        raise PermissionDenied(
            _("So few papers were cast that their figures would tell how people voted.")
        )
    return found


def _about(request: HttpRequest, found: Counted) -> dict[str, Any]:
    """Say on paper what the record of the count does not know."""
    ballot = found.ballot
    return {
        "union": ballot.body.name if ballot.body else "",
        "reference": found.name,
        "banners": ballot.banners,
        "address": request.build_absolute_uri(reverse("ballots:count", args=[ballot.pk])),
        "sha256": found.kept.sha256,
        "withdrawn": {
            str(each["number"]): each["withdrawn"]
            for each in ballot.election.candidates
            if each["withdrawn"]
        },
    }


def _file(
    request: HttpRequest, name: str, kind: str, source: str, made: Callable[[], bytes]
) -> HttpResponseBase:
    """Send a file, or say that nothing has changed since the browser asked last.

    What a count says never changes, but a vote can be voided, and then nothing of it is shown: so a
    browser may keep the file, and has to ask each time whether it still stands. It is kept here
    too: setting a paper takes half a second, and anybody may ask as often as they like.
    """
    etag = f'"{sha256(f"{source}:{name}.{kind}".encode()).hexdigest()[:32]}"'
    response = get_conditional_response(request, etag=etag)
    if response is None:
        shown = "attachment" if kind in _KEPT else "inline"
        key = f"count-file:{request.get_host()}:{etag}"
        found: bytes | None = cache.get(key)
        if found is None:
            found = made()
            if len(found) <= _LARGEST_KEPT:
                cache.set(key, found, timeout=_KEPT_FOR)
        response = HttpResponse(
            found,
            content_type=_TYPES[kind],
            headers={"Content-Disposition": f'{shown}; filename="{name}.{kind}"'},
        )
    response.headers["ETag"] = etag
    response.headers["Cache-Control"] = "private, no-cache"
    return response
